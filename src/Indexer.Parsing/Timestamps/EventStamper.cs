using Indexer.Model;

namespace Indexer.Parsing.Timestamps;

/// <summary>
/// Gives every event a time: its own, else that of the event before it in the stream, else the file's, else now.
/// One per stream; not thread-safe.
/// </summary>
/// <param name="isSequence">The events follow each other in one stream; otherwise the event before says nothing about the next.</param>
internal sealed class EventStamper(ParsingOptions options, EventTime? fileTime, bool isSequence)
{
    private readonly TimestampExtractor extractor = new(options);
    private EventTime? previous;

    /// <summary>Whether any line or event of the stream has stated a time.</summary>
    public bool HasSeenTimestamp { get; private set; }

    /// <summary>The clock as of the chunk that is being parsed.</summary>
    public EventTime Now
    {
        get => extractor.Now;
        set => extractor.Now = value;
    }

    /// <summary>Whether <paramref name="text"/> states a time; it is null where it cannot be accepted.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, bool lastPlaceOnly, ref ParsingCounters counters, out EventTime? time)
    {
        time = null;
        if (options.TimestampSource != TimestampSource.Event || !extractor.TryFind(text, lastPlaceOnly, ref counters, out time))
        {
            return false;
        }

        HasSeenTimestamp = true;
        return true;
    }

    /// <summary>The time of an event that states <paramref name="stated"/>, if anything.</summary>
    public EventTime Stamp(EventTime? stated, ref ParsingCounters counters)
    {
        if (stated is { } own)
        {
            previous = own;
            return own;
        }

        if (options.TimestampSource != TimestampSource.Arrival)
        {
            if (isSequence && previous is { } before)
            {
                counters.TimesFromPreviousEvent++;
                return before;
            }

            if (fileTime is { } modified)
            {
                counters.TimesFromFile++;
                return modified;
            }
        }

        counters.TimesFromClock++;
        return Now;
    }
}
