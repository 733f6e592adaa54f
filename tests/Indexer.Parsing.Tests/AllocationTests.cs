using System.Globalization;
using System.Text;
using Indexer.Model;
using Indexer.Parsing.Sourcetypes;

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

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var sink = new CountingStage();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "h", "s", sourcetype), ShippedSourcetypes.Instance, sink, FixedClock.At("2026-11-21T12:00:00Z"));
        parser.Append(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        parser.Append(bytes);
        parser.Append(bytes);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(sink.Events, 5999, 6000);
    }

    private sealed class CountingStage : IEventStage
    {
        public int Events { get; private set; }

        public void Accept(in ParsedEvent parsed) => Events++;
    }
}
