namespace Indexer.Parsing;

/// <summary>What a parser has done since it was made. A plain struct: copy it to keep a reading.</summary>
public struct ParsingCounters
{
    /// <summary>Bytes appended.</summary>
    public long Bytes;

    /// <summary>Lines that were not empty.</summary>
    public long Lines;

    public long Events;

    /// <summary>Bytes of the events' raw text.</summary>
    public long EventBytes;

    /// <summary>Lines, or delimited events, longer than <c>TRUNCATE</c>.</summary>
    public long LinesTruncated;

    /// <summary>Bytes that truncation cut off.</summary>
    public long BytesTruncated;

    /// <summary>Multi-line events that were closed because they reached <c>MAX_EVENTS</c> lines or the largest size of an event.</summary>
    public long EventsSplit;

    /// <summary>Events without a timestamp of their own that took the time of the event before.</summary>
    public long TimesFromPreviousEvent;

    /// <summary>Events without a timestamp of their own that took the modification time of their file.</summary>
    public long TimesFromFile;

    /// <summary>Events that took the time at which they were parsed.</summary>
    public long TimesFromClock;

    /// <summary>Matches of a regular expression that were given up.</summary>
    public long PatternTimeouts;
}
