using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Indexer.Client.Tests;

public sealed class SearchTests
{
    private const string LastLine = """{"lastrow":true,"messages":[],"stats":{"scanCount":9,"eventCount":2,"resultCount":2,"runDuration":0.25}}""";

    [Fact]
    public async Task Rows_come_with_their_fields_in_order_and_statistics_at_the_end()
    {
        await using var node = await ScriptedNode.StartAsync(200, $$$"""
            {"preview":false,"offset":0,"result":{"_time":"2024-05-06T07:08:09.123456789Z","_raw":"a=1","tags":["x","y"],"n":1.50,"none":null}}
            {"preview":true,"offset":0,"result":{"count":"1"}}
            {"preview":false,"offset":1,"result":{"_raw":"ü"}}
            {{{LastLine}}}
            """);
        using var client = new IndexerClient(node.Address);
        var results = client.SearchAsync(new SearchRequest("index=main a=1 | head 2") { Earliest = "-1h@h", MaxCount = 5 });

        var rows = await results.ToListAsync();

        Assert.Equal(2, rows.Count);
        Assert.Equal(["_time", "_raw", "tags", "n"], rows[0].Select(field => field.Name));
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddTicks(1234567), rows[0].Time!.Value.AddTicks(0), TimeSpan.FromTicks(1));
        Assert.Equal(["x", "y"], rows[0][2].Values);
        Assert.Equal("x\ny", rows[0]["tags"]);
        Assert.Equal("1.50", rows[0]["n"]);
        Assert.Equal((1, "ü", null), (rows[1].Offset, rows[1].Raw, rows[1].Time));
        Assert.Equal(new SearchStatistics { ScanCount = 9, EventCount = 2, ResultCount = 2, RunDuration = 0.25 }, results.Statistics);
        Assert.Equal(
            "POST /services/search/jobs/export search=index%3Dmain+a%3D1+%7C+head+2&earliest_time=-1h%40h&max_count=5&output_mode=json&preview=false",
            Assert.Single(node.Requests));
    }

    [Fact]
    public async Task A_row_is_there_before_the_search_has_ended()
    {
        await using var node = await ScriptedNode.StartAsync();
        var seen = new TaskCompletionSource();
        node.Answer = async context =>
        {
            await context.Response.WriteAsync("""{"preview":false,"offset":0,"result":{"_raw":"first"}}""" + "\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            await context.Response.WriteAsync(LastLine);
        };
        using var client = new IndexerClient(node.Address);

        await foreach (var row in client.SearchAsync(new SearchRequest("*")))
        {
            Assert.Equal("first", row.Raw);
            seen.SetResult();
        }
    }

    [Fact]
    public async Task Leaving_the_rows_ends_the_search_on_the_node()
    {
        await using var node = await ScriptedNode.StartAsync();
        var aborted = new TaskCompletionSource();
        node.Answer = async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await context.Response.WriteAsync("""{"preview":false,"offset":0,"result":{"_raw":"first"}}""" + "\n");
            await context.Response.Body.FlushAsync();
            await aborted.Task;
        };
        using var client = new IndexerClient(node.Address);

        await foreach (var _ in client.SearchAsync(new SearchRequest("*")))
        {
            break;
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Progress_is_told_where_it_is_asked_for()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"progress":{"doneProgress":0.5,"scanCount":100,"eventCount":3}}""" + "\n" + LastLine);
        using var client = new IndexerClient(node.Address);
        var told = new Told();

        Assert.Empty(await client.SearchAsync(new SearchRequest("*") { Progress = told }).ToListAsync());

        Assert.Equal([new SearchProgress(0.5, 100, 3)], told.Values);
        Assert.EndsWith("&progress=true", node.Requests[0]);
    }

    [Theory]
    [InlineData("""{"preview":false,"offset":0,"result":{"_raw":"first"}}""")]
    [InlineData("")]
    public async Task A_stream_without_its_last_line_is_not_a_result(string body)
    {
        await using var node = await ScriptedNode.StartAsync(200, body);
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<IndexerException>(() => client.SearchAsync(new SearchRequest("*")).ToListAsync().AsTask());
        Assert.Contains("not complete", error.Message);
    }

    [Fact]
    public async Task A_search_that_breaks_after_it_began_is_an_error()
    {
        await using var node = await ScriptedNode.StartAsync(200, """
            {"preview":false,"offset":0,"result":{"_raw":"first"}}
            {"lastrow":true,"messages":[{"type":"WARN","text":"w"},{"type":"FATAL","text":"disk is gone"}],"stats":{}}
            """);
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<SearchFailedException>(() => client.SearchAsync(new SearchRequest("*")).ToListAsync().AsTask());
        Assert.Equal("disk is gone", error.Message);
        Assert.Equal(2, error.Messages.Count);
    }

    [Fact]
    public async Task A_mistake_in_a_search_says_where_it_is()
    {
        await using var node = await ScriptedNode.StartAsync(400, """{"messages":[{"type":"FATAL","text":"unknown command","position":7}]}""");
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<IndexerRequestException>(() => client.SearchAsync(new SearchRequest("main | stat")).ToListAsync().AsTask());
        Assert.Equal((HttpStatusCode.BadRequest, 7), (error.Status, error.Messages[0].Position));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"preview":"perhaps"}""")]
    [InlineData("""{"result":[1]}""")]
    public async Task Something_else_than_rows_is_an_error(string body)
    {
        await using var node = await ScriptedNode.StartAsync(200, body);
        using var client = new IndexerClient(node.Address);

        var error = await Assert.ThrowsAsync<IndexerException>(() => client.SearchAsync(new SearchRequest("*")).ToListAsync().AsTask());
        Assert.Contains("something else than rows", error.Message);
    }

    [Fact]
    public async Task An_export_that_is_cut_off_is_an_error()
    {
        await using var node = await ScriptedNode.StartAsync();
        var seen = new TaskCompletionSource();
        node.Answer = async context =>
        {
            await context.Response.WriteAsync("host,count\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            context.Abort();
        };
        using var client = new IndexerClient(node.Address);
        var pipe = new Pipe();

        var export = client.ExportAsync(new SearchRequest("*"), ExportFormat.Csv, pipe.Writer.AsStream());
        var read = await pipe.Reader.ReadAsync();
        Assert.Equal("host,count\n", Encoding.UTF8.GetString(read.Buffer));
        seen.SetResult();

        await Assert.ThrowsAsync<IndexerException>(() => export);
    }

    private sealed class Told : IProgress<SearchProgress>
    {
        public List<SearchProgress> Values { get; } = [];

        public void Report(SearchProgress value) => Values.Add(value);
    }
}
