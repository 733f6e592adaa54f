namespace Indexer.Parsing.Timestamps;

/// <summary>Recognisers of timestamps made of numbers only. Each begins at the first digit.</summary>
internal static class NumericFormats
{
    public static bool TryReadYearFirst(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        return TryReadIsoDate(text, ref p, ref time, out var dateSeparator) && TryReadTimeAfterDate(text, ref p, dateSeparator, ref time)
            && Accept(text, ref position, p, ref time);
    }

    public static bool TryReadDateOnly(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TryReadIsoDate(text, ref p, ref time, out var separator) || separator == '.' || TimeText.IsWord(text, p)
            || TimeText.At(text, p) is (byte)'-' or (byte)'/')
        {
            return false;
        }

        time.TrySetTime(0, 0, 0);
        time.Nanosecond = 0;
        position = p;
        return true;
    }

    public static bool TryReadCompact(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryFixed(text, ref p, 4, out var year) || !TimeText.TryFixed(text, ref p, 2, out var month)
            || !TimeText.TryFixed(text, ref p, 2, out var day) || !time.TrySetDate(year, month, day))
        {
            return false;
        }

        if (TimeText.IsDigit(text, p))
        {
            // yyyyMMddHHmmss, with three more digits for milliseconds in some.
            return TimeText.DigitRunEnd(text, p) - p is var digits && TryReadDigitsOfTime(text, ref p, digits, ref time)
                && Accept(text, ref position, p, ref time);
        }

        if (TimeText.At(text, p) is not ((byte)'-' or (byte)'T' or (byte)'_' or (byte)' '))
        {
            return false;
        }

        p++;
        return (HasColon(text, p) ? TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: true, ref time)
                : TimeOfDay.TryReadCompact(text, ref p, ref time))
            && Accept(text, ref position, p, ref time);
    }

    public static bool TryReadShortCompact(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryFixed(text, ref p, 2, out var year) || !TimeText.TryFixed(text, ref p, 2, out var month)
            || !TimeText.TryFixed(text, ref p, 2, out var day) || TimeText.At(text, p) != ' '
            || !time.TrySetDate(CivilTime.ExpandYear(year), month, day))
        {
            return false;
        }

        p = TimeText.SkipSpaces(text, p);
        var digits = TimeText.DigitRunEnd(text, p) - p;
        return (digits == 6 ? TimeOfDay.TryReadCompact(text, ref p, ref time)
                : TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: true, ref time))
            && Accept(text, ref position, p, ref time);
    }

    /// <summary>
    /// Which number is what: with dots the day is first; with slashes or hyphens the month is, unless it cannot be one; two-digit
    /// numbers before a log level are year, month, day, as log4j writes them.
    /// </summary>
    public static bool TryReadNumericDate(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryNumber(text, ref p, 1, 2, out var first))
        {
            return false;
        }

        var separator = TimeText.At(text, p++);
        if (separator is not ((byte)'/' or (byte)'-' or (byte)'.') || !TimeText.TryNumber(text, ref p, 1, 2, out var second)
            || !TimeText.TryByte(text, ref p, separator))
        {
            return false;
        }

        var lastStart = p;
        if (!TimeText.TryNumber(text, ref p, 2, 4, out var last) || p - lastStart == 3 || (separator == '.' && p - lastStart != 4))
        {
            return false;
        }

        var lastDigits = p - lastStart;
        TimeText.TryByte(text, ref p, (byte)',');
        if (TimeText.At(text, p) is not ((byte)' ' or (byte)'T' or (byte)':' or (byte)'_' or (byte)'-'))
        {
            return false;
        }

        p++;
        if (!TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: false, ref time)
            || !TrySetAmbiguousDate(text, p, first, second, last, lastDigits, separator, ref time))
        {
            return false;
        }

        return Accept(text, ref position, p, ref time);
    }

    public static bool TryReadMonthDay(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryFixed(text, ref p, 2, out var month) || TimeText.At(text, p) is not ((byte)'-' or (byte)'/'))
        {
            return false;
        }

        p++;
        return TimeText.TryFixed(text, ref p, 2, out var day) && TimeText.TryByte(text, ref p, (byte)' ') && time.TrySetDate(0, month, day)
            && TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: true, ref time) && Accept(text, ref position, p, ref time);
    }

    public static bool TryReadGlog(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryFixed(text, ref p, 2, out var month) || !TimeText.TryFixed(text, ref p, 2, out var day)
            || TimeText.At(text, p) != ' ' || !time.TrySetDate(0, month, day))
        {
            return false;
        }

        p = TimeText.SkipSpaces(text, p);
        return TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: true, ref time) && Accept(text, ref position, p, ref time);
    }

    private static bool TryReadIsoDate(ReadOnlySpan<byte> text, ref int position, ref CivilTime time, out byte separator)
    {
        var p = position;
        separator = 0;
        if (!TimeText.TryFixed(text, ref p, 4, out var year))
        {
            return false;
        }

        separator = TimeText.At(text, p++);
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.') || !TimeText.TryNumber(text, ref p, 1, 2, out var month)
            || !TimeText.TryByte(text, ref p, separator) || !TimeText.TryNumber(text, ref p, 1, 2, out var day)
            || !time.TrySetDate(year, month, day))
        {
            return false;
        }

        position = p;
        return true;
    }

    private static bool TryReadTimeAfterDate(ReadOnlySpan<byte> text, ref int position, byte dateSeparator, ref CivilTime time)
    {
        switch (TimeText.At(text, position))
        {
            case (byte)'T' or (byte)'t':
                position++;
                return HasColon(text, position) ? TimeOfDay.TryRead(text, ref position, (byte)':', secondsRequired: false, ref time)
                    : TimeOfDay.TryReadCompact(text, ref position, ref time);
            case (byte)' ' or (byte)'\t':
                position = TimeText.SkipSpaces(text, position);
                return TimeOfDay.TryRead(text, ref position, (byte)':', secondsRequired: false, ref time);
            case (byte)'_' or (byte)':' or (byte)',' or (byte)'|' or (byte)';':
                position++;
                return TimeOfDay.TryRead(text, ref position, (byte)':', secondsRequired: false, ref time);
            case (byte)'-' when dateSeparator == '-':
                position++;
                var separator = TimeText.At(text, position + 2);
                return separator is (byte)':' or (byte)'.' or (byte)'-'
                    && TimeOfDay.TryRead(text, ref position, separator, secondsRequired: true, ref time);
            default:
                return false;
        }
    }

    /// <summary>Whether the hour at <paramref name="position"/>, of one or two digits, is followed by a colon.</summary>
    private static bool HasColon(ReadOnlySpan<byte> text, int position) =>
        TimeText.At(text, position + 1) == ':' || TimeText.At(text, position + 2) == ':';

    private static bool TryReadDigitsOfTime(ReadOnlySpan<byte> text, ref int position, int digits, ref CivilTime time)
    {
        var milliseconds = 0;
        if (digits is not (6 or 9) || !TimeText.TryFixed(text, ref position, 2, out var hour)
            || !TimeText.TryFixed(text, ref position, 2, out var minute) || !TimeText.TryFixed(text, ref position, 2, out var second)
            || (digits == 9 && !TimeText.TryFixed(text, ref position, 3, out milliseconds)))
        {
            return false;
        }

        time.Nanosecond = milliseconds * 1_000_000;
        if (digits == 6 && TimeText.At(text, position) == '.' && position + 1 is var fraction
            && TimeText.TryFraction(text, ref fraction, out time.Nanosecond))
        {
            position = fraction;
        }

        return time.TrySetTime(hour, minute, second);
    }

    private static bool TrySetAmbiguousDate(ReadOnlySpan<byte> text, int timeEnd, int first, int second, int last, int lastDigits, byte separator, ref CivilTime time)
    {
        if (lastDigits == 4)
        {
            return separator == '.' || first > 12
                ? time.TrySetDate(last, second, first)
                : time.TrySetDate(last, first, second) || time.TrySetDate(last, second, first);
        }

        if (first > 31 || LogLevel.IsAt(text, TimeText.SkipSpaces(text, timeEnd)))
        {
            return time.TrySetDate(CivilTime.ExpandYear(first), second, last);
        }

        var year = CivilTime.ExpandYear(last);
        return first > 12
            ? (last <= 31 && time.TrySetDate(CivilTime.ExpandYear(first), second, last)) || time.TrySetDate(year, second, first)
            : time.TrySetDate(year, first, second) || time.TrySetDate(CivilTime.ExpandYear(first), second, last);
    }

    private static bool Accept(ReadOnlySpan<byte> text, ref int position, int end, ref CivilTime time)
    {
        ZoneSuffix.TryRead(text, ref end, ref time);
        position = end;
        return true;
    }
}
