namespace Indexer.Inputs.Tests.Support;

/// <summary>Time that passes when it is told to. Timers fire when <see cref="Fire"/> says so.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly List<(TimeSpan Period, Action Callback)> timers = [];
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        timers.Add((period, () => callback(state)));
        return new Timer();
    }

    public void Advance(TimeSpan time) => now += time;

    /// <summary>Lets the timers of a period fire once.</summary>
    public void Fire(TimeSpan period)
    {
        foreach (var (_, callback) in timers.Where(timer => timer.Period == period).ToList())
        {
            callback();
        }
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
