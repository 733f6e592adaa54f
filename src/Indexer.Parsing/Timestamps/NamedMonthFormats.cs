namespace Indexer.Parsing.Timestamps;

/// <summary>Recognisers of timestamps with the English name of a month.</summary>
internal static class NamedMonthFormats
{
    /// <summary>Begins at the month. The year may stand before the time, after it, or be absent.</summary>
    public static bool TryReadMonthFirst(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryMonth(text, ref p, out var month) || TimeText.At(text, p) is not (byte)' ')
        {
            return false;
        }

        p = TimeText.SkipSpaces(text, p);
        if (!TimeText.TryNumber(text, ref p, 1, 2, out var day))
        {
            return false;
        }

        TimeText.TryByte(text, ref p, (byte)',');
        if (TimeText.At(text, p) != ' ')
        {
            return false;
        }

        p = TimeText.SkipSpaces(text, p);
        var year = 0;
        if (TimeText.DigitRunEnd(text, p) - p == 4)
        {
            TimeText.TryFixed(text, ref p, 4, out year);
            TimeText.TryByte(text, ref p, (byte)',');
            p = TimeText.SkipSpaces(text, p);
            if (year == 0)
            {
                return false;
            }
        }

        if (!TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: false, ref time))
        {
            return false;
        }

        ZoneSuffix.TryRead(text, ref p, ref time);
        if (year == 0)
        {
            year = ReadTrailingYear(text, ref p);
        }

        if (!time.TrySetDate(year, month, day))
        {
            return false;
        }

        position = p;
        return true;
    }

    /// <summary>Begins at the day.</summary>
    public static bool TryReadDayFirst(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        if (!TimeText.TryNumber(text, ref p, 1, 2, out var day))
        {
            return false;
        }

        var separator = TimeText.At(text, p++);
        if (separator is not ((byte)'/' or (byte)'-' or (byte)' ' or (byte)'.') || !TimeText.TryMonth(text, ref p, out var month)
            || !TimeText.TryByte(text, ref p, separator))
        {
            return false;
        }

        var yearStart = p;
        if (!TimeText.TryNumber(text, ref p, 2, 4, out var year) || p - yearStart == 3)
        {
            return false;
        }

        year = p - yearStart == 2 ? CivilTime.ExpandYear(year) : year;
        TimeText.TryByte(text, ref p, (byte)',');
        if (TimeText.At(text, p) is not ((byte)':' or (byte)' ' or (byte)'T' or (byte)'_') || year == 0 || !time.TrySetDate(year, month, day))
        {
            return false;
        }

        p = TimeText.SkipSpaces(text, p + 1);
        if (!TimeOfDay.TryRead(text, ref p, (byte)':', secondsRequired: false, ref time))
        {
            return false;
        }

        ZoneSuffix.TryRead(text, ref p, ref time);
        position = p;
        return true;
    }

    /// <summary>The year at the end of <c>Sun Dec 04 04:47:44 2005</c>; 0 if there is none.</summary>
    private static int ReadTrailingYear(ReadOnlySpan<byte> text, ref int position)
    {
        var p = position;
        if (TimeText.TryByte(text, ref p, (byte)' ') && TimeText.TryNumber(text, ref p, 4, 4, out var year)
            && year is >= CivilTime.YearMin and <= CivilTime.YearMax && !TimeText.IsWord(text, p))
        {
            position = p;
            return year;
        }

        return 0;
    }
}
