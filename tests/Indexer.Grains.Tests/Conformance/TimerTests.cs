namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class TimerTests(EngineFixture engine)
{
    [Fact]
    public async Task A_timer_ticks_in_turns_of_its_grain_until_it_is_disposed()
    {
        const string key = "timers/ticks";
        await engine.Grains.GetGrain<ITimerProbeGrain>(key).StartAsync(ticks: 3, failFirst: false);

        await engine.Board.WaitFor($"{key}:tick 3");

        Assert.Equal(["tick in a turn", "tick in a turn", "tick in a turn"], engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task A_tick_that_fails_is_not_the_last()
    {
        const string key = "timers/fails";
        await engine.Grains.GetGrain<ITimerProbeGrain>(key).StartAsync(ticks: 2, failFirst: true);

        await engine.Board.WaitFor($"{key}:tick 2");
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs_unless_it_interleaves()
    {
        const string key = "timers/waits";
        var call = engine.Grains.GetGrain<ITimerProbeGrain>(key).BlockWithTimersAsync();
        await engine.Board.WaitFor($"{key}:interleaves");
        engine.Board.Signal($"{key}:go");
        await call;
        await engine.Board.WaitFor($"{key}:waits");

        Assert.Equal(["interleaves ticks", "call ends", "waits ticks"], engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task A_timer_that_is_never_due_ticks_when_it_is_changed()
    {
        const string key = "timers/changed";
        await engine.Grains.GetGrain<ITimerProbeGrain>(key).StartByChangeAsync();

        await engine.Board.WaitFor($"{key}:changed");
    }
}
