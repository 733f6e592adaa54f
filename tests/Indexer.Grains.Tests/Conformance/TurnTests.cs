namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class TurnTests(EngineFixture engine)
{
    [Fact]
    public async Task A_call_waits_until_the_one_before_has_ended()
    {
        const string key = "turns/serial";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        var first = grain.BlockAsync("first");
        await engine.Board.WaitFor($"{key}/first:begun");
        var second = grain.BlockAsync("second");
        await grain.PassAsync("interleaved");
        engine.Board.Signal($"{key}/second:go");
        engine.Board.Signal($"{key}/first:go");
        await Task.WhenAll(first, second);

        Assert.Equal(["activating", "activated", "first begins", "interleaved passes", "first ends", "second begins", "second ends"],
            engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task Calls_that_interleave_still_take_one_turn_at_a_time()
    {
        var grain = engine.Grains.GetGrain<IReentrantProbeGrain>("turns/interleaving");

        var together = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => grain.WorkInTurnsAsync(20))));

        Assert.Equal(1, together.Max());
    }

    [Fact]
    public async Task After_an_await_a_grain_is_back_on_its_scheduler() =>
        Assert.True(await engine.Grains.GetGrain<IProbeGrain>("turns/scheduler").StaysOnSchedulerAsync());
}

[Collection(EngineCollection.Name)]
public sealed class ReentrancyTests(EngineFixture engine)
{
    [Fact]
    public async Task A_reentrant_grain_takes_calls_while_one_awaits()
    {
        var grain = engine.Grains.GetGrain<IReentrantProbeGrain>("reentrancy/grain");

        var waiting = grain.WaitAsync("reentrancy/signal");
        await grain.SignalAsync("reentrancy/signal");

        await waiting;
    }

    [Fact]
    public async Task An_interleaving_method_is_not_held_up_and_holds_nothing_up()
    {
        const string key = "reentrancy/method";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        var blocked = grain.BlockAsync("call");
        await engine.Board.WaitFor($"{key}/call:begun");

        await grain.PassAsync("first");
        await grain.PassAsync("second");
        Assert.False(blocked.IsCompleted);

        engine.Board.Signal($"{key}/call:go");
        await blocked;
    }

    [Fact]
    public async Task A_call_that_comes_back_to_its_own_grain_times_out_rather_than_interleave()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("reentrancy/circle");

        await Assert.ThrowsAsync<TimeoutException>(() => grain.CallBackThroughAsync("reentrancy/detour"));

        Assert.Equal("reentrancy/circle", await grain.KeyAsync());
    }
}
