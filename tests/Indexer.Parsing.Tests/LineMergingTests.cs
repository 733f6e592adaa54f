using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Tests;

[Trait("Row", "EVT-06")]
public sealed class LineMergingTests
{
    private const string Trace =
        "2015-10-18 18:01:47,978 ERROR [main] org.example.App: it failed\r\n" +
        "java.lang.IllegalStateException: since 2015-10-18\r\n" +
        "\tat org.example.App.run(App.java:123)\r\n" +
        "\tat org.example.App.main(App.java:45) 2014-01-01 10:00:00\r\n" +
        "\r\n" +
        "Caused by: java.io.IOException: timeout at 2015-10-18 18:01:40\r\n" +
        "\t... 12 more";

    [Fact]
    public void Java_stack_trace_stays_whole_with_its_own_newlines()
    {
        var run = ParserRun.Of($"{Trace}\r\n2015-10-18 18:01:48,001 INFO next\r\n{Trace}\r\n");

        Assert.Equal([Trace, "2015-10-18 18:01:48,001 INFO next", Trace], run.Raws);
        Assert.Equal("2015-10-18T18:01:47.978", run.Events[0].Iso);
    }

    [Fact]
    public void Lines_of_a_stream_without_any_time_are_events_of_their_own() =>
        Assert.Equal(["one", "two", "three"], ParserRun.Of("one\ntwo\nthree\n").Raws);

    [Fact]
    public void Lines_before_the_first_time_are_events_of_their_own() =>
        Assert.Equal(["header", "more", "2020-01-01 00:00:00 a\nb"], ParserRun.Of("header\nmore\n2020-01-01 00:00:00 a\nb\n").Raws);

    [Fact]
    public void Indented_lines_with_times_in_the_usual_place_are_events() =>
        Assert.Equal(2, ParserRun.Of("  1 2020-01-01 00:00:00 a\n 12 2020-01-01 00:00:01 b\n").Events.Count);

    [Fact]
    public void Bare_number_in_a_continuation_is_not_a_time() =>
        Assert.Single(ParserRun.Of("2020-01-01 00:00:00 a\nidentifier 1445144423722 of it\n1445144423 too\n").Events);

    [Fact]
    public void Break_only_before_wins_over_dates()
    {
        var options = new ParsingOptions { BreakOnlyBefore = BytePattern.Parse("^START") };

        var run = ParserRun.Of("START a\n2020-01-01 00:00:00 b\nSTART c\n", options);

        Assert.Equal(["START a\n2020-01-01 00:00:00 b", "START c"], run.Raws);
        Assert.Equal("2020-01-01T00:00:00", run.Events[0].Iso);
    }

    [Fact]
    public void Must_break_after_ends_an_event()
    {
        var options = new ParsingOptions { BreakOnlyBeforeDate = false, MustBreakAfter = BytePattern.Parse("END$") };

        Assert.Equal(["a\nb END", "c"], ParserRun.Of("a\nb END\nc\n", options).Raws);
    }

    [Fact]
    public void Event_has_at_most_max_events_lines()
    {
        var run = ParserRun.Of("2020-01-01 00:00:00 a\n" + string.Concat(Enumerable.Repeat("x\n", 600)));

        Assert.Equal([256, 256, 89], run.Raws.Select(raw => raw.Split('\n').Length));
        Assert.Equal(2, run.Counters.EventsSplit);
        Assert.All(run.Events, e => Assert.Equal("2020-01-01T00:00:00", e.Iso));
    }

    [Fact]
    [Trait("Row", "EVT-03")]
    public void Counters_tell_the_stages_apart()
    {
        const string text = "2020-01-01 00:00:00 a\r\n b\r\n\r\n2020-01-01 00:00:01 c\r\n";

        var counters = ParserRun.Of(text).Counters;

        Assert.Equal((text.Length, 3, 2, text.Length - 6), (counters.Bytes, counters.Lines, counters.Events, counters.EventBytes));
    }

    [Fact]
    public void Event_never_exceeds_the_largest_size()
    {
        var line = new string('x', 1 << 20);
        var options = new ParsingOptions { BreakOnlyBeforeDate = false, TruncateBytes = 0, LinesMax = 1000 };

        var run = ParserRun.Of(string.Join('\n', Enumerable.Repeat(line, 20)), options);

        Assert.Equal(2, run.Events.Count);
        Assert.All(run.Events, e => Assert.InRange(e.Raw.Length, 1, ParsingOptions.EventBytesMax));
    }

    [Fact]
    public void Line_with_a_time_out_of_range_still_begins_an_event()
    {
        var run = ParserRun.Of("2026-11-20 00:00:00 a\n1999-01-01 00:00:00 b\n", new() { MaxDaysAgo = 30 });

        Assert.Equal(2, run.Events.Count);
        Assert.Equal("2026-11-20T00:00:00", run.Events[1].Iso);
    }
}
