using Indexer.Model;

namespace Indexer.Parsing.Sourcetypes;

/// <summary>The rules that hold where nothing is configured: the recognised sourcetypes, and the defaults for all others.</summary>
public sealed class ShippedSourcetypes : IParsingRules
{
    /// <summary>An object that is cut is no object any more, so JSON lines may be longer than other lines.</summary>
    private const int JsonTruncateBytes = 1 << 20;

    private static readonly ParsingOptions lines = new() { ShouldLineMerge = false };
    private static readonly ParsingOptions json = lines with { TruncateBytes = JsonTruncateBytes };

    private static readonly Dictionary<string, ParsingOptions> options = new(StringComparer.Ordinal)
    {
        [SourcetypeNames.Json] = json,
        [SourcetypeNames.WindowsJson] = json,
        [SourcetypeNames.ZeekJson] = json,
        [SourcetypeNames.Zeek] = lines,
        [SourcetypeNames.Syslog] = lines,
        [SourcetypeNames.AccessCommon] = lines,
        [SourcetypeNames.AccessCombined] = lines,
        [SourcetypeNames.ApacheError] = lines,
        [SourcetypeNames.Csv] = lines,
        [SourcetypeNames.Log4j] = ParsingOptions.Default,
    };

    private ShippedSourcetypes()
    {
    }

    public static ShippedSourcetypes Instance { get; } = new();

    public ParsingOptions OptionsFor(EventOrigin origin) => options.GetValueOrDefault(origin.SourceType, ParsingOptions.Default);
}
