using Indexer.Model;
using Indexer.Search.Commands;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Commands;

public sealed class CommandLimitTests
{
    [Fact]
    public void Sort_without_a_number_keeps_10000_rows_and_says_so()
    {
        var messages = new SearchMessages();
        var rows = Enumerable.Range(0, 90_000).Select(i => $"a={i * 7919 % 90_000}").Chunk(4_000).Select(chunk => Rows.Of(chunk));

        var sorted = Searching.Run("sort a", Searching.Operators(messages), [.. rows]);

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"a={i}"), sorted);
        Assert.Contains("sort 0", Assert.Single(messages.Snapshot()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sort 0 a")]
    [InlineData("stats count by a")]
    [InlineData("stats values(a)")]
    [InlineData("stats dc(a)")]
    [InlineData("stats exactperc50(a)")]
    [InlineData("dedup a")]
    [InlineData("top 0 a")]
    [InlineData("reverse")]
    [InlineData("timechart count by a")]
    public void A_command_that_runs_out_of_memory_says_what_is_missing(string command)
    {
        var messages = new SearchMessages();
        var context = Searching.Operators(messages, memoryBytes: 1 << 20);
        var rows = Enumerable.Range(0, 200_000).Select(i => $"_time=1 a={i}").Chunk(5_000).Select(chunk => Rows.Of(chunk));

        var output = Searching.Run(command, context, [.. rows]);

        Assert.NotEmpty(output);
        Assert.Contains(messages.Snapshot(), message => message.Severity == MessageSeverity.Warning && message.Text.Contains("memory limit", StringComparison.Ordinal));
        Assert.InRange(context.Memory.Used, 0, 2 << 20);
    }

    [Fact]
    public void Memory_is_given_back_at_the_end()
    {
        var context = Searching.Operators();
        var chain = new OperatorChain(Searching.Parse("stats values(b) by a | sort a | dedup a"), context);
        chain.Process(Rows.Of([.. Enumerable.Range(0, 5_000).Select(i => $"a={i} b={i}")]));
        Assert.NotEmpty(chain.Finish(context, CancellationToken.None).ToList());
        Assert.True(context.Memory.Used > 0);

        chain.Release();

        Assert.Equal(0, context.Memory.Used);
    }

    [Fact]
    public void A_timechart_over_a_known_time_chooses_its_span_by_it_and_fills_it()
    {
        var day = new TimeRange(EventTime.FromSeconds(TestEvent.Start), EventTime.FromSeconds(TestEvent.Start + 86_400));

        var rows = Searching.Run("timechart count", Searching.Operators(range: day), Rows.Of($"_time={TestEvent.Start + 3_700}"));

        Assert.Equal(48, rows.Length);
        Assert.Equal($"_time={TestEvent.Start} count=0 _span=1800", rows[0]);
        Assert.Equal($"_time={TestEvent.Start + 3_600} count=1 _span=1800", rows[2]);
    }

    [Fact]
    public void Every_command_is_described_and_its_example_is_a_search()
    {
        Assert.NotEmpty(CommandCatalog.All);
        Assert.All(CommandCatalog.All, command =>
        {
            Assert.StartsWith(command.Name, command.Syntax, StringComparison.Ordinal);
            Assert.NotEmpty(command.Description);
            PipelineParser.Parse(command.Example.Replace("…", "*", StringComparison.Ordinal), Searching.Context);
        });
    }

    [Fact]
    public void The_commands_of_the_language_are_there()
    {
        string[] expected =
        [
            "bin", "dedup", "eval", "fields", "fillnull", "head", "rare", "regex", "rename", "reverse", "rex",
            "search", "sort", "stats", "table", "tail", "timechart", "top", "where",
        ];
        Assert.Equal(expected, CommandCatalog.All.Select(command => command.Name));
    }
}
