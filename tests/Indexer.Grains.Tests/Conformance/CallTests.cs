namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class TimeoutTests(EngineFixture engine)
{
    [Fact]
    public async Task A_caller_stops_waiting_when_the_time_is_over_and_the_call_goes_on()
    {
        const string key = "timeouts/running";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);

        await Assert.ThrowsAsync<TimeoutException>(() => grain.BlockBrieflyAsync("call"));

        engine.Board.Signal($"{key}/call:go");
        await engine.Board.WaitFor($"{key}/call:ended");
        Assert.Equal(key, await grain.KeyAsync());
    }

    [Fact]
    public async Task A_call_whose_caller_gave_up_before_it_began_never_begins()
    {
        const string key = "timeouts/waiting";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        var first = grain.BlockAsync("first");
        await engine.Board.WaitFor($"{key}/first:begun");

        await Assert.ThrowsAsync<TimeoutException>(() => grain.BlockBrieflyAsync("second"));
        engine.Board.Signal($"{key}/first:go");
        await first;
        await grain.KeyAsync();

        Assert.Equal(["activating", "activated", "first begins", "first ends"], engine.Board.NotesOf(key));
    }
}

[Collection(EngineCollection.Name)]
public sealed class ExceptionTests(EngineFixture engine)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_gets_the_exception_of_the_grain(bool atOnce)
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("exceptions/own");

        var error = await Assert.ThrowsAsync<ProbeException>(() => grain.FailAsync(atOnce));

        Assert.Equal("as told", error.Message);
        Assert.Contains(nameof(ProbeGrain), error.StackTrace);
        Assert.Equal("exceptions/own", await grain.KeyAsync());
    }

    [Fact]
    public async Task An_exception_passes_through_the_grains_between()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("exceptions/between");

        var error = await Assert.ThrowsAsync<ProbeException>(() => grain.FailThroughAnotherAsync("exceptions/far"));

        Assert.Equal("as told", error.Message);
    }
}

[Collection(EngineCollection.Name)]
public sealed class CancellationTests(EngineFixture engine)
{
    [Fact]
    public async Task Cancelling_ends_the_wait_and_reaches_the_grain_in_a_turn_of_its_own()
    {
        const string key = "cancellation/running";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        using var cancellation = new CancellationTokenSource();
        var call = grain.BlockUntilCancelledAsync(cancellation.Token);
        await engine.Board.WaitFor($"{key}:begun");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await engine.Board.WaitFor($"{key}:cancelled");
        Assert.Equal(["activating", "activated", "cancelled in a turn"], engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_not_hold_up_its_grain()
    {
        const string key = "cancellation/waiting";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        var first = grain.BlockAsync("first");
        await engine.Board.WaitFor($"{key}/first:begun");
        using var cancellation = new CancellationTokenSource();
        var second = grain.BlockUntilCancelledAsync(cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        engine.Board.Signal($"{key}/first:go");
        await first;

        Assert.Equal(key, await grain.KeyAsync());
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_is_not_sent()
    {
        const string key = "cancellation/before";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.BlockUntilCancelledAsync(new CancellationToken(canceled: true)));

        Assert.Empty(engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task A_grain_that_cancels_itself_cancels_its_caller()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("cancellation/itself");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(grain.CancelItselfAsync);
    }
}
