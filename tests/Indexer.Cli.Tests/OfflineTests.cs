using System.Runtime.Versioning;
using System.Text.Json;
using Indexer.Cli.Invocation;
using Indexer.Storage.Lifecycle;

namespace Indexer.Cli.Tests;

/// <summary>Commands on a node's files, in a directory of the test's own.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("indexer-cli-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Btool_says_what_holds_and_where_it_comes_from()
    {
        Configure("indexes", "[main]\nmaxHotBuckets = 7\n");

        var plain = await RunAsync("btool", "indexes", "list", "main");
        var debug = await RunAsync("btool", "indexes", "list", "main", "-debug");
        var json = await RunAsync("btool", "indexes", "list", "main", "-json");

        Assert.Contains("\nmaxHotBuckets = 7\n", plain.Output);
        Assert.Contains(Path.Combine(home, "etc/system/local/indexes.conf") + ":2", debug.Output.Split('\n').Single(line => line.EndsWith("maxHotBuckets = 7", StringComparison.Ordinal)));
        using var parsed = JsonDocument.Parse(json.Output);
        Assert.Equal("7", parsed.RootElement.GetProperty("main").GetProperty("maxHotBuckets").GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("nope", "", "there is no file 'nope.conf'")]
    [InlineData("indexes", "mian", "mian")]
    public async Task Btool_names_what_there_is(string file, string stanza, string expected)
    {
        var result = await RunAsync(["btool", file, "list", .. stanza.Length > 0 ? [stanza] : Array.Empty<string>()]);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    [Trait("Row", "STO-34")]
    [Trait("Row", "CLI-16")]
    public async Task Minfreemb_is_written_and_comments_stay()
    {
        Configure("server", "# ours\n[diskUsage]\nminFreeSpace = 5000\n");

        var result = await RunAsync("set", "minfreemb", "20000");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.StartsWith("minFreeSpace is 20000 MB", result.Output);
        Assert.Equal("# ours\n[diskUsage]\nminFreeSpace = 20000\n", await File.ReadAllTextAsync(Path.Combine(home, "etc/system/local/server.conf")));
    }

    [Fact]
    public async Task A_wrong_value_is_refused_and_the_file_stays()
    {
        Configure("server", "[diskUsage]\nminFreeSpace = 5000\n");

        var result = await RunAsync("set", "minfreemb", "-5");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("[diskUsage] minFreeSpace", result.Error);
        Assert.Equal("[diskUsage]\nminFreeSpace = 5000\n", await File.ReadAllTextAsync(Path.Combine(home, "etc/system/local/server.conf")));
    }

    [Theory]
    [Trait("Row", "BKT-28")]
    [Trait("Row", "BKT-29")]
    [InlineData("fsck", "--all")]
    [InlineData("rebuild", "db/db_2_1_0")]
    public async Task Repair_refuses_while_a_node_runs(params string[] command)
    {
        Directory.CreateDirectory(Path.Combine(home, "db/db_2_1_0"));
        using var node = DirectoryLock.Acquire(Path.Combine(home, "var/lib/indexer"));

        var result = await RunAsync(command);

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("stop it first", result.Error);
    }

    [Fact]
    public async Task Stop_says_when_there_is_nothing_to_stop()
    {
        var result = await RunAsync("stop");

        Assert.Equal((ExitCode.Refused, "error: the node does not run\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Start_refuses_when_a_node_runs()
    {
        using var node = DirectoryLock.Acquire(Path.Combine(home, "var/lib/indexer"));

        var result = await RunAsync("start");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("running", result.Error);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_tells_what_a_node_said_that_ended_at_once()
    {
        var program = Path.Combine(home, "indexer-node");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho port 8089 is taken\nexit 3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var result = await Cli.RunAsync(
            new CliSetting { CurrentDirectory = home, Variables = new Dictionary<string, string> { ["INDEXER_HOME"] = home, ["INDEXER_NODE"] = program, ["INDEXER_SERVER__GENERAL__MGMTHOSTPORT"] = "127.0.0.1:1" } },
            "start");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("port 8089 is taken", result.Error);
    }

    private Task<CliResult> RunAsync(params string[] args) =>
        Cli.RunAsync(new CliSetting { CurrentDirectory = home, Variables = new Dictionary<string, string> { ["INDEXER_HOME"] = home } }, args);

    private void Configure(string file, string text)
    {
        var directory = Directory.CreateDirectory(Path.Combine(home, "etc/system/local"));
        File.WriteAllText(Path.Combine(directory.FullName, file + ".conf"), text);
    }
}
