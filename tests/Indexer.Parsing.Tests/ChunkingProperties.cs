using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Tests;

/// <summary>How the bytes of a stream are cut into chunks never shows in its events.</summary>
[Trait("Row", "EVT-02")]
public sealed class ChunkingProperties
{
    private static readonly string[] fragments =
    [
        "\n", "\r\n", "\r", "\n\n", " ", "x", "\t", "日本", "é", "\0", "2020-01-01 00:00:00 a", "Jun 14 15:16:01 h p: m", "1521911720.865716\t", "\tat a.b(C.java:1)",
        "Caused by: x", "{\"time\":\"2020-01-01T00:00:00Z\"}", "{", "}", "END", "--", "<e>", "2020-01-01", "12:34:56", "abcdefghijklmnopqrstuvwxyz", "#separator \\x09",
    ];

    private static readonly ParsingOptions[] variants =
    [
        ParsingOptions.Default,
        new() { ShouldLineMerge = false },
        new() { TruncateBytes = 23 },
        new() { LinesMax = 2, TruncateBytes = 9 },
        new() { ShouldLineMerge = false, LineBreaker = LineBreaker.Parse(@"([\r\n]+)(?=\d{4}-)|(-+)") },
        new() { ShouldLineMerge = false, LineBreaker = LineBreaker.Parse("END()<e>|()<e>"), TruncateBytes = 31 },
        new() { LineBreaker = LineBreaker.Parse(@"(\r?\n)"), TruncateBytes = 12 },
        new() { BreakOnlyBefore = BytePattern.Parse("^<e>"), MustBreakAfter = BytePattern.Parse("END$") },
    ];

    private static readonly Gen<byte[]> streams = Gen.Frequency(
            (8, Gen.Elements(fragments).Select(Encoding.UTF8.GetBytes)),
            (1, Gen.Choose(0, 255).Select(b => new[] { (byte)b })),
            (1, Gen.Choose(30, 1500).Select(length => Enumerable.Repeat((byte)'y', length).ToArray())))
        .ListOf().Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void Any_chunking_gives_the_same_events() =>
        Prop.ForAll(
            streams.Zip(Gen.Choose(1, 700).NonEmptyListOf()).ToArbitrary(),
            Gen.Choose(0, variants.Length).Zip(Gen.Elements(true, false)).ToArbitrary(),
            (stream, variant) =>
            {
                var (bytes, sizes) = stream;
                var options = variant.Item1 == variants.Length ? null : variants[variant.Item1];
                var sourcetype = variant.Item2 ? "test" : null;
                var whole = ParserRun.Of(bytes, options, sourcetype);
                var chunked = ParserRun.Of(bytes, options, sourcetype, chunks: sizes);
                Assert.Equal(whole.Events, chunked.Events);
                Assert.Equal(whole.Counters, chunked.Counters);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Byte_by_byte_gives_the_same_events() =>
        Prop.ForAll(
            streams.Zip(Gen.Choose(0, variants.Length - 1)).ToArbitrary(),
            input =>
            {
                var (bytes, variant) = input;
                Assert.Equal(ParserRun.Of(bytes, variants[variant]).Events,
                    ParserRun.Of(bytes, variants[variant], chunks: Enumerable.Repeat(1, bytes.Length)).Events);
            }).QuickCheckThrowOnFailure();

    /// <summary>Raw text and discarded breaks together are the input, and what is discarded is breaks only.</summary>
    [Fact]
    public void Nothing_is_lost_but_line_breaks() =>
        Prop.ForAll(
            streams.ToArbitrary(),
            bytes =>
            {
                var run = ParserRun.Of(bytes, new() { TruncateBytes = 0 });
                var input = Encoding.Latin1.GetString(bytes);
                var position = 0;
                foreach (var raw in run.Raws)
                {
                    var found = input.IndexOf(raw, position, StringComparison.Ordinal);
                    Assert.True(found >= 0, "the text of an event is not in the input");
                    Assert.Empty(input[position..found].Trim('\r', '\n'));
                    position = found + raw.Length;
                }

                Assert.Empty(input[position..].Trim('\r', '\n'));
                Assert.Equal(run.Raws.Sum(raw => raw.Length), run.Counters.EventBytes);
            }).QuickCheckThrowOnFailure();
}
