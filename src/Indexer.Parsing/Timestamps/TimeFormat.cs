namespace Indexer.Parsing.Timestamps;

/// <summary>
/// A configured <c>TIME_FORMAT</c> in the notation of strptime, with the usual extensions: <c>%N</c>, <c>%3N</c>, <c>%6N</c>,
/// <c>%9N</c>, <c>%Q</c>, <c>%3Q</c>, <c>%f</c> for fractions of a second, <c>%z</c>, <c>%:z</c>, <c>%Z</c> for zones and <c>%s</c>
/// for seconds since 1970. Space in the format matches any amount of space, none included. Immutable.
/// </summary>
public sealed class TimeFormat
{
    private readonly TimeFormatPart[] parts;

    private TimeFormat(string source, TimeFormatPart[] parts)
    {
        Source = source;
        this.parts = parts;
    }

    /// <summary>The format as it was configured.</summary>
    public string Source { get; }

    /// <summary>Throws <see cref="FormatException"/> with the reason for a format that cannot be used.</summary>
    public static TimeFormat Parse(string format)
    {
        var parsed = TimeFormatPart.Parse(format);
        return parsed.Exists(part => part.Kind is not (TimeFormatPartKind.Literal or TimeFormatPartKind.Space))
            ? new TimeFormat(format, [.. parsed])
            : throw new FormatException($"the time format '{format}' reads no part of a time; use strptime directives such as %Y-%m-%d %H:%M:%S");
    }

    public override string ToString() => Source;

    /// <summary>Reads a time that begins exactly at <paramref name="position"/>.</summary>
    internal bool TryRead(ReadOnlySpan<byte> text, int position, ref CivilTime time)
    {
        var state = new TimeFormatState { Time = default };
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (!part.TryRead(text, ref position, ref state))
            {
                return false;
            }
        }

        return state.TryComplete(ref time);
    }
}
