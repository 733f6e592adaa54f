using System.Text.Json;
using Indexer.Cli.Invocation;
using Indexer.Client.Tests;

namespace Indexer.Cli.Tests;

public sealed class AdministrationTests
{
    private const string Nothing = """{"messages":[]}""";

    private const string Indexes = """
        {"entry":[
          {"name":"main","content":{"disabled":false,"totalEventCount":1234567,"currentDBSizeBytes":3145728,"rawSizeBytes":31457280,"minTime":"2024-05-06T07:08:09Z",
            "maxTime":"2024-05-07T07:08:09Z","hotBucketCount":1,"warmBucketCount":2,"coldBucketCount":0,"thawedBucketCount":0,"settings":{"maxDataSize":"auto"}}},
          {"name":"web","content":{"disabled":true,"messages":["bucket db_1_1_1 is damaged"]}}],
         "messages":[]}
        """;

    [Theory]
    [Trait("Row", "IDX-15")]
    [Trait("Row", "IDX-16")]
    [InlineData("add index web -homePath /a -coldPath=/b --thawedPath /c", "POST /services/data/indexes name=web&homePath=%2Fa&coldPath=%2Fb&thawedPath=%2Fc", "index 'web' was added")]
    [InlineData("edit index web -maxHotBuckets 4", "POST /services/data/indexes/web maxHotBuckets=4", "index 'web' was changed")]
    [InlineData("remove index web", "DELETE /services/data/indexes/web", "index 'web' was removed with all its data")]
    [InlineData("enable index web", "POST /services/data/indexes/web/enable", "index 'web' takes events")]
    [InlineData("disable index web", "POST /services/data/indexes/web/disable", "index 'web' takes no more events")]
    [InlineData("reload index web", "POST /services/data/indexes/web/reload", "index 'web' was reloaded")]
    [InlineData("roll-hot-buckets main", "POST /services/data/indexes/main/roll-hot-buckets", "hot buckets of 'main' are warm")]
    [InlineData("add monitor logs/*.log -index web -host_segment 3", "POST /services/data/inputs/monitor name=%2Fsomewhere%2Flogs%2F%2A.log&index=web&host_segment=3", "/somewhere/logs/*.log is followed")]
    [InlineData("remove monitor /var/log", "DELETE /services/data/inputs/monitor/%2Fvar%2Flog", "/var/log is not followed any more")]
    public async Task A_command_is_one_call(string typed, string called, string said)
    {
        await using var node = await ScriptedNode.StartAsync(200, Nothing);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, typed.Split(' '));

        Assert.Equal((ExitCode.Ok, said + "\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(called, Assert.Single(node.Requests));
    }

    [Fact]
    public async Task Warnings_of_the_node_are_passed_on()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"messages":[{"type":"WARN","text":"events of 1 input will be refused\ntype: monitor, id: /var/log"}]}""");
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "remove", "index", "web");

        Assert.Equal((ExitCode.Ok, "warning: events of 1 input will be refused\ntype: monitor, id: /var/log\n"), (result.ExitCode, result.Error));
    }

    [Theory]
    [Trait("Row", "CLI-18")]
    [InlineData("/data/indexes/main/rebuild-metadata-and-manifests", "POST /services/data/indexes/main/rebuild-metadata-and-manifests")]
    [InlineData("/data/indexes/main/rebuild-metadata", "POST /services/data/indexes/main/rebuild-metadata")]
    [InlineData("/data/indexes/main/roll-hot-buckets", "POST /services/data/indexes/main/roll-hot-buckets")]
    [InlineData("/data/indexes/*/rebuild-bucket-manifest", "POST /services/data/indexes/*/rebuild-bucket-manifest")]
    [InlineData("/services/server/info", "GET /services/server/info")]
    [InlineData("/search/parser -get q=a|b", "GET /services/search/parser?q=a%7Cb")]
    [InlineData("/search/jobs -post search=* -post exec_mode=oneshot", "POST /services/search/jobs search=%2A&exec_mode=oneshot")]
    [InlineData("/search/jobs/1 -method delete", "DELETE /services/search/jobs/1")]
    public async Task An_internal_call_reaches_the_path(string typed, string called)
    {
        await using var node = await ScriptedNode.StartAsync(200, Nothing);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, ["_internal", "call", .. typed.Split(' ')]);

        Assert.Equal((ExitCode.Ok, Nothing + "\n"), (result.ExitCode, result.Output));
        Assert.Equal(called, Assert.Single(node.Requests));
    }

    [Fact]
    [Trait("Row", "CLI-18")]
    public async Task User_and_password_are_shown_to_the_node()
    {
        await using var node = await ScriptedNode.StartAsync();
        string? authorization = null;
        node.Answer = context =>
        {
            authorization = context.Request.Headers.Authorization;
            return ScriptedNode.WriteAsync(context, 200, Nothing);
        };

        await Cli.RunAsync(new CliSetting { Node = node.Address }, "_internal", "call", "/data/indexes/main/roll-hot-buckets", "-auth", "admin:a:b");

        Assert.Equal("Basic " + Convert.ToBase64String("admin:a:b"u8), authorization);
    }

    [Fact]
    public async Task Indexes_are_listed_with_their_sizes_and_their_troubles()
    {
        await using var node = await ScriptedNode.StartAsync(200, Indexes);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "list", "index");

        Assert.Equal(
            """
            index     events  received  on disk  hot  warm  cold  thawed  oldest                newest                state
            main   1,234,567   30.0 MB  3.00 MB    1     2     0       0  2024-05-06 07:08:09Z  2024-05-07 07:08:09Z  enabled
            web            0       0 B      0 B    0     0     0       0  -                     -                     disabled

            """, result.Output);
        Assert.Equal("warning: web: bucket db_1_1_1 is damaged\n", result.Error);
    }

    [Fact]
    public async Task Indexes_are_listed_as_json_for_scripts()
    {
        await using var node = await ScriptedNode.StartAsync(200, Indexes);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "list", "index", "-json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("main", json.RootElement[0].GetProperty("name").GetString());
        Assert.Equal(1234567, json.RootElement[0].GetProperty("totalEventCount").GetInt64());
    }

    [Theory]
    [InlineData(404, ExitCode.Refused)]
    [InlineData(409, ExitCode.Refused)]
    [InlineData(503, ExitCode.Refused)]
    [InlineData(500, ExitCode.Failed)]
    public async Task A_refusal_is_told_in_the_nodes_words(int status, int exitCode)
    {
        await using var node = await ScriptedNode.StartAsync(status, """{"messages":[{"type":"ERROR","text":"there is no index 'web'"}]}""");
        var plain = await Cli.RunAsync(new CliSetting { Node = node.Address }, "disable", "index", "web");
        var json = await Cli.RunAsync(new CliSetting { Node = node.Address }, "disable", "index", "web", "--json");

        Assert.Equal((exitCode, "error: there is no index 'web'\n"), (plain.ExitCode, plain.Error));
        using var parsed = JsonDocument.Parse(json.Error);
        Assert.Equal("there is no index 'web'", parsed.RootElement.GetProperty("messages")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_node_that_is_not_there_ends_with_3()
    {
        var node = await ScriptedNode.StartAsync();
        var address = node.Address;
        await node.DisposeAsync();
        var result = await Cli.RunAsync(new CliSetting { Node = address }, "status");

        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.Contains("is the node running?", result.Error);
    }

    [Fact]
    public async Task Files_are_taken_in_one_after_the_other_and_refused_events_fail_the_command()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"path":"/x","bytesRead":2048,"bytesTotal":2048,"received":12,"indexed":10,"refused":2,"done":true,"messages":[{"type":"WARN","text":"2 events name no index"}]}""");
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "add", "oneshot", "a.log", "/b.log", "-sourcetype", "syslog");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Equal("/x: 10 events indexed, 2.00 KB, 2 refused\n/x: 10 events indexed, 2.00 KB, 2 refused\n", result.Output);
        Assert.Contains("warning: 2 events name no index", result.Error);
        Assert.Equal(
            ["POST /services/data/inputs/oneshot name=%2Fsomewhere%2Fa.log&sourcetype=syslog", "POST /services/data/inputs/oneshot name=%2Fb.log&sourcetype=syslog"],
            node.Requests);
    }
}
