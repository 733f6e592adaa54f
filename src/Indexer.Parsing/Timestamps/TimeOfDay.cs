namespace Indexer.Parsing.Timestamps;

/// <summary>Recognises times of day: <c>4:47:44</c>, <c>18:01:47,978</c>, <c>15.42.50.675872</c>, <c>4:13 PM</c>, <c>183615</c>.</summary>
internal static class TimeOfDay
{
    /// <summary>Hours, minutes and, mostly, seconds with <paramref name="separator"/> between them; fraction and AM/PM where present.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int position, byte separator, bool secondsRequired, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryNumber(text, ref p, 1, 2, out var hour) || !TimeText.TryByte(text, ref p, separator))
        {
            return false;
        }

        var minuteStart = p;
        if (!TimeText.TryNumber(text, ref p, 1, 2, out var minute))
        {
            return false;
        }

        var second = 0;
        time.Nanosecond = 0;
        if (TimeText.At(text, p) == separator && TimeText.IsDigit(text, p + 1))
        {
            p++;
            if (!TimeText.TryNumber(text, ref p, 1, 2, out second))
            {
                return false;
            }

            ReadFraction(text, ref p, ref time);
        }
        else if (secondsRequired || p - minuteStart != 2)
        {
            return false;
        }

        if (!TryReadHalfOfDay(text, ref p, ref hour) || !time.TrySetTime(hour, minute, second))
        {
            return false;
        }

        position = p;
        return true;
    }

    /// <summary><c>HHmmss</c> or <c>HHmm</c> without separators, and a fraction after a dot or comma.</summary>
    public static bool TryReadCompact(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        var second = 0;
        time.Nanosecond = 0;
        if (!TimeText.TryFixed(text, ref p, 2, out var hour) || !TimeText.TryFixed(text, ref p, 2, out var minute)
            || (TimeText.IsDigit(text, p) && !TimeText.TryFixed(text, ref p, 2, out second))
            || TimeText.IsDigit(text, p) || !time.TrySetTime(hour, minute, second))
        {
            return false;
        }

        ReadFraction(text, ref p, ref time);
        position = p;
        return true;
    }

    /// <summary>
    /// A fraction after a dot or a comma; after a colon up to three digits count milliseconds and may lack leading zeros
    /// (<c>22:15:29:66</c>).
    /// </summary>
    private static void ReadFraction(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position + 1;
        switch (TimeText.At(text, position))
        {
            case (byte)'.' or (byte)',' when TimeText.TryFraction(text, ref p, out var nanoseconds):
                time.Nanosecond = nanoseconds;
                position = p;
                break;
            case (byte)':' when TimeText.TryNumber(text, ref p, 1, 3, out var milliseconds):
                time.Nanosecond = milliseconds * 1_000_000;
                position = p;
                break;
        }
    }

    /// <summary>False for an hour that no clock with twelve hours shows; true without AM or PM.</summary>
    private static bool TryReadHalfOfDay(ReadOnlySpan<byte> text, ref int position, ref int hour)
    {
        var p = TimeText.At(text, position) == ' ' ? position + 1 : position;
        var letter = TimeText.At(text, p) | 0x20;
        if (letter is not ('a' or 'p') || (TimeText.At(text, p + 1) | 0x20) != 'm' || TimeText.IsWord(text, p + 2))
        {
            return true;
        }

        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = (hour % 12) + (letter == 'p' ? 12 : 0);
        position = p + 2;
        return true;
    }
}
