using System.Net;

namespace Indexer.Client.Tests;

public sealed class ConnectionTests
{
    private const string NoIndexes = """{"entry":[],"messages":[]}""";

    [Fact]
    public async Task A_call_that_changes_nothing_is_repeated()
    {
        await using var node = await ScriptedNode.StartAsync();
        var calls = 0;
        node.Answer = context => ++calls < 3 ? ScriptedNode.WriteAsync(context, 503, "{}") : ScriptedNode.WriteAsync(context, 200, NoIndexes);
        using var client = new IndexerClient(node.Address);

        Assert.Empty(await client.Indexes.ListAsync());
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_call_that_changes_something_is_not()
    {
        await using var node = await ScriptedNode.StartAsync(503, """{"messages":[{"type":"ERROR","text":"stopping"}]}""");
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<IndexerRequestException>(() => client.Indexes.AddAsync("web"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping"), (error.Status, error.Message));
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_only_where_that_is_safe()
    {
        await using var node = await ScriptedNode.StartAsync();
        node.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var client = new IndexerClient(node.Address);

        await Assert.ThrowsAsync<IndexerUnreachableException>(() => client.Indexes.ListAsync());
        Assert.Equal(3, node.Requests.Count);
        await Assert.ThrowsAsync<IndexerUnreachableException>(() => client.Indexes.RemoveAsync("web"));
        Assert.Equal(4, node.Requests.Count);
    }

    [Fact]
    public async Task No_node_is_an_error_that_names_the_address()
    {
        var node = await ScriptedNode.StartAsync();
        var address = node.Address;
        await node.DisposeAsync();
        using var client = new IndexerClient(address, new IndexerClientOptions { Retries = 0 });

        var error = await Assert.ThrowsAsync<IndexerUnreachableException>(() => client.Server.InfoAsync());
        Assert.StartsWith($"http://{address.Authority} cannot be reached: ", error.Message);
        Assert.False(await client.Server.IsReadyAsync());
    }

    [Fact]
    public async Task A_node_that_does_not_answer_in_time_is_out_of_reach()
    {
        await using var node = await ScriptedNode.StartAsync();
        var end = new TaskCompletionSource();
        node.Answer = _ => end.Task;
        using var client = new IndexerClient(node.Address, new IndexerClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(100) });

        await Assert.ThrowsAsync<IndexerUnreachableException>(() => client.Server.InfoAsync());
        end.SetResult();
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_mistaken_for_it()
    {
        await using var node = await ScriptedNode.StartAsync();
        using var impatience = new CancellationTokenSource();
        var end = new TaskCompletionSource();
        node.Answer = _ =>
        {
            impatience.Cancel();
            return end.Task;
        };
        using var client = new IndexerClient(node.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Server.InfoAsync(impatience.Token));
        end.SetResult();
    }

    [Fact]
    public async Task An_answer_that_is_not_ours_is_told_with_its_status()
    {
        await using var node = await ScriptedNode.StartAsync(404, "<html>proxy</html>");
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<IndexerRequestException>(() => client.Indexes.GetAsync("web"));
        Assert.Contains("404", error.Message);
    }

    [Fact]
    public async Task Names_and_values_arrive_as_they_are()
    {
        await using var node = await ScriptedNode.StartAsync(200, NoIndexes);
        using var client = new IndexerClient(node.Address, new IndexerClientOptions { Credential = new NetworkCredential("admin", "pässword") });
        string? authorization = null;
        node.Answer = context =>
        {
            authorization = context.Request.Headers.Authorization;
            return ScriptedNode.WriteAsync(context, 200, "{}");
        };

        await client.Inputs.RemoveMonitorAsync("/var/log/a b/*.log");
        await client.Indexes.RollHotBucketsAsync("*");
        await client.Indexes.EditAsync("web", new Dictionary<string, string> { ["coldToFrozenScript"] = "/bin/a b & c" });

        Assert.Equal(
            [
                "DELETE /services/data/inputs/monitor/%2Fvar%2Flog%2Fa%20b%2F%2A.log",
                "POST /services/data/indexes/*/roll-hot-buckets",
                "POST /services/data/indexes/web coldToFrozenScript=%2Fbin%2Fa+b+%26+c",
            ],
            node.Requests);
        Assert.Equal("Basic YWRtaW46cMOkc3N3b3Jk", authorization);
    }

    [Fact]
    public async Task A_file_that_is_taken_in_ends_with_its_final_counts()
    {
        await using var node = await ScriptedNode.StartAsync(200, """
            {"path":"/a","bytesRead":5,"bytesTotal":10,"received":1,"indexed":0,"refused":0}
            {"path":"/a","bytesRead":10,"bytesTotal":10,"received":2,"indexed":2,"refused":0,"done":true,"messages":[]}
            """);
        using var client = new IndexerClient(node.Address);

        var progress = await client.Inputs.OneshotAsync(new OneshotRequest("/a") { Index = "web" }).ToListAsync();

        Assert.Equal([5, 10], progress.Select(item => item.BytesRead));
        Assert.True(progress[^1].Done);
        Assert.Equal("POST /services/data/inputs/oneshot name=%2Fa&index=web", node.Requests[0]);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_an_error()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"path":"/a","bytesRead":5,"bytesTotal":10}""");
        using var client = new IndexerClient(node.Address);

        await Assert.ThrowsAsync<IndexerException>(() => client.Inputs.OneshotAsync(new OneshotRequest("/a")).ToListAsync().AsTask());
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("ftp://host")]
    public void An_address_is_an_absolute_url(string address) =>
        Assert.Throws<ArgumentException>(() => new IndexerClient(new Uri(address, UriKind.RelativeOrAbsolute)));
}
