using Indexer.Model;

namespace Indexer.Parsing.Timestamps;

/// <summary>
/// Finds the timestamps of one stream's events. Remembers the format and place of the last one: a stream rarely changes either, and
/// looking there first is what makes the common case cheap. One per stream; not thread-safe.
/// </summary>
internal sealed class TimestampExtractor(ParsingOptions options)
{
    private const int LookaheadBytesDefault = 128;

    /// <summary>Longest timestamp; so much may lie beyond a limit that nobody set, which then does not cut one in two.</summary>
    private const int TimestampBytesMax = 40;

    private readonly CivilClock clock = new(options);

    /// <summary>Where a timestamp begins at the latest, and up to where it is read.</summary>
    private readonly int startMax = LookaheadBytes(options, LookaheadBytesDefault);
    private readonly int readBytes = LookaheadBytes(options, LookaheadBytesDefault + TimestampBytesMax);
    private TimestampFormat lastFormat;
    private int lastPosition;
    private int jsonName = -1;
    private TimestampFormat jsonFormat;

    /// <summary>Once a stream has shown a date, bare numbers in it are no longer taken for times.</summary>
    private bool hasSeenCalendar;

    public EventTime Now
    {
        get => clock.Now;
        set => clock.Now = value;
    }

    /// <summary>
    /// Whether the text of an event, or a line, states a time. The time is null where it is impossible to place or out of the
    /// accepted range. With <paramref name="lastPlaceOnly"/> only where and how the last timestamp was found.
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> text, bool lastPlaceOnly, ref ParsingCounters counters, out EventTime? time)
    {
        CivilTime civil = default;
        time = null;
        if (!TryWindow(text, ref counters, out var window)
            || !(lastPlaceOnly ? TryLastPlace(window, ref civil) : TryFindIn(window, text, ref civil)))
        {
            return false;
        }

        if (clock.TryResolve(ref civil, out var resolved))
        {
            time = resolved;
        }

        return true;
    }

    private bool TryWindow(ReadOnlySpan<byte> text, ref ParsingCounters counters, out ReadOnlySpan<byte> window)
    {
        window = text;
        if (options.TimePrefix is { } prefix)
        {
            if (!prefix.TryFind(text, ref counters, out var start, out var length))
            {
                return false;
            }

            window = text[(start + length)..];
        }

        window = window[..Math.Min(window.Length, readBytes)];
        return true;
    }

    private bool TryFindIn(ReadOnlySpan<byte> window, ReadOnlySpan<byte> text, ref CivilTime civil)
    {
        if (options.TimeFormat is { } format)
        {
            return TryConfigured(format, window, ref civil);
        }

        if (options.TimePrefix is null && text is [(byte)'{', ..])
        {
            // The names of a JSON object may be anywhere in it, so only a limit that somebody set holds.
            var searched = options.MaxTimestampLookahead is null ? text : window;
            if (JsonTimestamp.TryFind(searched, ref jsonName, ref jsonFormat, ref civil))
            {
                return true;
            }
        }

        return TryLastPlace(window, ref civil) || TryAnywhere(window, ref civil);
    }

    private bool TryLastPlace(ReadOnlySpan<byte> window, ref CivilTime civil)
    {
        if (options.TimeFormat is { } configured)
        {
            return lastPosition < window.Length && configured.TryRead(window, lastPosition, ref civil);
        }

        return lastFormat != TimestampFormat.None && lastPosition < Math.Min(window.Length, startMax)
            && TimestampScanner.IsStartOf(window, lastFormat, lastPosition)
            && TimestampScanner.TryReadAt(window, lastFormat, lastPosition, ref civil);
    }

    private bool TryAnywhere(ReadOnlySpan<byte> window, ref CivilTime civil)
    {
        if (!TimestampScanner.TryFind(window, startMax, allowWeak: !hasSeenCalendar, out var format, out var position, ref civil))
        {
            return false;
        }

        // A date without a time says little about the next line, which may have one.
        (lastFormat, lastPosition) = (format == TimestampFormat.DateOnly ? TimestampFormat.None : format, position);
        hasSeenCalendar |= format is not (TimestampFormat.Epoch or TimestampFormat.DateOnly);
        return true;
    }

    /// <summary>A configured format is looked for at the start, then at every place where a word begins.</summary>
    private bool TryConfigured(TimeFormat format, ReadOnlySpan<byte> window, ref CivilTime civil)
    {
        if (TryLastPlace(window, ref civil))
        {
            return true;
        }

        for (var p = 0; p < Math.Min(window.Length, startMax); p++)
        {
            if ((p == 0 || !TimeText.IsWord(window, p - 1) || !TimeText.IsWord(window, p)) && format.TryRead(window, p, ref civil))
            {
                lastPosition = p;
                return true;
            }
        }

        return false;
    }

    private static int LookaheadBytes(ParsingOptions options, int unset) =>
        options.MaxTimestampLookahead switch { null => unset, <= 0 => int.MaxValue, { } bytes => bytes };
}
