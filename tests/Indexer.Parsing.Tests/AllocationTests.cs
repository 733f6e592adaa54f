using System.Globalization;
using System.Text;
using Indexer.Model;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Patterns;
using Indexer.Parsing.Sourcetypes;
using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing.Tests;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("syslog", "Jun 14 15:{0:00}:{1:00} combo sshd(pam_unix)[{0}{1}]: authentication failure; user=u{1}\n")]
    [InlineData("other", "2015-10-18 18:{0:00}:{1:00},978 INFO [main] org.example.App: x\n\tat a.b.C(C.java:{1})\n")]
    [InlineData("zeek", "15219{0:00}7{1:00}.865716\tCqKst53mF3det3eDV9\t10.47.1.100\n")]
    [InlineData("_json", "{{\"m\":\"x\",\"@timestamp\":\"2020-09-04T07:{0:00}:{1:00}.273Z\"}}\n")]
    [InlineData("nothing", "a line without any time {0}{1}\n")]
    public void Steady_state_allocates_nothing(string sourcetype, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 2000; i++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, format, i / 60 % 60, i % 60);
        }

        AssertNothingIsAllocated(Encoding.UTF8.GetBytes(text.ToString()), sourcetype, ShippedSourcetypes.Instance, events: 6000);
    }

    [Fact]
    public void Configured_expressions_and_formats_allocate_nothing()
    {
        var options = new ParsingOptions
        {
            LineBreaker = LineBreaker.Parse(@"([\r\n]+)\d{4}-"),
            ShouldLineMerge = false,
            TimePrefix = BytePattern.Parse("^"),
            TimeFormat = TimeFormat.Parse("%F %T,%3N"),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        };
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("2015-10-18 18:01:47,978 INFO a\n b\n", 2000)));

        AssertNothingIsAllocated(bytes, "t", ParserRun.Rules(options), events: 6000);
    }

    private static void AssertNothingIsAllocated(byte[] bytes, string sourcetype, IParsingRules rules, int events)
    {
        var sink = new CountingStage();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "h", "s", sourcetype), rules, sink, FixedClock.At("2026-11-21T12:00:00Z"));
        parser.Append(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        parser.Append(bytes);
        parser.Append(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        parser.Complete();
        Assert.Equal(0, allocated);
        Assert.Equal(events, sink.Events);
    }

    private sealed class CountingStage : IEventStage
    {
        public int Events { get; private set; }

        public void Accept(in ParsedEvent parsed) => Events++;
    }
}
