namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class DeactivationTests(EngineFixture engine)
{
    [Fact]
    public async Task A_grain_that_deactivates_ends_after_its_call_and_the_next_call_finds_a_new_activation()
    {
        const string key = "deactivation/asked for";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        engine.Board.Signal($"{key}/call:go");

        var first = await grain.DeactivateAsync("call");
        await engine.Board.WaitFor($"{key}:deactivated");
        var second = await grain.ActivationAsync();

        Assert.NotEqual(first, second);
        Assert.Equal(
            ["activating", "activated", "call begins", "call ends", "deactivated ApplicationRequested", "scope disposed", "activating", "activated"],
            engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task Calls_that_wait_when_a_grain_deactivates_go_to_the_next_activation()
    {
        const string key = "deactivation/waiting";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        var ending = grain.DeactivateAsync("call");
        await engine.Board.WaitFor($"{key}/call:begun");
        var waiting = grain.ActivationAsync();

        engine.Board.Signal($"{key}/call:go");

        Assert.NotEqual(await ending, await waiting);
    }

    [Fact]
    public async Task A_grain_can_deactivate_and_come_back_many_times()
    {
        const string key = "deactivation/often";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);
        engine.Board.Signal($"{key}/call:go");

        var activations = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            activations.Add(await grain.DeactivateAsync("call"));
        }

        Assert.Equal(50, activations.Count);
    }
}
