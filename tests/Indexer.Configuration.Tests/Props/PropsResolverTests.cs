using Indexer.Configuration.Props;

namespace Indexer.Configuration.Tests.Props;

public sealed class PropsResolverTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    private PropsResolver Props(string text) => home.Local("props", text).Load().Props;

    private int MaxEvents(string text, string host = "h", string source = "/s", string sourceType = "t") =>
        Props(text).Resolve(host, source, sourceType).MaxEvents;

    [Fact]
    public void Nothing_configured_gives_the_documented_defaults()
    {
        var props = Props("").Resolve("h", "s", "unknown");

        Assert.Equal(("UTF-8", @"([\r\n]+)", 10_000), (props.Charset, props.LineBreaker, props.Truncate));
        Assert.Equal((true, true, 256), (props.ShouldLineMerge, props.BreakOnlyBeforeDate, props.MaxEvents));
        Assert.Equal((null, null, null), (props.MaxTimestampLookahead, props.MaxDaysAgo, props.MaxDaysHence));
        Assert.Equal((null, null, null, null), (props.BreakOnlyBefore, props.MustBreakAfter, props.TimePrefix, props.TimeFormat));
        Assert.Equal(("indexing", IndexedExtractions.None, KeyValueMode.Auto), (props.Segmentation, props.IndexedExtractions, props.KeyValueMode));
        Assert.Null(props.TimeZone);
        Assert.Empty(props.Transforms);
    }

    [Fact]
    [Trait("Row", "IDX-22")]
    public void Source_wins_over_host_and_host_over_sourcetype_key_by_key()
    {
        var props = Props("""
            [default]
            TRUNCATE = 1
            MAX_EVENTS = 1
            MAX_DAYS_AGO = 1
            MAX_DAYS_HENCE = 1
            [t]
            MAX_EVENTS = 2
            MAX_DAYS_AGO = 2
            MAX_DAYS_HENCE = 2
            [host::h]
            MAX_DAYS_AGO = 3
            MAX_DAYS_HENCE = 3
            [source::/s]
            MAX_DAYS_HENCE = 4
            """).Resolve("h", "/s", "t");

        Assert.Equal((1, 2, 3, 4), (props.Truncate, props.MaxEvents, props.MaxDaysAgo, props.MaxDaysHence));
    }

    [Fact]
    public void A_name_wins_over_a_pattern_and_patterns_go_by_ASCII_order()
    {
        const string text = """
            [source::/logs/abc/.../*.log]
            MAX_EVENTS = 1
            [source::/logs/.../*.log]
            MAX_EVENTS = 2
            [source::/logs/abc/def/gh.log]
            MAX_EVENTS = 3
            """;

        Assert.Equal(3, MaxEvents(text, source: "/logs/abc/def/gh.log"));
        Assert.Equal(2, MaxEvents(text, source: "/logs/abc/def/other.log"));
    }

    [Fact]
    public void A_higher_priority_wins_over_both()
    {
        const string text = """
            [source::/logs/a.log]
            MAX_EVENTS = 1
            [source::...z...]
            MAX_EVENTS = 2
            priority = 5
            [source::...a...]
            MAX_EVENTS = 3
            [source::/logs/*]
            MAX_EVENTS = 4
            priority = 101
            """;

        Assert.Equal(4, MaxEvents(text, source: "/logs/a.log"));
        Assert.Equal(2, MaxEvents(text, source: "a/z"));
    }

    [Fact]
    public void Hosts_are_matched_without_regard_to_case_sources_and_sourcetypes_are_not()
    {
        const string text = "[host::WEB*]\nMAX_EVENTS = 5\n[source::/Logs/a]\nTRUNCATE = 7\n[Type]\nMAX_DAYS_AGO = 9\n";

        var same = Props(text).Resolve("web01", "/Logs/a", "Type");
        var other = Props(text).Resolve("web01", "/logs/A", "type");

        Assert.Equal((5, 7, 9), (same.MaxEvents, same.Truncate, same.MaxDaysAgo));
        Assert.Equal((5, 10_000, null), (other.MaxEvents, other.Truncate, other.MaxDaysAgo));
    }

    [Fact]
    public void Families_are_collected_over_all_stanzas_in_ASCII_order_of_the_class()
    {
        var props = home
            .Local("transforms", "[a]\nREGEX = x\n[b]\nREGEX = x\n[c]\nREGEX = x\n[d]\nREGEX = x\n")
            .Local("props", """
                [t]
                TRANSFORMS-2 = a
                TRANSFORMS-1 = b, c
                SEDCMD-z = s/1/2/
                SEDCMD-a = s/3/4/g
                EXTRACT-x = (?P<x>\d+)
                EXTRACT-y = (?<y>\d+) in x
                FIELDALIAS-f = src AS source_ip
                EVAL-kb = bytes / 1024
                REPORT-r = d
                [host::h]
                TRANSFORMS-2 = d
                EXTRACT-y =
                """)
            .Load().Props.Resolve("h", "s", "t");

        Assert.Equal(["b", "c", "d"], props.Transforms);
        Assert.Equal([new SedCommand.Substitute("3", "4", 0), new SedCommand.Substitute("1", "2", 1)], props.SedCommands);
        Assert.Equal([new ExtractRule(@"(?<x>\d+)", "_raw")], props.Extractions);
        Assert.Equal([new FieldAlias("src", "source_ip", KeepsExisting: false)], props.FieldAliases);
        Assert.Equal([KeyValuePair.Create("kb", "bytes / 1024")], props.CalculatedFields);
        Assert.Equal(["d"], props.Reports);
    }

    [Fact]
    public void Every_key_of_event_processing_is_taken()
    {
        var props = Props("""
            [t]
            CHARSET = SHIFT_JIS
            LINE_BREAKER = (;)
            TRUNCATE = 0
            SHOULD_LINEMERGE = false
            BREAK_ONLY_BEFORE_DATE = false
            BREAK_ONLY_BEFORE = ^\d
            MUST_BREAK_AFTER = end$
            MUST_NOT_BREAK_AFTER = a
            MUST_NOT_BREAK_BEFORE = b
            MAX_EVENTS = 1000
            TIME_PREFIX = ^\[
            TIME_FORMAT = %Y-%m-%d %H:%M:%S.%3N
            MAX_TIMESTAMP_LOOKAHEAD = -1
            TZ = Asia/Tokyo
            DATETIME_CONFIG = CURRENT
            MAX_DAYS_AGO = 10
            MAX_DAYS_HENCE = 20
            SEGMENTATION = inner
            INDEXED_EXTRACTIONS = csv
            KV_MODE = json
            AUTO_KV_JSON = false
            rename = other
            """).Resolve("h", "s", "t");

        Assert.Equal(("SHIFT_JIS", "(;)", 0, false, false), (props.Charset, props.LineBreaker, props.Truncate, props.ShouldLineMerge, props.BreakOnlyBeforeDate));
        Assert.Equal((@"^\d", "end$", "a", "b", 1000), (props.BreakOnlyBefore, props.MustBreakAfter, props.MustNotBreakAfter, props.MustNotBreakBefore, props.MaxEvents));
        Assert.Equal((@"^\[", "%Y-%m-%d %H:%M:%S.%3N", 0, "Asia/Tokyo"), (props.TimePrefix, props.TimeFormat, props.MaxTimestampLookahead, props.TimeZone!.Id));
        Assert.Equal(("CURRENT", 10, 20, "inner"), (props.DatetimeConfig, props.MaxDaysAgo, props.MaxDaysHence, props.Segmentation));
        Assert.Equal((IndexedExtractions.Csv, KeyValueMode.Json, false, "other"), (props.IndexedExtractions, props.KeyValueMode, props.AutoJson, props.Rename));
        Assert.Empty(home.Warnings());
    }

    [Fact]
    public void The_same_stanzas_give_the_same_object_however_many_sources_there_are()
    {
        var props = Props("[source::/logs/*]\nMAX_EVENTS = 5\n");

        var first = props.Resolve("h", "/logs/0", "t");

        for (var i = 0; i < 40_000; i++)
        {
            Assert.Same(first, props.Resolve("h", "/logs/" + i, "t"));
        }
    }

    [Fact]
    public void A_source_can_be_given_its_sourcetype()
    {
        var props = Props("[source::.../access*.log]\nsourcetype = access_combined\n[source::/var/log/x]\nsourcetype = mine\n");

        Assert.Equal("access_combined", props.AssignSourceType("/var/log/access.log"));
        Assert.Equal("mine", props.AssignSourceType("/var/log/x"));
        Assert.Null(props.AssignSourceType("/var/log/y"));
    }

    [Theory]
    [InlineData("LINE_BREAKER = abc", "expected a regular expression with a capturing group, found 'abc': it captures nothing")]
    [InlineData("TZ = Mars/Phobos", "expected a time zone such as Europe/Berlin or UTC, found 'Mars/Phobos'")]
    [InlineData("CHARSET = X", "expected a character set such as UTF-8, UTF-16LE, ISO-8859-1, SHIFT_JIS, EUC-JP or AUTO, found 'X'")]
    [InlineData("EXTRACT-x = \\d+", "expected a regular expression with a named group, found '\\d+': it has no named group, as in (?<field>…)")]
    [InlineData("FIELDALIAS-x = a b c", "expected <field> AS <alias>, found 'a b c': expected AS after 'a'")]
    [InlineData("SEDCMD-x = s/a/b", "expected s/<regex>/<replacement>/<flags> or y/<characters>/<characters>/, found 's/a/b': the command at character 1 has fewer than three '/'")]
    public void Wrong_values_are_refused(string line, string message)
    {
        home.Local("props", $"[t]\n{line}\n");

        Assert.Equal([$"$HOME/etc/system/local/props.conf:2: [t] {line.Split(' ')[0]}: {message}"], home.Errors());
    }

    [Theory]
    [InlineData("source::/a(", "the pattern cannot be read: InsufficientClosingParentheses")]
    [InlineData("host::(?=x)y", "a pattern may not have look-around or back references")]
    public void Wrong_patterns_are_refused(string stanza, string message)
    {
        home.Local("props", $"[{stanza}]\nMAX_EVENTS = 1\n");

        Assert.Equal([$"$HOME/etc/system/local/props.conf:1: [{stanza}]: {message}"], home.Errors());
    }
}
