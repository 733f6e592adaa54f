namespace Indexer.Parsing.Timestamps;

/// <summary>
/// Finds the time of an event that is a JSON object by the names that loggers give it. The object is not parsed: a name in quotes
/// followed by a colon cannot be inside a string value, because quotes are escaped there.
/// </summary>
internal static class JsonTimestamp
{
    /// <summary>Longest timestamp that is looked at, in bytes.</summary>
    private const int ValueBytesMax = 64;

    private const int NumberDigitsMin = 9;

    /// <summary>Quoted names, the most telling first: those that always carry a zone stand before those that may not.</summary>
    private static readonly byte[][] names =
    [
        "\"@timestamp\""u8.ToArray(), "\"timestamp\""u8.ToArray(), "\"_time\""u8.ToArray(), "\"time\""u8.ToArray(), "\"ts\""u8.ToArray(),
        "\"eventTime\""u8.ToArray(), "\"event_time\""u8.ToArray(), "\"EventTime\""u8.ToArray(), "\"TimeCreated\""u8.ToArray(),
        "\"SystemTime\""u8.ToArray(), "\"UtcTime\""u8.ToArray(), "\"datetime\""u8.ToArray(), "\"date\""u8.ToArray(), "\"Timestamp\""u8.ToArray(),
        "\"created_at\""u8.ToArray(), "\"_write_ts\""u8.ToArray(), "\"__REALTIME_TIMESTAMP\""u8.ToArray(), "\"$date\""u8.ToArray(),
    ];

    /// <summary>Looks for the name at <paramref name="nameHint"/> first and sets it to the one that was found.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ref int nameHint, ref TimestampFormat formatHint, ref CivilTime time)
    {
        if (nameHint >= 0 && TryFind(text, names[nameHint], ref formatHint, ref time))
        {
            return true;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (i != nameHint && TryFind(text, names[i], ref formatHint, ref time))
            {
                nameHint = i;
                return true;
            }
        }

        return false;
    }

    private static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, ref TimestampFormat formatHint, ref CivilTime time)
    {
        var p = 0;
        while (text[p..].IndexOf(name) is var found and >= 0)
        {
            p = TimeText.SkipSpaces(text, p + found + name.Length);
            if (TimeText.TryByte(text, ref p, (byte)':') && TryReadValue(text[TimeText.SkipSpaces(text, p)..], ref formatHint, ref time))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadValue(ReadOnlySpan<byte> value, ref TimestampFormat formatHint, ref CivilTime time)
    {
        value = value[..Math.Min(value.Length, ValueBytesMax)];
        var p = 0;
        time = default;
        if (!TimeText.TryByte(value, ref p, (byte)'"'))
        {
            return TryReadNumber(value, ref p, ref time)
                && TimeText.At(value, p) is (byte)',' or (byte)'}' or (byte)' ' or (byte)'\r' or (byte)'\n' or 0;
        }

        value = value[1..];
        if (formatHint != TimestampFormat.None && TimestampScanner.TryReadAt(value, formatHint, 0, ref time))
        {
            return true;
        }

        if (TimestampScanner.TryFind(value, value.Length, allowWeak: true, out var format, out var position, ref time) && IsAtStart(value, position))
        {
            formatHint = position == 0 ? format : TimestampFormat.None;
            return true;
        }

        p = 0;
        time = default;
        return TryReadNumber(value, ref p, ref time) && TimeText.At(value, p) == '"';
    }

    /// <summary>A number with fewer digits is a duration or a counter rather than a time.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> value, ref int position, ref CivilTime time) =>
        TimeText.DigitRunEnd(value, position) - position >= NumberDigitsMin && EpochFormat.TryRead(value, ref position, ref time);

    /// <summary>Only a weekday, as in <c>Sun, 04 Dec 2005</c>, may stand before the time.</summary>
    private static bool IsAtStart(ReadOnlySpan<byte> value, int position)
    {
        foreach (var b in value[..position])
        {
            if (!TimeText.IsLetter(b) && b is not ((byte)',' or (byte)' '))
            {
                return false;
            }
        }

        return true;
    }
}
