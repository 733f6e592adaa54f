using System.Text;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Tests;

[Trait("Row", "EVT-06")]
public sealed class LineBreakingTests
{
    private static readonly ParsingOptions oneLine = new() { ShouldLineMerge = false };

    [Theory]
    [InlineData("a\nb\nc", new[] { "a", "b", "c" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("\n\na\n\n\r\nb\r", new[] { "a", "b" })]
    [InlineData("  a \n\tb", new[] { "  a ", "\tb" })]
    [InlineData("", new string[0])]
    [InlineData("\r\n\r\n", new string[0])]
    public void Default_breaker_cuts_at_runs_of_newlines(string text, string[] expected) =>
        Assert.Equal(expected, ParserRun.Of(text, oneLine).Raws);

    [Theory]
    [InlineData(@"(\n)", "a\r\nb\n", new[] { "a\r", "b" })]
    [InlineData(@"([\r\n]+)\d{4}-", "2020-01 x\n  y\n2021-02 z\n", new[] { "2020-01 x\n  y", "2021-02 z" })]
    [InlineData(@";(\s*)<", "<a>; <b>;<c>;", new[] { "<a>;", "<b>;", "<c>;" })]
    [InlineData(@"()<e>", "<e>1<e>2", new[] { "<e>1", "<e>2" })]
    [InlineData(@"end(\n)begin|end2(\n)begin2|begin3", "x end\nbegin y end2\nbegin2 z begin3 w", new[] { "x end", "begin y end2", "begin2 z ", "begin3 w" })]
    [InlineData(@"(?i)(\n)x", "X1\nX2\nx3\ny", new[] { "X1", "X2", "x3\ny" })]
    [InlineData(@"(?P<newline>\n)#", "#a\nb\n#c", new[] { "#a\nb", "#c" })]
    [InlineData(@"[(](\|)[)]", "a(|)b", new[] { "a(", ")b" })]
    public void Custom_breaker_discards_its_first_group(string breaker, string text, string[] expected) =>
        Assert.Equal(expected, ParserRun.Of(text, oneLine with { LineBreaker = LineBreaker.Parse(breaker) }).Raws);

    [Theory]
    [InlineData(@"\n", "no capturing group")]
    [InlineData(@"(\n", "not a regular expression")]
    [InlineData(@"(?:x(\n))", "inside another group")]
    [InlineData(@"([é])", "more than one byte")]
    public void Unusable_breaker_says_why(string breaker, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => LineBreaker.Parse(breaker)).Message, StringComparison.Ordinal);

    [Fact]
    public void Characters_beyond_ascii_match_as_utf8()
    {
        var run = ParserRun.Of("eins§zwei§§drei", oneLine with { LineBreaker = LineBreaker.Parse("(§+)") });

        Assert.Equal(["eins", "zwei", "drei"], run.Raws);
    }

    [Fact]
    public void Space_class_never_matches_inside_a_character()
    {
        // U+3042 is E3 81 82 and U+0585 is D6 85: 0x85 alone would be a space in Latin-1.
        const string text = "\u0585\u3042x y";

        var run = ParserRun.Of(text, oneLine with { LineBreaker = LineBreaker.Parse(@"(\s+)") });

        Assert.Equal([Latin1("\u0585\u3042x"), "y"], run.Raws);
    }

    [Fact]
    public void Line_longer_than_truncate_is_cut_marked_and_counted()
    {
        var run = ParserRun.Of($"{new string('x', 50)}\nshort\n", oneLine with { TruncateBytes = 20 });

        Assert.Equal([new string('x', 20), "short"], run.Raws);
        Assert.Equal([true, false], run.Events.Select(e => e.IsTruncated));
        Assert.Equal(1, run.Counters.LinesTruncated);
        Assert.Equal(30, run.Counters.BytesTruncated);
    }

    [Theory]
    [InlineData("aé", 2, 1)]
    [InlineData("aéb", 3, 3)]
    [InlineData("日本語", 8, 6)]
    [InlineData("😀😀", 7, 4)]
    public void Truncation_leaves_no_half_character(string text, int truncate, int keptBytes)
    {
        var run = ParserRun.Of(text + "zzzzz", oneLine with { TruncateBytes = truncate });

        Assert.Equal(keptBytes, run.Events[0].Raw.Length);
    }

    [Fact]
    public void Truncation_of_bytes_that_are_not_utf8_is_exact()
    {
        var run = ParserRun.Of([.. Enumerable.Repeat((byte)0x91, 40)], oneLine with { TruncateBytes = 20 });

        Assert.Equal(20, run.Events[0].Raw.Length);
    }

    [Fact]
    public void Long_line_inside_an_event_is_cut_and_the_event_stays_whole()
    {
        var run = ParserRun.Of($"2020-01-01 00:00:00 a\n {new string('x', 100)}\n b\n2020-01-01 00:00:01 c", new() { TruncateBytes = 30 });

        Assert.Equal([$"2020-01-01 00:00:00 a\n {new string('x', 29)}\n b", "2020-01-01 00:00:01 c"], run.Raws);
        Assert.Equal([true, false], run.Events.Select(e => e.IsTruncated));
    }

    [Fact]
    public void Byte_order_mark_is_not_part_of_the_first_event() =>
        Assert.Equal(["a", Latin1("\uFEFFb")], ParserRun.Of("\uFEFFa\n\uFEFFb\n", oneLine).Raws);

    [Fact]
    public void Idle_flush_hands_on_finished_lines_and_keeps_the_unfinished_one()
    {
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(ParserRun.Index, "h", "s", "t"), ParserRun.Rules(new()), batches, FixedClock.At("2026-11-21T12:00:00Z"));

        parser.Append("2020-01-01 00:00:00 a\n b\n2020-01-01 00:00:01 unfin"u8);
        parser.Flush();
        Assert.Equal(["2020-01-01 00:00:00 a\n b"], ParserRun.Drain(batches).Select(e => e.Raw));
        Assert.Equal(25, parser.CompletedPosition);

        parser.Append("ished\n"u8);
        parser.Flush();
        Assert.Equal(["2020-01-01 00:00:01 unfinished"], ParserRun.Drain(batches).Select(e => e.Raw));
        Assert.Equal(56, parser.CompletedPosition);
    }

    [Fact]
    public void Idle_flush_ends_a_line_that_a_custom_breaker_could_not_decide()
    {
        var options = new ParsingOptions { LineBreaker = LineBreaker.Parse(@"([\r\n]+)\d") };
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(ParserRun.Index, "h", "s", "t"), ParserRun.Rules(options), batches, FixedClock.At("2026-11-21T12:00:00Z"));

        parser.Append("1 a\n b\n2 c\n"u8);
        parser.Flush();

        Assert.Equal(["1 a\n b", "2 c"], ParserRun.Drain(batches).Select(e => e.Raw));
    }

    [Fact]
    public void Pattern_that_backtracks_for_ever_is_given_up()
    {
        var options = new ParsingOptions { BreakOnlyBefore = BytePattern.Parse("^(x+x+)+y") };

        var run = ParserRun.Of($"a\n{new string('x', 60)}\nb", options);

        Assert.Equal(1, run.Counters.PatternTimeouts);
        Assert.Single(run.Events);
    }

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
