using System.Text;
using Indexer.Model;
using Indexer.Parsing.Lines;

namespace Indexer.Parsing.Tests;

[Trait("Row", "EVT-02")]
public sealed class HostileInputTests
{
    private static readonly FixedClock clock = FixedClock.At("2026-11-21T12:00:00Z");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Line_of_a_gigabyte_is_cut_in_bounded_memory(bool customBreaker)
    {
        var options = customBreaker ? new ParsingOptions { LineBreaker = LineBreaker.Parse(@"(\n)\d") } : ParsingOptions.Default;

        // A regular expression runs over every byte, so it gets fewer of them.
        var length = customBreaker ? 20_000_000L : 1L << 30;
        var chunk = new byte[64 << 10];
        Array.Fill(chunk, (byte)'x');
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "h", "s", "t"), ParserRun.Rules(options), batches, clock);

        parser.Append(chunk);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (long sent = chunk.Length; sent < length; sent += chunk.Length)
        {
            parser.Append(chunk);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        parser.Append("\n1 next\n"u8);
        parser.Complete();

        var events = ParserRun.Drain(batches);
        Assert.Equal([10_000, 6], events.Select(e => e.Raw.Length));
        Assert.True(events[0].IsTruncated);
        Assert.Equal(parser.Counters.Bytes - 10_000 - 8, parser.Counters.BytesTruncated);
    }

    [Fact]
    public void Binary_garbage_is_kept_byte_for_byte()
    {
        var random = new Random(7);
        var bytes = new byte[300_000];
        random.NextBytes(bytes);

        var run = ParserRun.Of(bytes, new() { ShouldLineMerge = false });

        var expected = Encoding.Latin1.GetString(bytes).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, run.Raws);
    }

    [Fact]
    public void Nul_bytes_and_broken_utf8_stay_as_they_are()
    {
        byte[] line = [0, (byte)'a', 0, 0xFF, 0xC3, (byte)' ', 0xE3, 0x81, .. "2020-01-01 00:00:00"u8, 0xC0, 0x80];

        var run = ParserRun.Of([.. line, (byte)'\n', .. line], ParsingOptions.Default);

        Assert.Equal(2, run.Events.Count);
        Assert.All(run.Events, e => Assert.Equal(Encoding.Latin1.GetString(line), e.Raw));
        Assert.All(run.Events, e => Assert.Equal("2020-01-01T00:00:00", e.Iso));
    }

    [Fact]
    public void A_million_tokens_are_one_event()
    {
        var text = string.Join(' ', Enumerable.Range(0, 1_000_000));

        var run = ParserRun.Of(text, new() { TruncateBytes = 0 });

        Assert.Equal([text], run.Raws);
        Assert.False(run.Events[0].IsTruncated);
    }

    [Fact]
    public void Millions_of_newlines_are_nothing()
    {
        var run = ParserRun.Of([.. Enumerable.Repeat((byte)'\n', 3_000_000)], ParsingOptions.Default);

        Assert.Empty(run.Events);
    }

    [Theory]
    [InlineData("99999999999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808.999999999")]
    [InlineData("2015-10-18T18:01:47.99999999999999999999999999999999999999Z")]
    [InlineData("2015-10-18T18:01:47+99:99")]
    [InlineData("{\"time\":99999999999999999999,\"ts\":9223372036854775807,\"@timestamp\":9223372036854775808}")]
    [InlineData("{\"time\":")]
    [InlineData("{\"time\":\"")]
    [InlineData("{\"time\"")]
    [InlineData("2015-10-18T18:01:")]
    [InlineData("2015-10-18T")]
    [InlineData("Jun 14 ")]
    [InlineData("Jun 14 15:16:")]
    [InlineData("I0317 ")]
    [InlineData("081109 ")]
    public void Half_and_overlong_timestamps_do_no_harm(string line)
    {
        for (var length = 1; length <= line.Length; length++)
        {
            Assert.Single(ParserRun.Of(line[..length]).Events);
        }
    }
}
