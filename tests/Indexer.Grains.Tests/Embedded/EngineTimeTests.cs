using Indexer.Grains.Tests.Conformance;

namespace Indexer.Grains.Tests.Embedded;

/// <summary>What depends on time, to the tick.</summary>
public sealed class EngineTimeTests
{
    [Fact]
    public async Task A_call_times_out_at_its_time_and_not_before()
    {
        await using var engine = new EngineUnderTest(new GrainEngineOptions { ResponseTimeout = TimeSpan.FromSeconds(10) });
        var grain = engine.Engine.GetGrain<IProbeGrain>("time/calls");
        var early = grain.BlockAsync("early");
        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        var late = grain.BlockAsync("late");

        engine.Clock.Advance(TimeSpan.FromSeconds(6) - TimeSpan.FromMilliseconds(1));
        Assert.False(early.IsCompleted);
        engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => early);
        Assert.False(late.IsCompleted);
        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<TimeoutException>(() => late);

        Assert.Equal("no answer within 00:00:10 from IProbeGrain.BlockAsync of probe/time/calls; the call may still take effect", error.Message);
    }

    [Fact]
    public async Task An_answered_call_is_forgotten_and_the_next_one_has_its_full_time()
    {
        await using var engine = new EngineUnderTest(new GrainEngineOptions { ResponseTimeout = TimeSpan.FromSeconds(10) });
        var grain = engine.Engine.GetGrain<IProbeGrain>("time/next");
        await grain.KeyAsync();
        engine.Clock.Advance(TimeSpan.FromSeconds(5));
        var call = grain.BlockAsync("call");

        engine.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(call.IsCompleted);
        engine.Clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task A_grain_that_nobody_calls_leaves_memory_and_one_that_is_called_or_busy_stays()
    {
        await using var engine = new EngineUnderTest(new GrainEngineOptions
        {
            IdleAge = TimeSpan.FromMinutes(10),
            IdleScanPeriod = TimeSpan.FromMinutes(1),
            ResponseTimeout = Timeout.InfiniteTimeSpan,
        });
        var idle = engine.Engine.GetGrain<IProbeGrain>("time/idle");
        var used = engine.Engine.GetGrain<IProbeGrain>("time/used");
        var busy = engine.Engine.GetGrain<IProbeGrain>("time/busy");
        var first = (await idle.ActivationAsync(), await used.ActivationAsync(), await busy.ActivationAsync());
        var blocked = busy.BlockAsync("call");
        await engine.Board.WaitFor("time/busy/call:begun");

        engine.Clock.Advance(TimeSpan.FromMinutes(9));
        await used.KeyAsync();
        engine.Clock.Advance(TimeSpan.FromMinutes(2));
        await engine.Board.WaitFor("time/idle:deactivated");
        engine.Board.Signal("time/busy/call:go");
        await blocked;

        Assert.Contains("deactivated ActivationIdle", engine.Board.NotesOf("time/idle"));
        Assert.NotEqual(first.Item1, await idle.ActivationAsync());
        Assert.Equal((first.Item2, first.Item3), (await used.ActivationAsync(), await busy.ActivationAsync()));
    }

    [Fact]
    public async Task Ticks_do_not_keep_a_grain_in_memory_and_end_with_it()
    {
        var turns = new SeededWorkQueue(seed: 1);
        await using var engine = new EngineUnderTest(
            new GrainEngineOptions { IdleAge = TimeSpan.FromMinutes(10), IdleScanPeriod = TimeSpan.FromMinutes(1) }, turns);
        _ = engine.Engine.GetGrain<ITickingGrain>("time/ticking").StartAsync(TimeSpan.FromMinutes(4));
        turns.RunAll();
        for (var minute = 1; minute <= 40; minute++)
        {
            engine.Clock.Advance(TimeSpan.FromMinutes(1));
            turns.RunAll();
        }

        // Idle from minute 0 on, so ended in minute 10, after the ticks of minutes 4 and 8.
        Assert.Equal(["tick", "tick", "deactivated"], engine.Board.NotesOf("time/ticking"));
    }

    [Fact]
    public async Task An_activation_that_takes_too_long_fails_its_callers()
    {
        await using var engine = new EngineUnderTest(new GrainEngineOptions { ActivationTimeout = TimeSpan.FromSeconds(5) });
        var call = engine.Engine.GetGrain<ITickingGrain>("time/never active").PingAsync();
        await engine.Board.WaitFor("time/never active:activating");

        engine.Clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}

public interface ITickingGrain : IGrainWithStringKey
{
    Task StartAsync(TimeSpan period);

    Task PingAsync();
}

public sealed class TickingGrain(ProbeBoard board) : Grain, ITickingGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        board.Signal($"{Key}:activating");
        if (Key.EndsWith("never active", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Note(Key, "deactivated");
        return Task.CompletedTask;
    }

    public Task StartAsync(TimeSpan period)
    {
        this.RegisterGrainTimer(
            _ =>
            {
                board.Note(Key, "tick");
                return Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;
}
