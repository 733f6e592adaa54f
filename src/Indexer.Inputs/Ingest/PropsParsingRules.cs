using System.Runtime.CompilerServices;
using Indexer.Configuration.Props;
using Indexer.Model;
using Indexer.Parsing;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Patterns;
using Indexer.Parsing.Timestamps;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Ingest;

/// <summary>
/// What <c>props.conf</c> says about events, as the parser wants it. Follows reloads of the configuration: streams that begin
/// afterwards take the new rules. Thread-safe.
/// </summary>
/// <param name="props">The settings in force.</param>
/// <param name="log">Told of values that the parser cannot use.</param>
public sealed class PropsParsingRules(Func<PropsResolver> props, ILogger<PropsParsingRules> log) : IParsingRules
{
    // The resolver hands out the same object for the same settings, so compiled patterns are shared by all streams that need them.
    private readonly ConditionalWeakTable<EffectiveProps, ParsingOptions> translated = [];

    public ParsingOptions OptionsFor(EventOrigin origin)
    {
        var effective = props().Resolve(origin.Host, origin.Source, origin.SourceType);
        return translated.GetValue(effective, found => Translate(found, origin.SourceType));
    }

    /// <summary>The sourcetype that <c>[source::…]</c> stanzas give to an input that names none; null to recognise it.</summary>
    public string? AssignSourceType(string source) => props().AssignSourceType(source);

    private ParsingOptions Translate(EffectiveProps found, string sourceType) => new()
    {
        LineBreaker = Parse(found.LineBreaker, LineBreaker.Parse, "LINE_BREAKER", sourceType) ?? LineBreaker.Newlines,
        ShouldLineMerge = found.ShouldLineMerge,
        BreakOnlyBeforeDate = found.BreakOnlyBeforeDate,
        BreakOnlyBefore = Parse(found.BreakOnlyBefore, BytePattern.Parse, "BREAK_ONLY_BEFORE", sourceType),
        MustBreakAfter = Parse(found.MustBreakAfter, BytePattern.Parse, "MUST_BREAK_AFTER", sourceType),
        LinesMax = found.MaxEvents,
        TruncateBytes = found.Truncate,
        TimestampSource = found.DatetimeConfig?.ToUpperInvariant() switch
        {
            "CURRENT" => TimestampSource.Arrival,
            "NONE" => TimestampSource.Input,
            _ => TimestampSource.Event,
        },
        TimePrefix = Parse(found.TimePrefix, BytePattern.Parse, "TIME_PREFIX", sourceType),
        TimeFormat = Parse(found.TimeFormat, TimeFormat.Parse, "TIME_FORMAT", sourceType),
        MaxTimestampLookahead = found.MaxTimestampLookahead,
        TimeZone = found.TimeZone ?? TimeZoneInfo.Local,
        MaxDaysAgo = found.MaxDaysAgo,
        MaxDaysHence = found.MaxDaysHence,
    };

    private T? Parse<T>(string? text, Func<string, T> parse, string key, string sourceType)
        where T : class
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            log.ValueNotUsable(key, sourceType, e.Message);
            return null;
        }
    }
}
