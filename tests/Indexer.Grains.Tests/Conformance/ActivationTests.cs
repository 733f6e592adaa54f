namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class ActivationTests(EngineFixture engine)
{
    [Fact]
    public async Task Calls_of_one_grain_find_what_earlier_calls_left()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("activation/memory");

        Assert.Equal(1, await grain.CountCallsAsync());
        Assert.Equal(2, await grain.CountCallsAsync());
        Assert.Equal(3, await engine.Grains.GetGrain<IProbeGrain>("activation/memory").CountCallsAsync());
        Assert.Equal(1, await engine.Grains.GetGrain<IProbeGrain>("activation/another").CountCallsAsync());
    }

    [Fact]
    public async Task A_grain_knows_the_key_it_was_asked_for_by()
    {
        const string key = "activation/key with spaces ~ and ünïcode";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);

        Assert.Equal(key, await grain.KeyAsync());
        Assert.Equal(key, grain.GetPrimaryKeyString());
    }

    [Fact]
    public async Task Many_first_calls_at_once_make_one_activation_which_is_ready_before_the_first_of_them()
    {
        const string key = "activation/storm";
        var calls = Enumerable.Range(0, 100).Select(_ => Task.Run(() => engine.Grains.GetGrain<IProbeGrain>(key).PassAsync("call")));
        await Task.WhenAll(calls);

        Assert.Equal(["activating", "activated", .. Enumerable.Repeat("call passes", 100)], engine.Board.NotesOf(key));
    }

    [Fact]
    public async Task What_a_call_carries_arrives_whole_both_ways()
    {
        var question = new ProbeQuestion(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), new byte[] { 1, 2, 3 }, TimeSpan.FromTicks(7));

        var answer = await engine.Grains.GetGrain<IProbeGrain>("activation/echo").EchoAsync(question, "text", CancellationToken.None);

        Assert.Equal("text", answer.Text);
        Assert.Equal((question.Id, question.Span), (answer.Question.Id, answer.Question.Span));
        Assert.Equal([1, 2, 3], answer.Question.Bytes.ToArray());
    }

    [Fact]
    public async Task Callers_get_the_error_of_a_constructor_that_fails()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("activation/fails in constructor");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(grain.KeyAsync);

        Assert.Equal("the constructor failed", Assert.IsType<ProbeException>(error.InnerException).Message);
    }

    [Fact]
    public async Task Callers_get_the_error_of_an_activation_that_fails_and_a_later_call_tries_again()
    {
        const string key = "activation/fails until healed";
        var grain = engine.Grains.GetGrain<IProbeGrain>(key);

        var error = await Assert.ThrowsAsync<ProbeException>(grain.KeyAsync);
        Assert.Equal("the activation failed", error.Message);

        engine.Board.Note(key, "healed");
        Assert.Equal(key, await Eventually(grain.KeyAsync));
    }

    /// <summary>An engine may keep a failed activation for a while, to be spared a storm of attempts.</summary>
    private static async Task<string> Eventually(Func<Task<string>> call)
    {
        using var patience = new CancellationTokenSource(ProbeBoard.Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (ProbeException) when (!patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }
}
