using System.Text;
using Indexer.Model;
using Indexer.Parsing.Sourcetypes;

namespace Indexer.Parsing.Tests;

[Trait("Row", "EVT-04")]
public sealed class SourcetypeTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "_json")]
    [InlineData("{\"a\":1", "_json")]
    [InlineData("{\"a\":1}\nnot json\n", "app")]
    [InlineData("{not json}\n", "app")]
    [InlineData("{\"EventID\":1,\"Channel\":\"Security\"}\n", "windows_json")]
    [InlineData("{\"ts\":1521911720.8,\"id.orig_h\":\"10.0.0.1\"}\n", "zeek_json")]
    [InlineData("#separator \\x09\n#set_separator\t,\n", "zeek")]
    [InlineData("Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure\n", "syslog")]
    [InlineData("<34>Oct 11 22:14:15 mymachine su: 'su root' failed\n", "syslog")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z mymachine evntslog - ID47 - x\n", "syslog")]
    [InlineData("127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n", "access_common")]
    [InlineData("127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 - \"-\" \"Mozilla/4.08 \\\"x\\\"\"\n", "access_combined")]
    [InlineData("[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok\n", "apache_error")]
    [InlineData("2015-10-18 18:01:47,978 INFO [main] org.example.App: x\njava.lang.Exception\n\tat x\n\tat y\n", "log4j")]
    [InlineData("2015-10-18 18:01:47,978 [main] WARN  org.example.App: x\n", "log4j")]
    [InlineData("id,name,\"when, where\"\n1,a,b\n2,\"c,d\",e\n", "csv")]
    [InlineData("id,name\n1,a\n", "app")]
    [InlineData("\uFEFF{\"a\":1}\n", "_json")]
    [InlineData("whatever\n", "app")]
    [InlineData("", "app")]
    public void Common_formats_are_recognised_by_their_first_lines(string text, string expected) =>
        Assert.Equal(expected, SourcetypeClassifier.Classify(Encoding.UTF8.GetBytes(text), "/var/log/app.log", isWhole: false));

    [Theory]
    [InlineData("/var/log/messages", "messages")]
    [InlineData("/var/log/app.log.1.gz", "app")]
    [InlineData("/var/log/app.log-20260101", "app")]
    [InlineData("C:\\logs\\My App.log", "My_App")]
    [InlineData("tcp:1514", "tcp:1514")]
    [InlineData("/var/log/.log", ".log")]
    [InlineData("", "unknown")]
    public void Unknown_format_is_named_after_the_file(string source, string expected) =>
        Assert.Equal(expected, SourcetypeClassifier.Classify("zzz\n"u8, source, isWhole: false));

    [Fact]
    public void Small_file_of_an_unknown_format_says_so() =>
        Assert.Equal("test-too_small", ParserRun.Of("a\nb\n", sourcetype: null).Events[0].Origin.SourceType);

    [Fact]
    [Trait("Row", "EVT-16")]
    public void Sourcetype_host_source_and_index_of_the_input_hold()
    {
        Assert.True(IndexName.TryParse("fflanda", out var index, out _));
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(index, "web-1", "/var/log/messages", "mine"), ShippedSourcetypes.Instance, batches, FixedClock.At("2026-11-21T12:00:00Z"));

        parser.Append("{\"a\":1}\n"u8);
        parser.Complete();

        var (taken, batch) = Assert.Single(batches.Take());
        Assert.Equal(index, taken);
        Assert.Equal([new EventOrigin("web-1", "/var/log/messages", "mine")], batch.Origins);
        batch.Release();
    }

    [Fact]
    [Trait("Row", "IDX-20")]
    public void Whole_input_goes_to_its_index()
    {
        Assert.True(IndexName.TryParse("fflanda", out var index, out _));
        using var batches = new EventBatches();
        foreach (var (target, text) in new[] { (index, "a\nb\n"), (IndexName.Main, "c\n"), (index, "d\n") })
        {
            using var parser = new EventParser(new InputMetadata(target, "h", "monitor", "t"), ShippedSourcetypes.Instance, batches, FixedClock.At("2026-11-21T12:00:00Z"));
            parser.Append(Encoding.UTF8.GetBytes(text));
            parser.Complete();
        }

        Assert.Equal(4, batches.Count);
        var counts = batches.Take().ToDictionary(taken => taken.Key, taken => taken.Value.Count);
        Assert.Equal(3, counts[index]);
        Assert.Equal(1, counts[IndexName.Main]);
    }

    [Fact]
    public void Overlong_metadata_is_cut_at_a_character()
    {
        var run = ParserRun.Of("a", source: new string('é', 3000));

        Assert.Equal(new string('é', EventOrigin.ValueBytesMax / 2), run.Events[0].Origin.Source);
    }

    [Fact]
    public void Idle_flush_recognises_by_what_is_there()
    {
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "h", "tcp:99"), ShippedSourcetypes.Instance, batches, FixedClock.At("2026-11-21T12:00:00Z"));

        parser.Append("{\"a\":1}\n"u8);
        Assert.Null(parser.Origin);
        Assert.Equal(0, batches.Count);
        parser.Flush();

        Assert.Equal("_json", parser.Origin?.SourceType);
        Assert.Equal(1, batches.Count);
    }
}
