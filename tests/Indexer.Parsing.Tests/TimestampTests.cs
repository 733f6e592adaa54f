using Indexer.Model;
using Indexer.Parsing.Patterns;
using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing.Tests;

[Trait("Row", "EVT-07")]
public sealed class TimestampTests
{
    private const string Now = "2026-11-21T12:00:00Z";

    private static readonly ParsingOptions oneLine = new() { ShouldLineMerge = false };

    [Theory]
    // ISO 8601 and its relatives
    [InlineData("2015-10-18T18:01:47Z x", "2015-10-18T18:01:47")]
    [InlineData("2015-10-18T18:01:47.978Z", "2015-10-18T18:01:47.978")]
    [InlineData("2015-10-18t18:01:47,978z", "2015-10-18T18:01:47.978")]
    [InlineData("2015-10-18T18:01:47.978+02:00", "2015-10-18T16:01:47.978")]
    [InlineData("2015-10-18T18:01:47-0730 x", "2015-10-19T01:31:47")]
    [InlineData("2015-10-18T18:01:47+02", "2015-10-18T16:01:47")]
    [InlineData("2015-10-18T18:01Z", "2015-10-18T18:01:00")]
    [InlineData("20151018T180147Z", "2015-10-18T18:01:47")]
    [InlineData("20151018T180147.25+0100", "2015-10-18T17:01:47.25")]
    [InlineData("2015-10-18 18:01:47,978 INFO", "2015-10-18T18:01:47.978")]
    [InlineData("2015-10-18 18:01:47 -0700 x", "2015-10-19T01:01:47")]
    [InlineData("2015-10-18 18:01:47.5 UTC [4] LOG", "2015-10-18T18:01:47.5")]
    [InlineData("2015/10/18 18:01:47 [error] x", "2015-10-18T18:01:47")]
    [InlineData("2005-06-03-15.42.50.675872 x", "2005-06-03T15:42:50.675872")]
    [InlineData("2024-04-12-19-29-12", "2024-04-12T19:29:12")]
    [InlineData("2015-10-18_18:01:47", "2015-10-18T18:01:47")]
    [InlineData("2016-12-31T23:59:60Z leap second", "2017-01-01T00:00:00")]
    [InlineData("20171223-22:15:29:606|Step", "2017-12-23T22:15:29.606")]
    [InlineData("20171224-1:2:35:78|Step", "2017-12-24T01:02:35.078")]
    [InlineData("20171223221529 x", "2017-12-23T22:15:29")]
    [InlineData("20171223221529123 x", "2017-12-23T22:15:29.123")]
    [InlineData("081109 203615 148 INFO", "2008-11-09T20:36:15")]
    [InlineData("081109  1:02:03 mysqld", "2008-11-09T01:02:03")]
    [InlineData("2020-05-06 only a date", "2020-05-06T00:00:00")]
    // other orders of numbers
    [InlineData("17/06/09 20:10:40 INFO x", "2017-06-09T20:10:40")]
    [InlineData("12/06/09 20:10:40 INFO x", "2012-06-09T20:10:40")]
    [InlineData("12/06/09 20:10:40 x", "2009-12-06T20:10:40")]
    [InlineData("3/17/2019 4:13:38 PM x", "2019-03-17T16:13:38")]
    [InlineData("03/04/2019 12:13:38 AM x", "2019-03-04T00:13:38")]
    [InlineData("17/03/2019 16:13:38", "2019-03-17T16:13:38")]
    [InlineData("04.03.2019 16:13:38,25", "2019-03-04T16:13:38.25")]
    [InlineData("03-17 16:13:38.811  1702", "2026-03-17T16:13:38.811")]
    [InlineData("I0317 16:13:38.811123 1 main.go:3] x", "2026-03-17T16:13:38.811123")]
    // named months
    [InlineData("Jun 14 15:16:01 combo x", "2026-06-14T15:16:01")]
    [InlineData("Jul  1 09:00:55 host x", "2026-07-01T09:00:55")]
    [InlineData("<34>Oct 11 22:14:15 mymachine su: x", "2026-10-11T22:14:15")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z mymachine", "2003-10-11T22:14:15.003")]
    [InlineData("[Sun Dec 04 04:47:44 2005] [notice]", "2005-12-04T04:47:44")]
    [InlineData("[Sun Dec 04 04:47:44.123456 2005] [x:notice]", "2005-12-04T04:47:44.123456")]
    [InlineData("Sun Dec  4 04:47:44 PST 2005", "2005-12-04T12:47:44")]
    [InlineData("June 14, 2005 3:16:01 PM x", "2005-06-14T15:16:01")]
    [InlineData("Sun, 04 Dec 2005 04:47:44 GMT", "2005-12-04T04:47:44")]
    [InlineData("127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET", "2000-10-10T20:55:36")]
    [InlineData("04-Dec-2005 04:47:44.123 x", "2005-12-04T04:47:44.123")]
    // epochs
    [InlineData("1521911720.865716\tCqK", "2018-03-24T17:15:20.865716")]
    [InlineData("- 1117838570 2005.06.03 R02 2005-06-03-15.42.50.675872", "2005-06-03T22:42:50")]
    [InlineData("134681 node-246 unix.hw state_change.unavailable 1077804742 1 C", "2004-02-26T14:12:22")]
    [InlineData("time=1521911720865 x", "2018-03-24T17:15:20.865")]
    [InlineData("1521911720865716 x", "2018-03-24T17:15:20.865716")]
    [InlineData("1521911720865716123 x", "2018-03-24T17:15:20.8657161")]
    // surroundings
    [InlineData("nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746", "2017-05-16T00:00:00.008")]
    [InlineData("ts=2019-03-17T16:13:38Z level=info", "2019-03-17T16:13:38")]
    [InlineData("/var/log/2011-01-01/x 2019-03-17T16:13:38Z", "2019-03-17T16:13:38")]
    [InlineData("10.2.3.17 12.30.2019 2019-03-17 16:13:38", "2019-03-17T16:13:38")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00")]
    [InlineData("2100-02-28 23:59:59", "2100-02-28T23:59:59")]
    [InlineData("2024-02-29 12:00:00", "2024-02-29T12:00:00")]
    public void Recognises(string line, string expected)
    {
        var run = ParserRun.Of(line, oneLine, now: Now);

        Assert.Equal(expected, run.Events[0].Iso);
        Assert.Equal(0, run.Counters.TimesFromClock);
    }

    [Theory]
    [InlineData("2015-13-18 18:01:47")]
    [InlineData("2015-02-29 18:01:47")]
    [InlineData("2100-02-29 18:01:47")]
    [InlineData("2015-10-18X25:61:00 and 25:61")]
    [InlineData("Jun 31 15:16:01")]
    [InlineData("Jux 14 15:16:01")]
    [InlineData("version 1.2.34 of 10.251.73.220:50010")]
    [InlineData("appattempt_1445144423722_0020 blk_-1608999687919862906")]
    [InlineData("9999999999 and 0000000000 and 5551234567")]
    [InlineData("tel. +4915112345678")]
    [InlineData("12:34:56 without a date")]
    [InlineData("May be 12 34")]
    [InlineData("")]
    public void Is_not_a_timestamp(string line)
    {
        var run = ParserRun.Of(line + " -", oneLine, now: Now);

        Assert.Equal(1, run.Counters.TimesFromClock);
        Assert.Equal("2026-11-21T12:00:00", run.Events[0].Iso);
    }

    [Theory]
    [InlineData("""{"a":"2001-01-01 00:00:00","@timestamp":"2020-09-04T07:06:11.273Z"}""", "2020-09-04T07:06:11.273")]
    [InlineData("""{"EventTime":"2020-09-04 03:06:08","x":1}""", "2020-09-04T03:06:08")]
    [InlineData("""{"level":30,"time":1531171074631,"msg":"x"}""", "2018-07-09T21:17:54.631")]
    [InlineData("""{"time":0.25,"ts":1521911720.865716}""", "2018-03-24T17:15:20.865716")]
    [InlineData("""{"ts" : "1521911720"}""", "2018-03-24T17:15:20")]
    [InlineData("""{"log":"at 2001-01-01 00:00:00 \"time\":\"2002-01-01T00:00:00Z\"","time":"2019-03-17T16:13:38.123456789Z"}""", "2019-03-17T16:13:38.1234567")]
    [InlineData("""{"timestamp":"Sun, 04 Dec 2005 04:47:44 GMT"}""", "2005-12-04T04:47:44")]
    [InlineData("""{"timestamp":"never","when":"2019-03-17T16:13:38Z"}""", "2019-03-17T16:13:38")]
    public void Recognises_time_fields_of_json(string line, string expected) =>
        Assert.Equal(expected, ParserRun.Of(line, oneLine).Events[0].Iso);

    [Fact]
    public void Time_field_of_json_may_be_far_into_the_event() =>
        Assert.Equal("2020-09-04T07:06:11.273",
            ParserRun.Of($$"""{"m":"{{new string('x', 5000)}}","@timestamp":"2020-09-04T07:06:11.273Z"}""", oneLine).Events[0].Iso);

    [Fact]
    public void Lookahead_limits_what_is_read()
    {
        Assert.Equal(1, ParserRun.Of(new string('x', 130) + " 2020-01-01 10:00:00", oneLine).Counters.TimesFromClock);
        Assert.Equal("2020-01-01T10:00:00", ParserRun.Of("2020-01-01 10:00:00.123", oneLine with { MaxTimestampLookahead = 19 }).Events[0].Iso);
        Assert.Equal("2020-01-01T10:00:00", ParserRun.Of(new string('x', 130) + " 2020-01-01 10:00:00", oneLine with { MaxTimestampLookahead = 0 }).Events[0].Iso);
    }

    [Fact]
    public void Default_lookahead_does_not_cut_a_timestamp_in_two() =>
        Assert.Equal("2020-01-01T10:00:57.5", ParserRun.Of(new string('x', 120) + " 2020-01-01 10:00:57.5", oneLine).Events[0].Iso);

    [Fact]
    public void Date_alone_does_not_hide_the_time_of_the_next_line() =>
        Assert.Equal(["2020-01-01T00:00:00", "2020-01-02T10:00:57"], ParserRun.Of("2020-01-01 a\n2020-01-02 10:00:57 b\n", oneLine).Events.Select(e => e.Iso));

    [Fact]
    public void Prefix_says_where_to_look()
    {
        var options = oneLine with { TimePrefix = BytePattern.Parse(@"finished=") };

        Assert.Equal("2020-01-02T00:00:00", ParserRun.Of("started=2020-01-01T00:00:00 finished=2020-01-02T00:00:00", options).Events[0].Iso);
        Assert.Equal(1, ParserRun.Of("started=2020-01-01T00:00:00", options).Counters.TimesFromClock);
    }

    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S.%3N", "2020-03-04 05:06:07.891234", "2020-03-04T05:06:07.891")]
    [InlineData("%Y-%m-%d %H:%M:%S,%Q", "2020-03-04 05:06:07,89", "2020-03-04T05:06:07.89")]
    [InlineData("%Y%m%d%H%M%S%6N", "20200304050607891234", "2020-03-04T05:06:07.891234")]
    [InlineData("%FT%T%z", "2020-03-04T05:06:07+0130", "2020-03-04T03:36:07")]
    [InlineData("%F %T%:z", "2020-03-04 05:06:07-01:30", "2020-03-04T06:36:07")]
    [InlineData("%F %T %Z", "2020-03-04 05:06:07 EST", "2020-03-04T10:06:07")]
    [InlineData("%d/%m/%y %I:%M %p", "04/03/20 12:06 am", "2020-03-04T00:06:00")]
    [InlineData("%b %e %H:%M:%S", "Mar  4 05:06:07", "2026-03-04T05:06:07")]
    [InlineData("%A, %d %B %Y %H:%M:%S", "Wednesday, 04 March 2020 05:06:07", "2020-03-04T05:06:07")]
    [InlineData("%s%3N", "1583298367891", "2020-03-04T05:06:07.891")]
    [InlineData("%s.%6N", "1583298367.891234", "2020-03-04T05:06:07.891234")]
    [InlineData("%Y.%j %H", "2020.064 05", "2020-03-04T05:00:00")]
    [InlineData("%H:%M:%S", "05:06:07", "2026-11-21T05:06:07")]
    [InlineData("100%% %F", "100% 2020-03-04", "2020-03-04T00:00:00")]
    [InlineData("%m/%d %H:%M", "x 03/04 05:06", "2026-03-04T05:06:00")]
    [InlineData("日%F", "日2020-03-04", "2020-03-04T00:00:00")]
    public void Reads_configured_format(string format, string line, string expected) =>
        Assert.Equal(expected, ParserRun.Of(line, oneLine with { TimeFormat = TimeFormat.Parse(format) }).Events[0].Iso);

    [Theory]
    [InlineData("%Y-%m-%d", "2020-13-04")]
    [InlineData("%Y-%m-%d", "2021-02-29")]
    [InlineData("%F %T", "2020-03-04 25:00:00")]
    [InlineData("%F %T", "2020-03-04 nothing 2020-01-01")]
    [InlineData("%I %p %F", "13 PM 2020-01-01")]
    public void Configured_format_that_does_not_fit_gives_no_time(string format, string line) =>
        Assert.Equal(1, ParserRun.Of(line, oneLine with { TimeFormat = TimeFormat.Parse(format) }).Counters.TimesFromClock);

    [Theory]
    [InlineData("%K", "unknown directive %K")]
    [InlineData("%Y-%", "middle of a directive")]
    [InlineData("today", "no part of a time")]
    public void Unusable_format_says_why(string format, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => TimeFormat.Parse(format)).Message, StringComparison.Ordinal);

    [Fact]
    public void Event_without_a_time_takes_the_event_before_then_the_file_then_the_clock()
    {
        var fileTime = EventTime.FromSeconds(1_000_000);

        var withFile = ParserRun.Of("a\n2020-01-01 00:00:00 b\nc\n", oneLine, fileTime: fileTime);
        var without = ParserRun.Of("a\n", oneLine, now: Now);

        Assert.Equal(["1970-01-12T13:46:40", "2020-01-01T00:00:00", "2020-01-01T00:00:00"], withFile.Events.Select(e => e.Iso));
        Assert.Equal((1, 1, 0), (withFile.Counters.TimesFromFile, withFile.Counters.TimesFromPreviousEvent, withFile.Counters.TimesFromClock));
        Assert.Equal("2026-11-21T12:00:00", without.Events[0].Iso);
    }

    [Fact]
    public void Time_of_arrival_or_of_the_file_can_be_asked_for()
    {
        var fileTime = EventTime.FromSeconds(1_000_000);
        const string line = "2020-01-01 00:00:00 a";

        Assert.Equal("2026-11-21T12:00:00", ParserRun.Of(line, oneLine with { TimestampSource = TimestampSource.Arrival }, fileTime: fileTime).Events[0].Iso);
        Assert.Equal("1970-01-12T13:46:40", ParserRun.Of(line, oneLine with { TimestampSource = TimestampSource.Input }, fileTime: fileTime).Events[0].Iso);
    }

    [Fact]
    public void Times_out_of_the_accepted_range_are_none()
    {
        var run = ParserRun.Of("2026-11-20 00:00:00\n2026-09-01 00:00:00\n2026-11-25 00:00:00\n", oneLine with { MaxDaysAgo = 30, MaxDaysHence = 2 }, now: Now);

        Assert.All(run.Events, e => Assert.Equal("2026-11-20T00:00:00", e.Iso));
    }

    [Theory]
    [InlineData("2027-01-01T00:00:10Z", "Dec 31 23:59:59 h", "2026-12-31T23:59:59")]
    [InlineData("2027-01-01T00:00:10Z", "Jan  1 00:00:01 h", "2027-01-01T00:00:01")]
    [InlineData("2026-12-31T23:59:58Z", "Jan  1 00:00:03 h", "2027-01-01T00:00:03")]
    [InlineData("2026-12-31T12:00:00Z", "Jan  2 00:00:03 h", "2026-01-02T00:00:03")]
    [InlineData("2026-06-15T12:00:00Z", "Jun 16 11:59:00 h", "2026-06-16T11:59:00")]
    [InlineData("2026-06-15T12:00:00Z", "Jun 16 12:01:00 h", "2025-06-16T12:01:00")]
    [InlineData("2026-06-15T12:00:00Z", "Feb 29 12:01:00 h", "2024-02-29T12:01:00")]
    [InlineData("2026-06-15T12:00:00Z", "02-29 12:01:00.5 h", "2024-02-29T12:01:00.5")]
    public void Missing_year_is_the_latest_that_is_not_more_than_a_day_ahead(string now, string line, string expected) =>
        Assert.Equal(expected, ParserRun.Of(line, oneLine, now: now).Events[0].Iso);

    [Theory]
    [InlineData("Europe/Berlin", "2026-01-15 12:00:00", "2026-01-15T11:00:00")]
    [InlineData("Europe/Berlin", "2026-07-15 12:00:00", "2026-07-15T10:00:00")]
    [InlineData("Europe/Berlin", "2026-07-15 12:00:00Z", "2026-07-15T12:00:00")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:30:00")] // skipped by the clocks
    [InlineData("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T01:30:00")] // comes twice: standard time
    [InlineData("Asia/Kathmandu", "2026-07-15 12:00:00", "2026-07-15T06:15:00")]
    [InlineData("America/New_York", "Jan 15 12:00:00 h", "2026-01-15T17:00:00")]
    [InlineData("America/St_Johns", "1950-01-15 12:00:00", "1950-01-15T15:30:00")]
    public void Time_without_a_zone_is_in_the_configured_one(string zone, string line, string expected) =>
        Assert.Equal(expected, ParserRun.Of(line, oneLine with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) }).Events[0].Iso);

    [Fact]
    public void Change_of_clocks_is_followed_within_a_stream()
    {
        var options = oneLine with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };

        var run = ParserRun.Of("2026-03-08 01:59:59\n2026-03-08 03:00:00\n2026-11-01 00:59:59\n2026-11-01 02:00:00\n", options);

        Assert.Equal(["2026-03-08T06:59:59", "2026-03-08T07:00:00", "2026-11-01T04:59:59", "2026-11-01T07:00:00"], run.Events.Select(e => e.Iso));
    }
}
