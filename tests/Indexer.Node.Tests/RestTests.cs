using System.Net;
using System.Text.Json;
using Indexer.Client;

namespace Indexer.Node.Tests;

/// <summary>A node that many tests share.</summary>
public sealed class SharedNode : IAsyncLifetime
{
    public NodeHome Home { get; } = NodeHome.Create();

    public NodeProcess Process { get; private set; } = null!;

    public IndexerClient Client { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Process = await NodeProcess.StartAsync(Home);
        Client = new IndexerClient(Home.Management);
        Http = new HttpClient { BaseAddress = Home.Management };
        await LifeTests.PostAsync(Home, string.Concat(Enumerable.Range(0, 100).Select(i => $$"""{"time":{{1_700_000_000 + (i * 60)}},"host":"h{{i % 3}}","event":"row={{i}} user=u{{i % 5}}"}""")));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Process.DisposeAsync();
        Home.Dispose();
    }
}

public sealed class RestTests(SharedNode node) : IClassFixture<SharedNode>
{
    [Fact]
    public async Task The_node_says_what_it_is()
    {
        var info = await node.Client.Server.InfoAsync();
        Assert.Equal(("single", "green"), (info.Mode, info.Health.Status));
        Assert.NotEqual(Guid.Empty, info.Guid);
    }

    [Fact]
    public async Task An_export_streams_rows_and_ends_with_what_it_took()
    {
        var lines = (await node.Http.GetStringAsync("/services/search/jobs/export?search=row=7%20OR%20row=8&progress=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var objects = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var rows = objects.Where(line => line.TryGetProperty("result", out _)).ToList();
        Assert.Equal([0L, 1L], rows.Select(row => row.GetProperty("offset").GetInt64()));
        Assert.Equal("row=8 user=u3", rows[0].GetProperty("result").GetProperty("_raw").GetString());
        Assert.Equal("u3", rows[0].GetProperty("result").GetProperty("user").GetString());
        Assert.True(objects[^1].GetProperty("lastrow").GetBoolean());
        Assert.Equal(2, objects[^1].GetProperty("stats").GetProperty("resultCount").GetInt64());
    }

    [Theory]
    [InlineData("csv", "user,count\nu0,20\nu1,20\nu2,20\nu3,20\nu4,20\n")]
    [InlineData("raw", "u0\t20\nu1\t20\nu2\t20\nu3\t20\nu4\t20\n")]
    public async Task An_export_may_be_text(string mode, string expected) =>
        Assert.Equal(expected, await node.Http.GetStringAsync($"/services/search/jobs/export?output_mode={mode}&search=row%20%7C%20stats%20count%20by%20user"));

    [Fact]
    public async Task An_export_gives_no_more_rows_than_are_wanted()
    {
        var lines = (await node.Http.GetStringAsync("/services/search/jobs/export?search=row&max_count=3")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task A_job_is_created_watched_read_and_removed()
    {
        var sid = await node.Client.Jobs.CreateAsync(new SearchRequest("row | head 10"));
        SearchJobStatus status;
        do
        {
            status = await node.Client.Jobs.GetAsync(sid);
        }
        while (!status.IsFinal);

        Assert.Equal(("DONE", 10L, 1.0), (status.State, status.ResultCount, status.Progress));
        Assert.Equal(["row=95 user=u0", "row=94 user=u4"], (await node.Client.Jobs.ResultsAsync(sid, offset: 4, count: 2)).Select(row => row["_raw"]));
        Assert.Contains(await node.Client.Jobs.ListAsync(), job => job.Sid == sid);
        await node.Client.Jobs.RemoveAsync(sid);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Http.GetAsync($"/services/search/jobs/{sid}")).StatusCode);
    }

    [Theory]
    [InlineData("json", "results")]
    [InlineData("json_rows", "rows")]
    [InlineData("json_cols", "columns")]
    public async Task A_search_at_once_answers_in_the_mode_that_is_asked_for(string mode, string property)
    {
        using var form = new FormUrlEncodedContent([new("search", "row | stats count by host"), new("exec_mode", "oneshot"), new("output_mode", mode)]);
        using var response = await node.Http.PostAsync("/services/search/jobs", form);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(mode == "json_cols" ? 2 : 3, answer.GetProperty(property).GetArrayLength());
    }

    [Fact]
    public async Task Parameters_may_be_json()
    {
        using var body = new StringContent("""{"search":"row | stats count","exec_mode":"oneshot","earliest_time":1700000000,"latest_time":1700000060}""", null, "application/json");
        using var response = await node.Http.PostAsync("/services/search/jobs", body);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("1", answer.GetProperty("results")[0].GetProperty("count").GetString());
    }

    [Fact]
    public async Task A_timeline_counts_over_time_where_it_is_asked_for()
    {
        using var form = new FormUrlEncodedContent([new("search", "row"), new("exec_mode", "blocking"), new("status_buckets", "300")]);
        using var response = await node.Http.PostAsync("/services/search/jobs", form);
        var sid = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("sid").GetString()!;
        Assert.Equal(100, (await node.Client.Jobs.TimelineAsync(sid)).Sum(bar => bar.Count));
    }

    [Theory]
    [InlineData("GET", "/services/search/jobs/export?search=row%20%7C%20statz", 400, "unknown command 'statz'")]
    [InlineData("GET", "/services/search/jobs/export", 400, "parameter 'search' is missing")]
    [InlineData("GET", "/services/search/jobs/export?search=a&earliest_time=yesterdayish", 400, "earliest_time")]
    [InlineData("GET", "/services/search/jobs/export?search=a&output_mode=pdf", 400, "output_mode")]
    [InlineData("GET", "/services/search/jobs/nosuch", 404, "there is no search job nosuch")]
    [InlineData("GET", "/services/search/parser?q=%22open", 400, "character")]
    [InlineData("GET", "/services/data/indexes/nosuch", 404, "does not exist")]
    [InlineData("DELETE", "/services/data/indexes/main", 409, "cannot be removed")]
    [InlineData("POST", "/services/data/indexes?name=_mine", 400, "reserved for internal indexes")]
    [InlineData("POST", "/services/data/indexes?name=x&maxHotBuckets=lots", 400, "maxHotBuckets")]
    [InlineData("POST", "/services/data/indexes?name=x&nonsense=1", 400, "unknown key")]
    [InlineData("POST", "/services/data/indexes/main/fly", 404, "there is no action 'fly'")]
    [InlineData("POST", "/services/data/inputs/oneshot?name=/no/such/file", 404, "there is no file")]
    [InlineData("POST", "/services/data/inputs/oneshot?name=relative", 400, "absolute")]
    [InlineData("POST", "/services/data/inputs/oneshot?name=/etc/hostname&index=nosuch", 404, "does not exist")]
    [InlineData("DELETE", "/services/data/inputs/monitor/%2Fnot%2Fmonitored", 404, "is not monitored")]
    [InlineData("GET", "/services/configs/conf-nosuch", 404, "there is no file 'nosuch.conf'")]
    [InlineData("GET", "/nowhere", 404, "there is nothing at /nowhere")]
    [InlineData("PUT", "/services/server/info", 405, "PUT is not possible")]
    public async Task What_cannot_be_done_is_answered_with_a_status_and_a_reason(string method, string path, int status, string reason)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await node.Http.SendAsync(request);

        var message = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("messages")[0];
        Assert.Equal(((HttpStatusCode)status, "ERROR"), (response.StatusCode, message.GetProperty("type").GetString()));
        Assert.Contains(reason, message.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_wrong_search_is_answered_with_the_place()
    {
        using var response = await node.Http.GetAsync("/services/search/parser?q=row%20%7C%20statz");
        var message = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("messages")[0];
        Assert.Equal(6, message.GetProperty("position").GetInt32());
    }

    [Fact]
    [Trait("Row", "IDX-01")]
    public async Task An_index_is_added_edited_disabled_filled_and_removed()
    {
        await node.Client.Indexes.AddAsync("shop", new Dictionary<string, string> { ["maxHotBuckets"] = "5" });
        Assert.Equal("5", (await node.Client.Indexes.GetAsync("shop")).Settings["maxHotBuckets"]);
        await LifeTests.PostAsync(node.Home, """{"event":"sold","index":"shop"}""");
        Assert.Equal(["sold"], await node.Client.TextsAsync("index=shop"));

        await node.Client.Indexes.EditAsync("shop", new Dictionary<string, string> { ["maxHotBuckets"] = "6" });
        Assert.Equal("6", (await node.Client.Indexes.GetAsync("shop")).Settings["maxHotBuckets"]);
        await node.Client.Indexes.RollHotBucketsAsync("shop");
        Assert.Equal(["warm"], (await node.Client.Indexes.BucketsAsync("shop")).Select(bucket => bucket.Stage));
        await node.Client.Indexes.DisableAsync("shop");
        await Assert.ThrowsAsync<HttpRequestException>(() => LifeTests.PostAsync(node.Home, """{"event":"sold","index":"shop"}"""));
        Assert.Equal(["sold"], await node.Client.TextsAsync("index=shop"));
        await node.Client.Indexes.EnableAsync("shop");
        await node.Client.Indexes.RemoveAsync("shop");
        Assert.DoesNotContain(await node.Client.Indexes.ListAsync(), index => index.Name == "shop");
    }

    [Fact]
    public async Task A_monitor_is_added_follows_and_is_removed()
    {
        var directory = Directory.CreateDirectory(Path.Combine(node.Home.Directory, "watched")).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "a.log"), "watched one\n");
        await node.Client.Inputs.AddMonitorAsync(Path.Combine(directory, "*.log"), sourceType: "lines");
        await UntilAsync(async () => (await node.Client.TextsAsync("watched sourcetype=lines")).Count == 1);
        await File.AppendAllTextAsync(Path.Combine(directory, "a.log"), "watched two\n");
        await UntilAsync(async () => (await node.Client.TextsAsync("watched sourcetype=lines")).Count == 2);

        var monitor = Assert.Single(await node.Client.Inputs.MonitorsAsync());
        Assert.Equal(1, monitor.Files);
        await node.Client.Inputs.RemoveMonitorAsync(monitor.Path);
        Assert.Empty(await node.Client.Inputs.MonitorsAsync());
    }

    [Fact]
    public async Task A_oneshot_reports_until_it_is_done()
    {
        var path = Path.Combine(node.Home.Directory, "once.txt");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, 1_000).Select(i => $"once {i}"));
        var last = new OneshotProgress();
        await foreach (var progress in node.Client.Inputs.OneshotAsync(new OneshotRequest(path) { SourceType = "lines", Host = "elsewhere" }))
        {
            last = progress;
        }

        Assert.Equal((true, 1_000L, new FileInfo(path).Length), (last.Done, last.Indexed, last.BytesRead));
        Assert.Equal("1000", Assert.Single(await node.Client.RowsAsync("once host=elsewhere | stats count"))["count"]);
    }

    [Fact]
    public async Task A_token_is_made_and_works()
    {
        var token = await node.Client.Inputs.AddHttpTokenAsync("made-by-test");
        await LifeTests.PostAsync(node.Home, """{"event":"with the new token"}""", token.Token);
        Assert.Single(await node.Client.TextsAsync("\"with the new token\""));
    }

    [Fact]
    public async Task Configuration_is_listed_with_where_it_comes_from()
    {
        var listed = JsonDocument.Parse(await node.Http.GetStringAsync("/services/configs/conf-web?debug=1")).RootElement.GetProperty("entry")[0];
        var value = listed.GetProperty("content").GetProperty("mgmtHostPort");
        Assert.Equal(node.Home.Management.Port.ToString(), value.GetProperty("value").GetString());
        Assert.Contains("web.conf", value.GetProperty("origin").GetString());
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
