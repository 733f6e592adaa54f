using Indexer.Engine.Calls;

namespace Indexer.Engine.Activations;

/// <summary>
/// A timer of an activation. When it is due a tick is queued like a call; the wait for the next one begins when the tick is over,
/// so ticks never pile up.
/// </summary>
internal sealed class GrainTimer : Request, IGrainTimer
{
    private readonly Lock gate = new();
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly IActivationHost host;
    private readonly CancellationTokenSource disposal = new();
    private readonly ITimer timer;
    private TimeSpan dueTime;
    private TimeSpan period;
    private bool isTicking;
    private bool isChanged;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, IActivationHost host)
    {
        CheckTime(options.DueTime, nameof(options.DueTime));
        CheckTime(options.Period, nameof(options.Period));
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        this.host = host;
        dueTime = options.DueTime;
        period = options.Period;
        timer = host.Clock.CreateUnboundTimer(static timer => ((GrainTimer)timer!).Tick(), this);
    }

    public override bool Interleaves => options.Interleave;

    public override bool KeepsActivationAlive => options.KeepAlive;

    public override bool Moves => false;

    public void Start() => timer.Change(dueTime, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        CheckTime(dueTime, nameof(dueTime));
        CheckTime(period, nameof(period));
        lock (gate)
        {
            this.dueTime = dueTime;
            this.period = period;
            isChanged = true;
            if (!isTicking)
            {
                timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public override async Task RunAsync(Activation activation)
    {
        try
        {
            if (!disposal.IsCancellationRequested)
            {
                await callback(disposal.Token);
            }
        }
        catch (OperationCanceledException) when (disposal.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            host.Log.TickFailed(e, activation.GrainId);
        }

        activation.Finish(this);
        SetNext();
    }

    /// <summary>The activation is overloaded: this tick is left out.</summary>
    public override void Reject(Exception reason)
    {
        host.Log.TickFailed(reason, activation.GrainId);
        SetNext();
    }

    public void Dispose()
    {
        disposal.Cancel();
        timer.Dispose();
        activation.RemoveTimer(this);
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(uint.MaxValue - 1), name);
        }
    }

    private void Tick()
    {
        lock (gate)
        {
            isTicking = true;
            isChanged = false;
        }

        activation.TryReceive(this);
    }

    private void SetNext()
    {
        lock (gate)
        {
            isTicking = false;
            if (!disposal.IsCancellationRequested)
            {
                timer.Change(isChanged ? dueTime : period, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
