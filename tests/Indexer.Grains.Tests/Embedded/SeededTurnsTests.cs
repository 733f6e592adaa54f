using Indexer.Grains.Tests.Conformance;

namespace Indexer.Grains.Tests.Embedded;

/// <summary>The engine brings no chance of its own: behind its seams a seed decides everything, and the same seed decides the same.</summary>
public sealed class SeededTurnsTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_order_and_other_seeds_give_others()
    {
        var orders = new List<string>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var once = await RunAsync(seed);
            Assert.Equal(once, await RunAsync(seed));
            orders.Add(once);
        }

        Assert.True(orders.Distinct(StringComparer.Ordinal).Count() > 10);
    }

    private static async Task<string> RunAsync(int seed)
    {
        var turns = new SeededWorkQueue(seed);
        await using var engine = new EngineUnderTest(workQueue: turns);
        var calls = Enumerable.Range(0, 6).Select(i => engine.Engine.GetGrain<IRelayGrain>($"{i}").PassOnAsync(4)).ToArray();

        turns.RunAll();

        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        return string.Join(",", engine.Board.NotesOf("relay"));
    }
}

public interface IRelayGrain : IGrainWithStringKey
{
    Task PassOnAsync(int hops);
}

[Reentrant]
public sealed class RelayGrain(ProbeBoard board) : Grain, IRelayGrain
{
    public async Task PassOnAsync(int hops)
    {
        var key = this.GetPrimaryKeyString();
        board.Note("relay", $"{key}>{hops}");
        if (hops > 0)
        {
            await GrainFactory.GetGrain<IRelayGrain>($"{(int.Parse(key) + hops) % 6}").PassOnAsync(hops - 1);
        }

        board.Note("relay", $"{key}<{hops}");
    }
}
