using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Indexer.Client;

namespace Indexer.Node.Tests;

public sealed class LifeTests
{
    [Fact]
    public async Task A_fresh_node_takes_an_event_with_the_token_that_it_made_and_finds_it()
    {
        using var home = NodeHome.Create();
        File.Delete(Path.Combine(home.Directory, "etc", "system", "local", "inputs.conf"));
        await using var node = await NodeProcess.StartAsync(home, ("INDEXER_INPUTS__HTTP__PORT", home.Collector.Port.ToString()));
        var token = File.ReadLines(Path.Combine(home.Directory, "etc", "system", "local", "inputs.conf")).Single(line => line.StartsWith("token", StringComparison.Ordinal)).Split('=')[1].Trim();

        await PostAsync(home, """{"event":"hello world"}""", token);

        using var client = new IndexerClient(home.Management);
        Assert.Equal(["hello world"], await client.TextsAsync("hello"));
    }

    [Fact]
    public async Task Stopping_keeps_everything_and_says_so()
    {
        using var home = NodeHome.Create();
        await using (var node = await NodeProcess.StartAsync(home))
        {
            await PostAsync(home, """{"event":"before the stop"}""");
            Assert.Equal(0, await node.StopAsync());
            Assert.DoesNotContain("ERROR", node.Output);
        }

        Assert.False(File.Exists(Path.Combine(home.Directory, "var", "run", "indexer-node.pid")));
        await using var again = await NodeProcess.StartAsync(home);
        using var client = new IndexerClient(home.Management);
        Assert.Equal(["before the stop"], await client.TextsAsync("before"));
        Assert.Equal((0, 1), await client.Indexes.GetAsync("main") is var index ? (index.HotBucketCount, index.WarmBucketCount) : default);
    }

    [Fact]
    public async Task A_second_node_in_the_same_home_says_so_and_disturbs_nothing()
    {
        using var home = NodeHome.Create();
        await using var first = await NodeProcess.StartAsync(home);

        var (code, output) = await NodeProcess.RunAsync(home);

        Assert.Equal(4, code);
        Assert.Contains("is in use by another process", output);
        using var client = new IndexerClient(home.Management);
        Assert.True(await client.Server.IsReadyAsync());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var home = NodeHome.Create();
        using var other = NodeHome.Create(null, ("web.conf", $"[settings]\nmgmtHostPort = {home.Management.Port}\n"));
        await using var first = await NodeProcess.StartAsync(home);

        var (code, output) = await NodeProcess.RunAsync(other);

        Assert.Equal(3, code);
        Assert.Contains(home.Management.Port.ToString(), output);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_configuration_is_said_at_once()
    {
        using var home = NodeHome.Create(null, ("indexes.conf", "[main]\nmaxHotBuckets = many\n[-bad]\nhomePath = x\n"));

        var (code, output) = await NodeProcess.RunAsync(home);

        Assert.Equal(2, code);
        Assert.Contains("maxHotBuckets", output);
        Assert.Contains("-bad", output);
    }

    [Fact]
    public async Task The_program_s_own_log_and_the_audit_can_be_searched()
    {
        using var home = NodeHome.Create();
        await using var node = await NodeProcess.StartAsync(home);
        using var client = new IndexerClient(home.Management);
        await client.RowsAsync("index=main nothing");

        Assert.Contains(await client.TextsAsync("index=_internal sourcetype=indexer_log ready"), text => text.Contains("is ready after", StringComparison.Ordinal));
        Assert.Contains(await client.TextsAsync("index=_audit action=export"), text => text.Contains("index=main nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_metrics_page_is_in_the_form_that_scrapers_read()
    {
        using var home = NodeHome.Create();
        await using var node = await NodeProcess.StartAsync(home);
        await PostAsync(home, """{"event":"one"}""");
        using var http = new HttpClient { BaseAddress = home.Management };

        var lines = (await http.GetStringAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("indexer_inputs_indexed_total{input=\"hec\"} 1", lines);
        Assert.All(lines, line => Assert.Matches("^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\\{.*\\})? [-+0-9.eE]+)$", line));
    }

    [Fact]
    public async Task A_line_of_a_gigabyte_is_cut_in_bounded_memory()
    {
        using var home = NodeHome.Create(null, ("limits.conf", "[http_input]\nmax_content_length = 2GB\n"));
        await using var node = await NodeProcess.StartAsync(home);
        using var http = new HttpClient { BaseAddress = home.Collector, Timeout = TimeSpan.FromMinutes(5) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/services/collector/raw") { Content = new StreamContent(new EndlessLine(1L << 30)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Splunk", NodeHome.Token);

        using var response = await http.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, """{"text":"Success","code":0}"""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        using var client = new IndexerClient(home.Management);
        var row = Assert.Single(await client.RowsAsync("truncated=true"));
        Assert.Equal(1 << 20, row["_raw"]!.Length);
        Assert.InRange(node.PeakMemoryBytes, 0, 400L << 20);
    }

    internal static async Task PostAsync(NodeHome home, string body, string token = NodeHome.Token)
    {
        using var http = new HttpClient { BaseAddress = home.Collector };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Splunk", token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/services/collector/event", content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>One line of the given length, made as it is read.</summary>
    private sealed class EndlessLine(long length) : Stream
    {
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, length - position);
            buffer.AsSpan(offset, count).Fill((byte)'x');
            position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
