namespace Indexer.Configuration.Schema.Files;

/// <summary><c>transforms.conf</c>: what <c>TRANSFORMS-</c> and <c>REPORT-</c> of <c>props.conf</c> name.</summary>
internal static class TransformsSchema
{
    public static readonly Key<string> Regex = new("REGEX", TextTypes.Regex, null,
        "What the source key is matched with.");

    public static readonly Key<string> Format = new("FORMAT", TextTypes.Text, null,
        "What is written: `$1` is the first group, `$0` what was there before. At search time `<field>::<value>` pairs.");

    public static readonly Key<string> DestKey = new("DEST_KEY", TextTypes.NonEmpty, null,
        "What is written to: `_raw`, `queue`, `_meta`, `_MetaData:Index`, `MetaData:Host`, `MetaData:Source`, `MetaData:Sourcetype`, `_TCP_ROUTING`.");

    public static readonly Key<string> SourceKey = new("SOURCE_KEY", TextTypes.NonEmpty, "_raw",
        "What is read: a key as in `DEST_KEY`, or at search time a field.");

    public static readonly Key<bool> WriteMeta = new("WRITE_META", ValueTypes.Boolean, "false",
        "Whether the result becomes an indexed field.");

    public static readonly Key<string> DefaultValue = new("DEFAULT_VALUE", TextTypes.Text, null,
        "What is written where the expression does not match.");

    public static readonly Key<int> Lookahead = new("LOOKAHEAD", ValueTypes.Integer(1, int.MaxValue), "4096",
        "How many characters of the source key are looked at.");

    public static readonly Key<bool> RepeatMatch = new("REPEAT_MATCH", ValueTypes.Boolean, "false",
        "Whether the expression is matched again after its first match.");

    public static readonly Key<string> IngestEval = new("INGEST_EVAL", TextTypes.NonEmpty, null,
        "`<field> = <expression>`, parted by commas, computed while indexing.");

    public static readonly Key<string> Delimiters = new("DELIMS", TextTypes.NonEmpty, null,
        "At search time: characters in quotes between pairs and, after a comma, between key and value.");

    public static readonly Key<IReadOnlyList<string>> Fields = new("FIELDS", TextTypes.List, null,
        "With `DELIMS`: the names of the fields, in order.");

    public static readonly Key<bool> MultiValueAdd = new("MV_ADD", ValueTypes.Boolean, "false",
        "At search time: whether a field that is there already gets another value.");

    public static readonly Key<bool> CleanKeys = new("CLEAN_KEYS", ValueTypes.Boolean, "true",
        "At search time: whether characters that a field's name cannot have become `_`.");

    public static readonly Key<bool> KeepEmptyValues = new("KEEP_EMPTY_VALS", ValueTypes.Boolean, "false",
        "At search time: whether fields without value are kept.");

    public static readonly FileSchema File = new(
        "transforms",
        "Rewriting, routing, masking and field extraction, named from props.conf.",
        [
            new StanzaSchema(StanzaMatch.Any, "", "<transform>", "A transform. It needs `REGEX`, `INGEST_EVAL` or `DELIMS`.",
            [
                Regex, Format, DestKey, SourceKey, WriteMeta, DefaultValue, Lookahead, RepeatMatch, IngestEval,
                Delimiters, Fields, MultiValueAdd, CleanKeys, KeepEmptyValues,
            ]),
        ],
        []);
}
