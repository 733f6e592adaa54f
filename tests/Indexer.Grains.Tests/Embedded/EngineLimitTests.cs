using System.Collections.Immutable;
using System.Net;
using Indexer.Engine.Calls;
using Indexer.Engine.Placement;
using Indexer.Grains.Tests.Conformance;

namespace Indexer.Grains.Tests.Embedded;

/// <summary>Bounds, the end of a process, and grains of other silos.</summary>
public sealed class EngineLimitTests
{
    [Fact]
    public async Task A_grain_with_too_many_calls_waiting_refuses_more()
    {
        await using var engine = new EngineUnderTest(new GrainEngineOptions { RequestsPerActivationMax = 3 });
        var grain = engine.Engine.GetGrain<IProbeGrain>("limit/queue");
        var blocked = grain.BlockAsync("call");
        await engine.Board.WaitFor("limit/queue/call:begun");
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.KeyAsync()).ToArray();

        var error = await Assert.ThrowsAsync<LimitExceededException>(grain.KeyAsync);
        engine.Board.Signal("limit/queue/call:go");
        await blocked;
        await Task.WhenAll(waiting);

        Assert.Equal("probe/limit/queue has 3 requests waiting; send again when it has caught up", error.Message);
    }

    [Fact]
    public async Task Calls_of_one_caller_begin_in_the_order_they_were_sent()
    {
        await using var engine = new EngineUnderTest();
        var grain = engine.Engine.GetGrain<IProbeGrain>("limit/order");
        await grain.KeyAsync();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => grain.PassAsync($"{i:d4}")));

        var passed = engine.Board.NotesOf("limit/order").Where(note => note.EndsWith("passes", StringComparison.Ordinal)).ToArray();
        Assert.Equal(passed.Order(StringComparer.Ordinal), passed);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_never_begins()
    {
        await using var engine = new EngineUnderTest();
        var grain = engine.Engine.GetGrain<IProbeGrain>("limit/cancelled");
        var first = grain.BlockAsync("first");
        await engine.Board.WaitFor("limit/cancelled/first:begun");
        using var cancellation = new CancellationTokenSource();
        var second = grain.BlockUntilCancelledAsync(cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        engine.Board.Signal("limit/cancelled/first:go");
        await first;
        await grain.KeyAsync();

        Assert.Equal(["activating", "activated", "first begins", "first ends"], engine.Board.NotesOf("limit/cancelled"));
    }

    [Fact]
    public async Task Stopping_ends_every_grain_after_its_calls_and_takes_no_more()
    {
        await using var engine = new EngineUnderTest();
        var grain = engine.Engine.GetGrain<IProbeGrain>("limit/stop");
        var running = grain.BlockAsync("call");
        await engine.Board.WaitFor("limit/stop/call:begun");
        var waiting = grain.KeyAsync();

        var stopping = engine.Engine.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        engine.Board.Signal("limit/stop/call:go");
        await stopping;

        await running;
        Assert.Contains("deactivated ShuttingDown", engine.Board.NotesOf("limit/stop"));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.KeyAsync);
    }

    [Fact]
    public async Task Stopping_leaves_behind_what_does_not_end_in_time_and_fails_its_callers()
    {
        await using var engine = new EngineUnderTest();
        var running = engine.Engine.GetGrain<IProbeGrain>("limit/stuck").BlockAsync("call");
        await engine.Board.WaitFor("limit/stuck/call:begun");

        await engine.Engine.StopAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        engine.Board.Signal("limit/stuck/call:go");
    }

    [Fact]
    public async Task A_node_alone_says_that_it_cannot_reach_a_grain_of_another_silo()
    {
        await using var engine = new EngineUnderTest(membership: new TwoSilos());

        var keys = Enumerable.Range(0, 64).Select(i => $"limit/silo {i}");
        var answers = await Task.WhenAll(keys.Select(async key =>
        {
            try
            {
                return await engine.Engine.GetGrain<IProbeGrain>(key).KeyAsync();
            }
            catch (SiloUnavailableException e)
            {
                return e.Message;
            }
        }));

        // Identity spreads grains over both silos.
        var elsewhere = answers.Count(answer => answer.Contains("belongs to silo S127.0.0.2:1:7", StringComparison.Ordinal));
        Assert.InRange(elsewhere, 16, 48);
    }

    [Theory]
    [InlineData(typeof(IReturnsNoTask), "returns System.Int32; a grain method returns Task")]
    [InlineData(typeof(ITakesMutable), "takes 'numbers' of System.Int32[], which is neither immutable nor marked [Immutable]")]
    [InlineData(typeof(IReturnsMutable), "returns System.Collections.Generic.List`1[System.String], which is neither immutable nor marked [Immutable]")]
    [InlineData(typeof(ITakesTooMuch), "takes 8 arguments; at most 7")]
    [InlineData(typeof(IHasProperty), "is generic, a property or an event")]
    public void An_interface_that_cannot_be_called_is_refused_with_the_reason(Type grainInterface, string reason)
    {
        var error = Assert.Throws<NotSupportedException>(() => GrainInterface.Of(grainInterface));

        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void What_is_immutable_or_says_so_may_cross_a_call()
    {
        var contract = GrainInterface.Of(typeof(ITakesImmutable));

        Assert.Equal(2, contract.Methods.Count);
    }

    public interface IReturnsNoTask : IGrainWithStringKey
    {
        int Get();
    }

    public interface ITakesMutable : IGrainWithStringKey
    {
        Task SetAsync(int[] numbers);
    }

    public interface IReturnsMutable : IGrainWithStringKey
    {
        Task<List<string>> GetAsync();
    }

    public interface ITakesTooMuch : IGrainWithStringKey
    {
        Task SetAsync(int a, int b, int c, int d, int e, int f, int g, int h);
    }

    public interface IHasProperty : IGrainWithStringKey
    {
        Task<int> Value { get; }
    }

    public interface ITakesImmutable : IGrainWithStringKey
    {
        Task SetAsync(string text, DateTimeOffset? time, ImmutableArray<ProbeAnswer> answers, IProbeGrain grain, [Immutable] byte[] bytes, CancellationToken cancellation);

        [return: Immutable]
        ValueTask<byte[]> GetAsync();
    }

    private sealed class TwoSilos : IMembership
    {
        public SiloAddress Local => Active[0];

        public IReadOnlyList<SiloAddress> Active { get; } =
            [SiloAddress.New(new IPEndPoint(IPAddress.Parse("127.0.0.1"), 1), 7), SiloAddress.New(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 1), 7)];

        public SiloMetadata GetSiloMetadata(SiloAddress siloAddress) => SiloMetadata.Empty;
    }
}
