using System.Globalization;
using System.Text;
using System.Text.Json;
using Indexer.Model;
using Xunit.Abstractions;

namespace Indexer.Parsing.Tests;

/// <summary>The logs that real systems wrote, without any configuration.</summary>
[Trait("Row", "EVT-01")]
public sealed class RealLogTests(ITestOutputHelper output)
{
    private const string Now = "2026-11-21T12:00:00Z";

    [Theory]
    [InlineData("Android", "2026-03-17T16:13:38.811", "Android")]
    [InlineData("Apache", "2005-12-04T04:47:44", "apache_error")]
    [InlineData("BGL", "2005-06-03T22:42:50", "BGL")]
    [InlineData("HDFS", "2008-11-09T20:36:15", "log4j")]
    [InlineData("HPC", "2004-02-26T14:12:22", "HPC")]
    [InlineData("Hadoop", "2015-10-18T18:01:47.978", "log4j")]
    [InlineData("HealthApp", "2017-12-23T22:15:29.606", "HealthApp")]
    [InlineData("Linux", "2026-06-14T15:16:01", "syslog")]
    [InlineData("Mac", "2026-07-01T09:00:55", "syslog")]
    [InlineData("OpenSSH", "2025-12-10T06:55:46", "syslog")]
    [InlineData("OpenStack", "2017-05-16T00:00:00.008", "OpenStack")]
    [InlineData("Spark", "2017-06-09T20:10:40", "log4j")]
    public void Every_line_is_an_event_with_its_own_time(string name, string firstTime, string sourcetype)
    {
        if (!TestData.TryRead($"loghub/{name}.log", output, out var bytes))
        {
            return;
        }

        foreach (var given in new[] { null, "something" })
        {
            var run = ParserRun.Of(bytes, sourcetype: given, now: Now, source: $"/var/log/{name}.log", chunks: Enumerable.Repeat(4096, bytes.Length / 4096));

            Assert.Equal(2000, run.Events.Count);
            Assert.Equal(firstTime, run.Events[0].Iso);
            Assert.Equal(0, run.Counters.TimesFromPreviousEvent + run.Counters.TimesFromFile + run.Counters.TimesFromClock);
            Assert.Equal(Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries), run.Raws);
            Assert.Equal(new EventOrigin("host1", $"/var/log/{name}.log", given ?? sourcetype), run.Events[0].Origin);
        }
    }

    [Theory]
    [InlineData("Apache", "Time", "ddd MMM dd HH:mm:ss yyyy")]
    [InlineData("HDFS", "Date,Time", "yyMMdd HHmmss")]
    [InlineData("Linux", "Month,Date,Time", "MMM d HH:mm:ss yyyy")]
    [InlineData("OpenSSH", "Date,Day,Time", "MMM d HH:mm:ss yyyy")]
    public void Times_agree_with_those_taken_by_hand(string name, string columns, string format)
    {
        if (!TestData.TryRead($"loghub/{name}.log", output, out var bytes) || !TestData.TryRead($"loghub/{name}.structured.csv", output, out var csv))
        {
            return;
        }

        var now = DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture);
        var expected = ReadColumns(Encoding.UTF8.GetString(csv), columns.Split(',')).Select(text =>
        {
            // These logs have no year: the latest in which the time has passed.
            var dated = format.StartsWith("MMM", StringComparison.Ordinal);
            var time = DateTimeOffset.ParseExact(dated ? $"{text} 2026" : text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            return EventTime.FromDateTimeOffset(dated && time > now.AddDays(1) ? time.AddYears(-1) : time);
        });

        Assert.Equal(expected, ParserRun.Of(bytes, now: Now).Events.Select(e => e.Time));
    }

    [Theory]
    [InlineData("zeek-default_dns.log.gz", "zeek", 8)]
    [InlineData("zeek-default_weird.log.gz", "zeek", 8)]
    [InlineData("zeek-json_syslog.json.gz", "zeek_json", 0)]
    [InlineData("zeek-json_weird.json.gz", "zeek_json", 0)]
    public void Zeek_gives_an_event_a_line(string file, string sourcetype, int headerLines)
    {
        if (!TestData.TryRead($"zeek/{file}", output, out var bytes))
        {
            return;
        }

        var lines = Encoding.Latin1.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var run = ParserRun.Of(bytes, sourcetype: null, source: $"/data/{file}");

        Assert.Equal(sourcetype, run.Events[0].Origin.SourceType);
        Assert.Equal(lines, run.Raws);
        foreach (var e in run.Events.Skip(headerLines).Where(e => e.Raw[0] != '#'))
        {
            Assert.Equal(ZeekTime(e.Raw), e.Time);
        }
    }

    [Fact]
    public void Windows_events_have_the_time_with_a_zone()
    {
        if (!TestData.TryRead("windows/windows-events.jsonl.gz", output, out var bytes))
        {
            return;
        }

        bytes = bytes[..(Array.LastIndexOf(bytes, (byte)'\n', 20_000_000) + 1)];
        var run = ParserRun.Of(bytes, sourcetype: null, source: "windows-events.jsonl");

        Assert.Equal("windows_json", run.Events[0].Origin.SourceType);
        Assert.Equal(bytes.Count(b => b == '\n'), run.Events.Count);
        Assert.Equal(0, run.Counters.LinesTruncated);
        foreach (var e in run.Events)
        {
            using var json = JsonDocument.Parse(Encoding.Latin1.GetBytes(e.Raw));
            Assert.Equal(EventTime.FromDateTimeOffset(json.RootElement.GetProperty("@timestamp").GetDateTimeOffset()), e.Time);
        }
    }

    private static EventTime ZeekTime(string raw)
    {
        if (raw[0] == '{')
        {
            using var json = JsonDocument.Parse(Encoding.Latin1.GetBytes(raw));
            return EventTime.FromDateTimeOffset(json.RootElement.GetProperty("ts").GetDateTimeOffset());
        }

        var seconds = decimal.Parse(raw[..raw.IndexOf('\t')], CultureInfo.InvariantCulture);
        return new EventTime((long)(seconds * EventTime.NanosecondsPerSecond));
    }

    private static IEnumerable<string> ReadColumns(string csv, string[] names)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].TrimEnd('\r').Split(',');
        var columns = names.Select(name => Array.IndexOf(header, name)).ToArray();
        return lines.Skip(1).Select(line => line.Split(',')).Select(fields => string.Join(' ', columns.Select(column => fields[column])));
    }
}
