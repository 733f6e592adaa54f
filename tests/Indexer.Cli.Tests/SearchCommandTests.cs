using Indexer.Cli.Invocation;
using Indexer.Client.Tests;
using Microsoft.AspNetCore.Http;

namespace Indexer.Cli.Tests;

public sealed class SearchCommandTests
{
    private const string Events = """
        {"preview":false,"offset":0,"result":{"_time":"2024-05-06T07:08:09Z","host":"web-1","_raw":"first \u001b[31mred\n  at line 2"}}
        {"preview":false,"offset":1,"result":{"_time":"2024-05-06T07:08:08Z","host":"web-2","_raw":"second"}}
        {"lastrow":true,"messages":[{"type":"WARN","text":"cut at 2 rows"}],"stats":{"scanCount":1000,"eventCount":2,"resultCount":2,"runDuration":0.02}}
        """;

    private const string Report = """
        {"preview":false,"offset":0,"result":{"host":"web-1","count":"12","tags":["a","b"]}}
        {"preview":false,"offset":1,"result":{"host":"a-longer-name","count":"3"}}
        {"lastrow":true,"messages":[],"stats":{}}
        """;

    [Fact]
    public async Task Events_are_printed_as_they_are()
    {
        var result = await SearchAsync(Events, new CliSetting());

        Assert.Equal((ExitCode.Ok, "first \u001b[31mred\n  at line 2\nsecond\n", "warning: cut at 2 rows\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task On_a_terminal_events_cannot_control_it()
    {
        var result = await SearchAsync(Events, new CliSetting { IsTerminal = true });

        Assert.Equal("first \\x1b[31mred\n  at line 2\nsecond\n", result.Output);
        Assert.Contains("2 rows, 2 of 1,000 events in 0.02 s", result.Error);
    }

    [Fact]
    public async Task Other_results_are_a_table()
    {
        var result = await SearchAsync(Report, new CliSetting());

        Assert.Equal(
            """
            host           count  tags
            -------------  -----  ----
            web-1             12  a b
            a-longer-name      3

            """, result.Output);
    }

    [Fact]
    public async Task On_a_terminal_a_row_of_a_table_stays_a_line()
    {
        var result = await SearchAsync(Events, new CliSetting { IsTerminal = true, Width = 40 }, "-output", "table");

        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 40, line));
    }

    [Fact]
    public async Task A_table_of_events_has_their_default_fields()
    {
        var result = await SearchAsync(Events.Replace("\"host\":\"web-2\"", "\"extracted\":\"x\"", StringComparison.Ordinal), new CliSetting(), "-output", "table");

        Assert.Equal(
            """
            _time                 host   source  sourcetype  _raw
            --------------------  -----  ------  ----------  -----------------------------
            2024-05-06T07:08:09Z  web-1                      first \x1b[31mred   at line 2
            2024-05-06T07:08:08Z                             second

            """, result.Output);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("-output", "json")]
    public async Task Json_is_an_object_a_line(params string[] options)
    {
        var result = await SearchAsync(Report, new CliSetting(), options);

        Assert.Equal(
            """
            {"host":"web-1","count":"12","tags":["a","b"]}
            {"host":"a-longer-name","count":"3"}

            """, result.Output);
    }

    [Fact]
    public async Task Csv_is_what_the_node_writes()
    {
        await using var node = await ScriptedNode.StartAsync(200, "host,count\r\nweb-1,12\r\n");
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "search", "* | stats count by host", "-output", "csv", "-earliest", "-1h", "-latest", "now");

        Assert.Equal((ExitCode.Ok, "host,count\r\nweb-1,12\r\n"), (result.ExitCode, result.Output));
        Assert.Contains("earliest_time=-1h&latest_time=now&output_mode=csv", Assert.Single(node.Requests));
    }

    [Fact]
    public async Task A_table_of_many_rows_is_printed_while_they_come_and_loses_no_column()
    {
        var rows = Enumerable.Range(0, 700).Select(i => $$$"""{"preview":false,"offset":{{{i}}},"result":{"n":"{{{i}}}"{{{(i == 650 ? ",\"late\":\"x\"" : "")}}}}}""");
        var result = await SearchAsync(string.Join('\n', rows.Append("""{"lastrow":true,"messages":[],"stats":{}}""")), new CliSetting(), "-output", "table");

        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(700 + 4, lines.Length);
        Assert.Contains("  n  late", lines);
        Assert.Contains("650  x", lines);
    }

    [Theory]
    [InlineData("""{"messages":[{"type":"FATAL","text":"unknown command 'stat'","position":7}]}""")]
    [InlineData("""{"messages":[{"type":"FATAL","text":"unknown command 'stat'\n  main | stat count\n         ^","position":7}]}""")]
    public async Task A_mistake_is_shown_with_the_place(string answer)
    {
        await using var node = await ScriptedNode.StartAsync(400, answer);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address }, "search", "main | stat count");

        Assert.Equal(
            (ExitCode.Usage, "", "error: unknown command 'stat'\n  main | stat count\n         ^\n"),
            (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task What_was_found_before_an_error_is_printed()
    {
        var result = await SearchAsync("""
            {"preview":false,"offset":0,"result":{"n":"1"}}
            {"lastrow":true,"messages":[{"type":"FATAL","text":"disk is gone"}],"stats":{}}
            """, new CliSetting());

        Assert.Equal((ExitCode.Failed, "n\n-\n1\n", "error: disk is gone\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Progress_is_shown_on_a_terminal_and_cleared_before_rows()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"progress":{"doneProgress":0.42,"scanCount":1234567,"eventCount":3}}""" + "\n" + Events);
        var result = await Cli.RunAsync(new CliSetting { Node = node.Address, IsTerminal = true }, "search", "*");

        Assert.StartsWith("\r\e[K42 %  1,234,567 scanned, 3 matched\r\e[K", result.Error);
    }

    [Fact]
    public async Task Words_that_are_not_quoted_make_one_search()
    {
        await using var node = await ScriptedNode.StartAsync(200, """{"lastrow":true,"messages":[],"stats":{}}""");
        await Cli.RunAsync(new CliSetting { Node = node.Address }, "search", "index=main", "error", "-max-count", "7");

        Assert.Contains("search=index%3Dmain+error&max_count=7&", Assert.Single(node.Requests));
    }

    private static async Task<CliResult> SearchAsync(string answer, CliSetting setting, params string[] options)
    {
        await using var node = await ScriptedNode.StartAsync(200, answer);
        return await Cli.RunAsync(setting with { Node = node.Address }, ["search", "*", .. options]);
    }
}
