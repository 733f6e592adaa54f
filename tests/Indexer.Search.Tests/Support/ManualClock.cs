namespace Indexer.Search.Tests.Support;

/// <summary>A clock that stands still until a test moves it; timers fire within <see cref="Advance"/>.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(TestEvent.Start);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            var timer = new ManualTimer(this, () => callback(state), now + dueTime, period);
            timers.Add(timer);
            return timer;
        }
    }

    public void Advance(TimeSpan time)
    {
        List<Action> due = [];
        lock (gate)
        {
            now += time;
            foreach (var timer in timers.Where(timer => timer.Due <= now))
            {
                due.Add(timer.Fire);
                timer.Due = now + timer.Period;
            }
        }

        due.ForEach(fire => fire());
    }

    private sealed class ManualTimer(ManualClock clock, Action fire, DateTimeOffset due, TimeSpan period) : ITimer
    {
        public Action Fire => fire;

        public TimeSpan Period => period;

        public DateTimeOffset Due { get; set; } = due;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
