namespace Indexer.Parsing.Timestamps;

/// <summary>Recognises a zone after a time: <c>Z</c>, <c>+02:00</c>, <c>-0700</c>, <c>+02</c>, <c>UTC</c>, <c>PST</c>.</summary>
internal static class ZoneSuffix
{
    private const int OffsetSecondsMax = 15 * 3600;

    /// <summary>Takes the zone into <paramref name="time"/> if there is one; after a space only forms that cannot be anything else.</summary>
    public static void TryRead(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        var afterSpace = TimeText.TryByte(text, ref p, (byte)' ');
        var found = TimeText.At(text, p) switch
        {
            (byte)'+' or (byte)'-' => TryReadOffset(text, ref p, minutesRequired: afterSpace, out time.OffsetSeconds),
            >= (byte)'A' => TryReadName(text, ref p, out time.OffsetSeconds),
            _ => false,
        };
        if (found)
        {
            time.HasOffset = true;
            position = p;
        }
    }

    public static bool TryReadOffset(ReadOnlySpan<byte> text, ref int position, bool minutesRequired, out int offsetSeconds)
    {
        var p = position + 1;
        offsetSeconds = 0;
        if (TimeText.At(text, position) is not ((byte)'+' or (byte)'-') || !TimeText.TryFixed(text, ref p, 2, out var hours))
        {
            return false;
        }

        var hoursEnd = p;
        TimeText.TryByte(text, ref p, (byte)':');
        if (!TimeText.TryFixed(text, ref p, 2, out var minutes))
        {
            p = hoursEnd;
            minutes = 0;
            if (minutesRequired)
            {
                return false;
            }
        }

        offsetSeconds = (hours * 3600) + (minutes * 60);
        if (TimeText.IsWord(text, p) || minutes > 59 || offsetSeconds > OffsetSecondsMax)
        {
            return false;
        }

        offsetSeconds = text[position] == '-' ? -offsetSeconds : offsetSeconds;
        position = p;
        return true;
    }

    /// <summary>The abbreviations of RFC 822 and the common unambiguous ones, in upper case, as a whole word.</summary>
    public static bool TryReadName(ReadOnlySpan<byte> text, ref int position, out int offsetSeconds)
    {
        offsetSeconds = 0;
        var end = position;
        while (end < text.Length && end - position < 5 && TimeText.IsLetter(text[end]))
        {
            end++;
        }

        if (end == position || TimeText.IsWord(text, end) || TryOffsetOf(text[position..end]) is not { } minutes)
        {
            return false;
        }

        offsetSeconds = minutes * 60;
        position = end;
        return true;
    }

    private static int? TryOffsetOf(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1)
        {
            return name[0] is (byte)'Z' or (byte)'z' ? 0 : null;
        }

        return name switch
        {
            _ when name.SequenceEqual("UTC"u8) || name.SequenceEqual("GMT"u8) || name.SequenceEqual("WET"u8) => 0,
            _ when name.SequenceEqual("EST"u8) || name.SequenceEqual("CDT"u8) => -300,
            _ when name.SequenceEqual("EDT"u8) => -240,
            _ when name.SequenceEqual("CST"u8) || name.SequenceEqual("MDT"u8) => -360,
            _ when name.SequenceEqual("MST"u8) || name.SequenceEqual("PDT"u8) => -420,
            _ when name.SequenceEqual("PST"u8) => -480,
            _ when name.SequenceEqual("CET"u8) || name.SequenceEqual("WEST"u8) => 60,
            _ when name.SequenceEqual("CEST"u8) || name.SequenceEqual("EET"u8) => 120,
            _ when name.SequenceEqual("EEST"u8) || name.SequenceEqual("MSK"u8) => 180,
            _ when name.SequenceEqual("JST"u8) || name.SequenceEqual("KST"u8) => 540,
            _ => null,
        };
    }
}
