using Indexer.Engine.Activations;
using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Engine;

/// <summary>What the engine calls on a grain besides its own methods.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. When it fails, the calls that wait fail with its exception and the activation ends.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call, when the timers have stopped. Not called when the process dies.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

/// <summary>
/// The base of grain classes. Everything a grain does, from its constructor on, runs in turns of its activation: one at a time,
/// with <see cref="TaskScheduler.Current"/> as the activation's scheduler, so that an await comes back to it.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <exception cref="InvalidOperationException">The grain was not made by the engine.</exception>
    protected Grain() => GrainContext = Activation.Current
        ?? throw new InvalidOperationException($"{GetType()} was constructed outside of the engine; ask an IGrainFactory for a reference");

    public IGrainContext GrainContext { get; }

    /// <summary><c>type/key</c>, for messages.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Services of this activation's own scope.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation after the calls that run now. Calls that wait, and later ones, go to a new activation.</summary>
    protected void DeactivateOnIdle() =>
        GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called"));
}
