using System.Runtime.InteropServices;
using System.Text.Json;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests.Node;

/// <summary>The command as a process against a node as a process.</summary>
public sealed class RunningNodeTests(RealNode node) : IClassFixture<RealNode>
{
    private const int InterruptSignal = 2;

    [Fact]
    public async Task Status_is_green()
    {
        var result = await node.RunAsync("status");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains($"at {node.Management.GetLeftPart(UriPartial.Authority)} is green", result.Output);
    }

    [Fact]
    public async Task What_a_file_brings_is_found_in_every_format()
    {
        var path = node.WriteLog("formats.log", 200);
        var added = await node.RunAsync("add", "oneshot", path, "-index", "main", "-sourcetype", "formats", "-host", "web-1");
        Assert.Equal((ExitCode.Ok, ""), (added.ExitCode, added.Error));
        Assert.StartsWith($"{path}: 200 events indexed, ", added.Output);

        var raw = await node.RunAsync("search", "sourcetype=formats error");
        var table = await node.RunAsync("search", "sourcetype=formats host=web-1 | stats count by host");
        var json = await node.RunAsync("search", "sourcetype=formats number=7", "--json");
        var csv = await node.RunAsync("search", "sourcetype=formats | stats count", "-output", "csv");
        var bounded = await node.RunAsync("search", "sourcetype=formats", "-earliest", "2024-05-06T07:00:10Z", "-latest", "2024-05-06T07:00:20Z");
        var first = await node.RunAsync("search", "sourcetype=formats", "-max-count", "3");

        Assert.Equal(File.ReadLines(path).Where(line => line.EndsWith("error", StringComparison.Ordinal)).Reverse(), Lines(raw.Output));
        Assert.Equal("host   count\n-----  -----\nweb-1    200\n", table.Output);
        using var row = JsonDocument.Parse(json.Output);
        Assert.Equal("7", row.RootElement.GetProperty("number").GetString());
        Assert.Equal(["count", "200"], Lines(csv.Output));
        Assert.Equal(10, Lines(bounded.Output).Length);
        Assert.Equal(3, Lines(first.Output).Length);
    }

    [Fact]
    public async Task A_mistake_in_a_search_is_shown_with_its_place()
    {
        var result = await node.RunAsync("search", "index=main | stat count");

        Assert.Equal((ExitCode.Usage, ""), (result.ExitCode, result.Output));
        var lines = Lines(result.Error);
        Assert.StartsWith("error: unknown command 'stat'", lines[0]);
        Assert.Equal(["  index=main | stat count", "               ^"], lines[1..]);
    }

    [Fact]
    [Trait("Row", "IDX-15")]
    [Trait("Row", "IDX-16")]
    [Trait("Row", "DEL-10")]
    [Trait("Row", "DEL-14")]
    public async Task An_index_lives_from_add_to_remove()
    {
        var path = node.WriteLog("life.log", 10);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("add", "index", "life", "-maxHotBuckets", "2")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await node.RunAsync("add", "index", "life")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("add", "oneshot", path, "-index", "life")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("edit", "index", "life", "-maxWarmDBCount", "5")).ExitCode);
        Assert.Contains("nonsense", (await node.RunAsync("edit", "index", "life", "-nonsense", "5")).Error);

        Assert.Equal(ExitCode.Ok, (await node.RunAsync("disable", "index", "life")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await node.RunAsync("add", "oneshot", path, "-index", "life")).ExitCode);
        Assert.Equal(10, Lines((await node.RunAsync("search", "index=life")).Output).Length);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("enable", "index", "life")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("roll-hot-buckets", "life")).ExitCode);

        using var listed = JsonDocument.Parse((await node.RunAsync("list", "index", "life", "--json")).Output);
        var index = listed.RootElement[0];
        Assert.Equal((10, 0, 1), (index.GetProperty("totalEventCount").GetInt32(), index.GetProperty("hotBucketCount").GetInt32(), index.GetProperty("warmBucketCount").GetInt32()));
        Assert.Equal("5", index.GetProperty("settings").GetProperty("maxWarmDBCount").GetString());

        Assert.Equal(ExitCode.Ok, (await node.RunAsync("remove", "index", "life")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await node.RunAsync("list", "index", "life")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(node.Database, "life/db")));
        Assert.DoesNotContain("[life]", await File.ReadAllTextAsync(Path.Combine(node.Home, "etc/system/local/indexes.conf")));
    }

    [Fact]
    public async Task Files_are_followed_until_they_are_removed()
    {
        var path = node.WriteLog("followed.log", 5);
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("add", "monitor", path, "-sourcetype", "followed")).ExitCode);
        Assert.Contains(path, (await node.RunAsync("list", "monitor")).Output);

        var remove = await node.RunAsync("remove", "monitor", path);

        Assert.Equal((ExitCode.Ok, ""), (remove.ExitCode, remove.Error));
        Assert.DoesNotContain(path, (await node.RunAsync("list", "monitor")).Output);
    }

    [Fact]
    [Trait("Row", "CLI-18")]
    public async Task Manifests_are_rebuilt_by_an_internal_call()
    {
        var result = await node.RunAsync("_internal", "call", "/data/indexes/*/rebuild-metadata-and-manifests");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains("index 'main'", result.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused() =>
        Assert.Equal(ExitCode.Refused, (await node.RunAsync("add", "oneshot", "nowhere.log")).ExitCode);

    [Fact]
    [Trait("Row", "BKT-28")]
    public async Task Repair_is_refused_while_the_node_runs() => Assert.Equal(ExitCode.Refused, (await node.RunAsync("fsck", "--all")).ExitCode);

    [Fact]
    public async Task Interrupting_a_search_ends_with_130()
    {
        var path = node.WriteLog("interrupted.log", 20_000);
        await node.RunAsync("add", "oneshot", path, "-sourcetype", "interrupted");
        using var search = node.Start("search", "sourcetype=interrupted");

        // The pipe is full long before the last row: the search is waiting in the middle of its rows.
        Assert.NotNull(await search.StandardOutput.ReadLineAsync());
        Assert.Equal(0, kill(search.Id, InterruptSignal));
        var rest = search.StandardOutput.ReadToEndAsync();
        await search.WaitForExitAsync();

        Assert.Equal(ExitCode.Interrupted, search.ExitCode);
        Assert.True(Lines(await rest).Length < 19_999);
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_ends_the_search()
    {
        var path = node.WriteLog("enough.log", 20_000);
        await node.RunAsync("add", "oneshot", path, "-sourcetype", "enough");
        using var search = node.Start("search", "sourcetype=enough");

        Assert.NotNull(await search.StandardOutput.ReadLineAsync());
        search.StandardOutput.Close();
        await search.WaitForExitAsync();

        Assert.Equal(ExitCode.Ok, search.ExitCode);
        Assert.Equal("", await search.StandardError.ReadToEndAsync());
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}
