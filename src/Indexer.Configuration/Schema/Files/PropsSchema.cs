using Indexer.Configuration.Props;

namespace Indexer.Configuration.Schema.Files;

/// <summary><c>props.conf</c>: how events of a sourcetype, host or source are processed and read.</summary>
internal static class PropsSchema
{
    public const string HostPrefix = "host::";
    public const string SourcePrefix = "source::";

    // Declared before the keys that use them: static fields are initialised in this order.
    private static readonly ValueType<IReadOnlyList<SedCommand>> SedScript = new("s/<regex>/<replacement>/<flags> or y/<characters>/<characters>/", SedCommand.Parse);
    private static readonly ValueType<ExtractRule> Extraction = new("a regular expression with a named group", ExtractRule.Parse);
    private static readonly ValueType<IReadOnlyList<FieldAlias>> Aliases = new("<field> AS <alias>", FieldAlias.Parse);

    public static readonly Key<int> Priority = new("priority", ValueTypes.Integer(0, int.MaxValue), null,
        "Which of several `host::` or of several `source::` stanzas wins: the highest. A name without pattern has 100, a pattern 0.");

    public static readonly Key<string> SourceType = new("sourcetype", TextTypes.NonEmpty, null,
        "Only in `source::` stanzas: the sourcetype of inputs that name none.");

    public static readonly Key<string> Charset = new("CHARSET", TextTypes.Charset, "UTF-8",
        "The character set of the input. `AUTO` recognises it.");

    public static readonly Key<string> LineBreaker = new("LINE_BREAKER", TextTypes.RegexWithGroup, @"([\r\n]+)",
        "Parts the input into lines. What the first group matches is dropped.");

    public static readonly Key<int> Truncate = new("TRUNCATE", ValueTypes.Integer(0, int.MaxValue), "10000",
        "A longer line is cut, in bytes. 0 is no limit but the one that protects memory.");

    public static readonly Key<bool> ShouldLineMerge = new("SHOULD_LINEMERGE", ValueTypes.Boolean, "true",
        "Whether lines are put together to events by the rules below.");

    public static readonly Key<bool> BreakOnlyBeforeDate = new("BREAK_ONLY_BEFORE_DATE", ValueTypes.Boolean, "true",
        "Merging lines: a line with a timestamp begins an event.");

    public static readonly Key<string> BreakOnlyBefore = new("BREAK_ONLY_BEFORE", TextTypes.Regex, null,
        "Merging lines: only a line that matches begins an event.");

    public static readonly Key<string> MustBreakAfter = new("MUST_BREAK_AFTER", TextTypes.Regex, null,
        "Merging lines: a line that matches ends its event.");

    public static readonly Key<string> MustNotBreakAfter = new("MUST_NOT_BREAK_AFTER", TextTypes.Regex, null,
        "Merging lines: after a line that matches the event goes on until `MUST_BREAK_AFTER` matches.");

    public static readonly Key<string> MustNotBreakBefore = new("MUST_NOT_BREAK_BEFORE", TextTypes.Regex, null,
        "Merging lines: a line that matches does not begin an event.");

    public static readonly Key<int> MaxEvents = new("MAX_EVENTS", ValueTypes.Integer(1, int.MaxValue), "256",
        "Merging lines: the largest number of lines in an event.");

    public static readonly Key<string> TimePrefix = new("TIME_PREFIX", TextTypes.Regex, null,
        "The timestamp follows what this matches.");

    public static readonly Key<string> TimeFormat = new("TIME_FORMAT", TextTypes.NonEmpty, null,
        "The timestamp's form in the manner of strptime. Without it timestamps are recognised.");

    public static readonly Key<int> MaxTimestampLookahead = new("MAX_TIMESTAMP_LOOKAHEAD", ValueTypes.Integer(-1, int.MaxValue), "128",
        "How many characters, from the event's beginning or the end of `TIME_PREFIX`, are looked at for a timestamp. 0 and -1 are no limit.");

    public static readonly Key<TimeZoneInfo> TimeZone = new("TZ", TextTypes.TimeZone, null,
        "The zone of timestamps that name none. Without it the zone of the machine.");

    public static readonly Key<string> DatetimeConfig = new("DATETIME_CONFIG", TextTypes.Text, null,
        "`CURRENT` gives every event the time of its arrival, `NONE` the time of its file. Empty recognises timestamps.");

    public static readonly Key<int> MaxDaysAgo = new("MAX_DAYS_AGO", ValueTypes.Integer(0, 10_951), "2000",
        "An older timestamp is taken for a mistake, and the previous event's time is used.");

    public static readonly Key<int> MaxDaysHence = new("MAX_DAYS_HENCE", ValueTypes.Integer(0, 10_950), "2",
        "A timestamp further in the future is taken for a mistake.");

    public static readonly Key<string> Segmentation = new("SEGMENTATION", TextTypes.NonEmpty, "indexing",
        "How events are cut into words for the index: `indexing`, `inner`, `outer`, `full`, `none`.");

    public static readonly Key<IndexedExtractions> IndexedExtractions = new("INDEXED_EXTRACTIONS",
        ValueTypes.OneOf(
            ("none", Props.IndexedExtractions.None), ("json", Props.IndexedExtractions.Json), ("csv", Props.IndexedExtractions.Csv),
            ("tsv", Props.IndexedExtractions.Tsv), ("psv", Props.IndexedExtractions.Psv), ("w3c", Props.IndexedExtractions.W3c)),
        "none", "Structured files whose fields are indexed.");

    public static readonly Key<IReadOnlyList<string>> Transforms = new("TRANSFORMS-", TextTypes.List, null,
        "Stanzas of transforms.conf that are applied while indexing, by class in ASCII order.") { IsFamily = true };

    public static readonly Key<IReadOnlyList<SedCommand>> SedCommands = new("SEDCMD-", SedScript, null,
        "`s/<regex>/<replacement>/<flags>` or `y/<characters>/<characters>/` on the event's text while indexing, by class in ASCII order.") { IsFamily = true };

    public static readonly Key<ExtractRule> Extract = new("EXTRACT-", Extraction, null,
        "A regular expression whose named groups are fields at search time; `in <field>` may follow.") { IsFamily = true };

    public static readonly Key<IReadOnlyList<string>> Report = new("REPORT-", TextTypes.List, null,
        "Stanzas of transforms.conf that give fields at search time.") { IsFamily = true };

    public static readonly Key<IReadOnlyList<FieldAlias>> FieldAliases = new("FIELDALIAS-", Aliases, null,
        "`<field> AS <alias>`, any number of them, at search time.") { IsFamily = true };

    public static readonly Key<string> Eval = new("EVAL-", TextTypes.NonEmpty, null,
        "An expression that gives the field of that name at search time.") { IsFamily = true };

    public static readonly Key<string> Lookup = new("LOOKUP-", TextTypes.NonEmpty, null,
        "A lookup that adds fields at search time.") { IsFamily = true };

    public static readonly Key<KeyValueMode> KeyValueMode = new("KV_MODE",
        ValueTypes.OneOf(
            ("none", Props.KeyValueMode.None), ("auto", Props.KeyValueMode.Auto), ("auto_escaped", Props.KeyValueMode.AutoEscaped),
            ("multi", Props.KeyValueMode.Multi), ("json", Props.KeyValueMode.Json), ("xml", Props.KeyValueMode.Xml)),
        "auto", "Which fields are recognised at search time without being configured.");

    public static readonly Key<bool> AutoJson = new("AUTO_KV_JSON", ValueTypes.Boolean, "true",
        "Whether fields of JSON events are recognised at search time with `KV_MODE` `auto`.");

    public static readonly Key<string> Rename = new("rename", TextTypes.NonEmpty, null,
        "Only in sourcetype stanzas: searches see this sourcetype instead.");

    private static readonly IReadOnlyList<Key> Keys =
    [
        Priority, Charset, LineBreaker, Truncate, ShouldLineMerge, BreakOnlyBeforeDate, BreakOnlyBefore, MustBreakAfter, MustNotBreakAfter,
        MustNotBreakBefore, MaxEvents, TimePrefix, TimeFormat, MaxTimestampLookahead, TimeZone, DatetimeConfig, MaxDaysAgo, MaxDaysHence,
        Segmentation, IndexedExtractions, Transforms, SedCommands, Extract, Report, FieldAliases, Eval, Lookup, KeyValueMode, AutoJson,
    ];

    public static readonly FileSchema File = new(
        "props",
        "How events are processed while indexing, and read at search time. `source::` wins over `host::`, `host::` over the sourcetype.",
        [
            new StanzaSchema(StanzaMatch.Prefix, HostPrefix, "host::<host>",
                "Events of a host. Patterns: `*` is any text without `/`, `...` any text, else a regular expression in which `.` is a full stop. Case does not count.",
                Keys),
            new StanzaSchema(StanzaMatch.Prefix, SourcePrefix, "source::<source>",
                "Events of a source, by the same patterns. Case counts.",
                [SourceType, .. Keys]),
            new StanzaSchema(StanzaMatch.Any, "", "<sourcetype>", "Events of a sourcetype. Case counts.", [Rename, .. Keys]),
        ],
        []);
}
