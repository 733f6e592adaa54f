using Indexer.Parsing.Lines;
using Indexer.Parsing.Patterns;
using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing;

/// <summary>Where the time of an event comes from (<c>DATETIME_CONFIG</c>).</summary>
public enum TimestampSource
{
    /// <summary>From the event's text, and where that states none from the event before, the file, the clock.</summary>
    Event,

    /// <summary>The time of parsing (<c>CURRENT</c>).</summary>
    Arrival,

    /// <summary>The file's modification time, and the time of parsing where there is no file (<c>NONE</c>).</summary>
    Input,
}

/// <summary>How the bytes of one kind of input become events: the index-time part of <c>props.conf</c>, parsed and checked.</summary>
public sealed record ParsingOptions
{
    /// <summary>No event is larger, whatever is configured: 16 MiB.</summary>
    public const int EventBytesMax = 16 << 20;

    /// <summary>The documented defaults.</summary>
    public static ParsingOptions Default { get; } = new();

    /// <summary><c>LINE_BREAKER</c>.</summary>
    public LineBreaker LineBreaker { get; init; } = LineBreaker.Newlines;

    /// <summary><c>SHOULD_LINEMERGE</c>: lines are joined to events by the settings below; otherwise a line is an event.</summary>
    public bool ShouldLineMerge { get; init; } = true;

    /// <summary><c>BREAK_ONLY_BEFORE_DATE</c>: an event begins at a line that states a time.</summary>
    public bool BreakOnlyBeforeDate { get; init; } = true;

    /// <summary><c>BREAK_ONLY_BEFORE</c>: an event begins at a line that matches, and nowhere else.</summary>
    public BytePattern? BreakOnlyBefore { get; init; }

    /// <summary><c>MUST_BREAK_AFTER</c>: an event ends with a line that matches.</summary>
    public BytePattern? MustBreakAfter { get; init; }

    /// <summary><c>MAX_EVENTS</c>: lines in an event, at least 1.</summary>
    public int LinesMax
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "an event has at least one line");
    } = 256;

    /// <summary><c>TRUNCATE</c>: bytes of a line that are kept. 0, or more than <see cref="EventBytesMax"/>, means that limit.</summary>
    public int TruncateBytes
    {
        get;
        init => field = value is > 0 and <= EventBytesMax ? value : value >= 0 ? EventBytesMax
            : throw new ArgumentOutOfRangeException(nameof(value), value, "a line cannot be cut to less than nothing");
    } = 10_000;

    /// <summary><c>DATETIME_CONFIG</c>.</summary>
    public TimestampSource TimestampSource { get; init; }

    /// <summary><c>TIME_PREFIX</c>: the timestamp is searched after the first match; without a match there is none.</summary>
    public BytePattern? TimePrefix { get; init; }

    /// <summary><c>TIME_FORMAT</c>; null recognises formats automatically.</summary>
    public TimeFormat? TimeFormat { get; init; }

    /// <summary>
    /// <c>MAX_TIMESTAMP_LOOKAHEAD</c>: bytes of an event, or after the prefix, in which the timestamp lies entirely. 0 or less is no
    /// limit; null is 128, and no limit for the time fields of a JSON object.
    /// </summary>
    public int? MaxTimestampLookahead { get; init; }

    /// <summary><c>TZ</c>: the zone of timestamps that name none.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary><c>MAX_DAYS_AGO</c>: an older timestamp is none. Null is no limit.</summary>
    public int? MaxDaysAgo { get; init; }

    /// <summary><c>MAX_DAYS_HENCE</c>: a timestamp further in the future is none. Null is no limit.</summary>
    public int? MaxDaysHence { get; init; }
}
