using System.Diagnostics.CodeAnalysis;
using Indexer.Engine.Activations;

namespace Indexer.Engine;

/// <summary>Calls back into an activation until it is disposed or the activation ends.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets both times anew. Within a tick it takes effect when the tick is over.</summary>
    /// <param name="dueTime">Until the next tick; <see cref="Timeout.InfiniteTimeSpan"/> is never.</param>
    /// <param name="period">From the end of a tick to the next one; <see cref="Timeout.InfiniteTimeSpan"/> is once.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> is never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a tick to the next one; <see cref="Timeout.InfiniteTimeSpan"/> is once.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks take turns while calls await. Otherwise a tick waits for its turn like any call.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks count as use, so that the activation is not collected as idle.</summary>
    public bool KeepAlive { get; init; }
}

public static class GrainBaseExtensions
{
    /// <summary>Ends the activation after the calls that run now.</summary>
    public static void DeactivateOnIdle(this IGrainBase grain) =>
        grain.GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called"));

    /// <summary>
    /// Starts a timer whose ticks are turns of the activation and never overlap. A tick that throws is logged, and the next one comes.
    /// </summary>
    /// <param name="callback">Its token is cancelled when the timer is disposed.</param>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return ((Activation)grain.GrainContext).AddTimer(callback, options);
    }

    /// <inheritdoc cref="RegisterGrainTimer(IGrainBase, Func{CancellationToken, Task}, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, new GrainTimerCreationOptions(dueTime, period));
}
