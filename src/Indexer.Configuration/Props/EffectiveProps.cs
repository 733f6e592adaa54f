using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema.Files;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Props;

/// <summary>
/// What <c>props.conf</c> says about the events of one host, source and sourcetype. Regular expressions are in .NET's form;
/// lists by class are in ASCII order of the class, which is the order in which they are applied.
/// </summary>
public sealed record EffectiveProps
{
    /// <summary>A name that <see cref="CharacterSet.Find"/> knows, or <c>AUTO</c>.</summary>
    public required string Charset { get; init; }

    /// <summary>What its first group matches parts lines and is dropped.</summary>
    public required string LineBreaker { get; init; }

    /// <summary>Longest line in bytes; 0 is no limit.</summary>
    public required int Truncate { get; init; }

    public required bool ShouldLineMerge { get; init; }

    public required bool BreakOnlyBeforeDate { get; init; }

    public required string? BreakOnlyBefore { get; init; }

    public required string? MustBreakAfter { get; init; }

    public required string? MustNotBreakAfter { get; init; }

    public required string? MustNotBreakBefore { get; init; }

    /// <summary>In lines.</summary>
    public required int MaxEvents { get; init; }

    public required string? TimePrefix { get; init; }

    /// <summary>In the manner of strptime; null recognises timestamps.</summary>
    public required string? TimeFormat { get; init; }

    /// <summary>In characters; 0 is no limit; null where nothing is written about it.</summary>
    public required int? MaxTimestampLookahead { get; init; }

    /// <summary>Of timestamps that name none; null is the machine's.</summary>
    public required TimeZoneInfo? TimeZone { get; init; }

    /// <summary>As written: <c>CURRENT</c>, <c>NONE</c> or a file; null recognises timestamps.</summary>
    public required string? DatetimeConfig { get; init; }

    /// <summary>Null where nothing is written about it; so is <see cref="MaxDaysHence"/>.</summary>
    public required int? MaxDaysAgo { get; init; }

    public required int? MaxDaysHence { get; init; }

    public required string Segmentation { get; init; }

    public required IndexedExtractions IndexedExtractions { get; init; }

    /// <summary>Names of transforms that are applied while indexing, in order.</summary>
    public required IReadOnlyList<string> Transforms { get; init; }

    /// <summary>Applied to the text while indexing, in order.</summary>
    public required IReadOnlyList<SedCommand> SedCommands { get; init; }

    public required IReadOnlyList<ExtractRule> Extractions { get; init; }

    /// <summary>Names of transforms that give fields at search time, in order.</summary>
    public required IReadOnlyList<string> Reports { get; init; }

    public required IReadOnlyList<FieldAlias> FieldAliases { get; init; }

    /// <summary>Fields that are computed at search time, by name, with their expressions.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> CalculatedFields { get; init; }

    /// <summary>By class, as written.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Lookups { get; init; }

    public required KeyValueMode KeyValueMode { get; init; }

    public required bool AutoJson { get; init; }

    /// <summary>What searches see as the sourcetype; null is the sourcetype itself.</summary>
    public required string? Rename { get; init; }

    internal static EffectiveProps Read(StanzaReader reader) => new()
    {
        Charset = reader.Get(PropsSchema.Charset),
        LineBreaker = RegexText.ToDotNet(reader.Get(PropsSchema.LineBreaker)),
        Truncate = reader.Get(PropsSchema.Truncate),
        ShouldLineMerge = reader.Get(PropsSchema.ShouldLineMerge),
        BreakOnlyBeforeDate = reader.Get(PropsSchema.BreakOnlyBeforeDate),
        BreakOnlyBefore = Regex(reader, PropsSchema.BreakOnlyBefore),
        MustBreakAfter = Regex(reader, PropsSchema.MustBreakAfter),
        MustNotBreakAfter = Regex(reader, PropsSchema.MustNotBreakAfter),
        MustNotBreakBefore = Regex(reader, PropsSchema.MustNotBreakBefore),
        MaxEvents = reader.Get(PropsSchema.MaxEvents),
        TimePrefix = Regex(reader, PropsSchema.TimePrefix),
        TimeFormat = reader.Find(PropsSchema.TimeFormat),
        MaxTimestampLookahead = reader.TryGet(PropsSchema.MaxTimestampLookahead, out var lookahead) ? Math.Max(0, lookahead) : null,
        TimeZone = reader.Find(PropsSchema.TimeZone),
        DatetimeConfig = reader.Find(PropsSchema.DatetimeConfig),
        MaxDaysAgo = reader.TryGet(PropsSchema.MaxDaysAgo, out var ago) ? ago : null,
        MaxDaysHence = reader.TryGet(PropsSchema.MaxDaysHence, out var hence) ? hence : null,
        Segmentation = reader.Get(PropsSchema.Segmentation),
        IndexedExtractions = reader.Get(PropsSchema.IndexedExtractions),
        Transforms = [.. reader.Family(PropsSchema.Transforms).SelectMany(pair => pair.Value)],
        SedCommands = [.. reader.Family(PropsSchema.SedCommands).SelectMany(pair => pair.Value)],
        Extractions = [.. reader.Family(PropsSchema.Extract).Select(pair => pair.Value)],
        Reports = [.. reader.Family(PropsSchema.Report).SelectMany(pair => pair.Value)],
        FieldAliases = [.. reader.Family(PropsSchema.FieldAliases).SelectMany(pair => pair.Value)],
        CalculatedFields = reader.Family(PropsSchema.Eval),
        Lookups = reader.Family(PropsSchema.Lookup),
        KeyValueMode = reader.Get(PropsSchema.KeyValueMode),
        AutoJson = reader.Get(PropsSchema.AutoJson),
        Rename = reader.Find(PropsSchema.Rename),
    };

    private static string? Regex(StanzaReader reader, Schema.Key<string> key) =>
        reader.Find(key) is { } pattern ? RegexText.ToDotNet(pattern) : null;
}
