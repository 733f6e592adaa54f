using System.Runtime.CompilerServices;

namespace Indexer.Parsing.Timestamps;

/// <summary>Finds a timestamp in a text and reads one whose format is known. Stateless.</summary>
internal static class TimestampScanner
{
    /// <summary>A bare number so near to the start is taken for a time even where a calendar date follows.</summary>
    private const int LeadingEpochStartMax = 16;

    /// <summary>Reads a timestamp of <paramref name="format"/> that begins exactly at <paramref name="position"/>.</summary>
    public static bool TryReadAt(ReadOnlySpan<byte> text, TimestampFormat format, int position, ref CivilTime time)
    {
        time = default;
        return Read(text, format, position, ref time);
    }

    /// <summary>
    /// The leftmost timestamp that names a month or has the shape of one; failing that, and if <paramref name="allowWeak"/>, the
    /// leftmost bare epoch number or date without a time. It begins before <paramref name="startMax"/>.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int startMax, bool allowWeak, out TimestampFormat format, out int position, ref CivilTime time)
    {
        var weakFormat = TimestampFormat.None;
        var weakPosition = 0;
        var p = 0;
        while (TryNextDigits(text, ref p, out var end) && p < startMax)
        {
            format = Recognise(text, p, end, allowWeak, out position, ref time);
            if (format == TimestampFormat.DateOnly || (format == TimestampFormat.Epoch && position > LeadingEpochStartMax))
            {
                (weakFormat, weakPosition) = weakFormat == TimestampFormat.None ? (format, position) : (weakFormat, weakPosition);
            }
            else if (format != TimestampFormat.None)
            {
                return true;
            }

            p = end;
        }

        (format, position) = (weakFormat, weakPosition);
        return format != TimestampFormat.None && TryReadAt(text, format, position, ref time);
    }

    /// <summary>Whether a timestamp may begin at <paramref name="position"/>: not inside a word, a path or a file name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsStart(ReadOnlySpan<byte> text, int position)
    {
        if (position == 0)
        {
            return true;
        }

        var before = text[position - 1];
        return !TimeText.IsLetter(before) && (uint)(before - '0') > 9
            && before is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)'/' or (byte)'\\' or (byte)'+');
    }

    /// <summary>Whether <paramref name="position"/> is where a timestamp of <paramref name="format"/> may begin.</summary>
    public static bool IsStartOf(ReadOnlySpan<byte> text, TimestampFormat format, int position) =>
        format == TimestampFormat.Glog ? IsGlogStart(text, position) : IsStart(text, position);

    private static bool TryNextDigits(ReadOnlySpan<byte> text, ref int start, out int end)
    {
        var next = text[start..].IndexOfAnyInRange((byte)'0', (byte)'9');
        if (next < 0)
        {
            end = text.Length;
            return false;
        }

        start += next;
        end = TimeText.DigitRunEnd(text, start);
        return true;
    }

    private static TimestampFormat Recognise(ReadOnlySpan<byte> text, int start, int end, bool allowWeak, out int position, ref CivilTime time)
    {
        position = start;
        if (!IsStart(text, start))
        {
            return end - start == 4 && IsGlogStart(text, start) && TryReadAt(text, TimestampFormat.Glog, start, ref time)
                ? TimestampFormat.Glog : TimestampFormat.None;
        }

        switch (end - start)
        {
            case 1 or 2:
                return RecogniseShort(text, start, end, out position, ref time);
            case 4:
                return TryReadAt(text, TimestampFormat.YearFirst, start, ref time) ? TimestampFormat.YearFirst
                    : allowWeak && TryReadAt(text, TimestampFormat.DateOnly, start, ref time) ? TimestampFormat.DateOnly
                    : TimestampFormat.None;
            case 6:
                return TryReadAt(text, TimestampFormat.ShortCompact, start, ref time) ? TimestampFormat.ShortCompact : TimestampFormat.None;
            case 8 or 14 or 17:
                return TryReadAt(text, TimestampFormat.Compact, start, ref time) ? TimestampFormat.Compact : TimestampFormat.None;
            case 10 or 13 or 16 or 19 when allowWeak || (start == 0 && TimeText.At(text, end) == '.'):
                return TryReadAt(text, TimestampFormat.Epoch, start, ref time) ? TimestampFormat.Epoch : TimestampFormat.None;
            default:
                return TimestampFormat.None;
        }
    }

    private static TimestampFormat RecogniseShort(ReadOnlySpan<byte> text, int start, int end, out int position, ref CivilTime time)
    {
        position = MonthBefore(text, start);
        if (position >= 0)
        {
            return TryReadAt(text, TimestampFormat.MonthName, position, ref time) ? TimestampFormat.MonthName : TimestampFormat.None;
        }

        position = start;
        var separator = TimeText.At(text, end);
        if (separator is not ((byte)'/' or (byte)'-' or (byte)'.' or (byte)' '))
        {
            return TimestampFormat.None;
        }

        if (!TimeText.IsDigit(text, end + 1))
        {
            return TryReadAt(text, TimestampFormat.DayMonthName, start, ref time) ? TimestampFormat.DayMonthName : TimestampFormat.None;
        }

        return separator == ' ' ? TimestampFormat.None
            : TryReadAt(text, TimestampFormat.NumericDate, start, ref time) ? TimestampFormat.NumericDate
            : TryReadAt(text, TimestampFormat.MonthDay, start, ref time) ? TimestampFormat.MonthDay
            : TimestampFormat.None;
    }

    /// <summary>Where the name of a month begins that stands, as a word, before the number at <paramref name="position"/>; -1 if none does.</summary>
    private static int MonthBefore(ReadOnlySpan<byte> text, int position)
    {
        const int LongestName = 9;
        var p = position - 1;
        while (p >= 0 && text[p] == ' ')
        {
            p--;
        }

        if (p == position - 1 || p < 2)
        {
            return -1;
        }

        var last = p;
        while (p >= 0 && TimeText.IsLetter(text[p]) && last - p < LongestName)
        {
            p--;
        }

        return last - p >= 3 && IsStart(text, p + 1) && TimeText.MonthAt(text, p + 1) > 0 ? p + 1 : -1;
    }

    private static bool IsGlogStart(ReadOnlySpan<byte> text, int position) =>
        position > 0 && text[position - 1] is (byte)'I' or (byte)'W' or (byte)'E' or (byte)'F' && IsStart(text, position - 1);

    private static bool Read(ReadOnlySpan<byte> text, TimestampFormat format, int position, ref CivilTime time) => format switch
    {
        TimestampFormat.YearFirst => NumericFormats.TryReadYearFirst(text, ref position, ref time),
        TimestampFormat.Compact => NumericFormats.TryReadCompact(text, ref position, ref time),
        TimestampFormat.ShortCompact => NumericFormats.TryReadShortCompact(text, ref position, ref time),
        TimestampFormat.NumericDate => NumericFormats.TryReadNumericDate(text, ref position, ref time),
        TimestampFormat.MonthDay => NumericFormats.TryReadMonthDay(text, ref position, ref time),
        TimestampFormat.MonthName => NamedMonthFormats.TryReadMonthFirst(text, ref position, ref time),
        TimestampFormat.DayMonthName => NamedMonthFormats.TryReadDayFirst(text, ref position, ref time),
        TimestampFormat.Glog => NumericFormats.TryReadGlog(text, ref position, ref time),
        TimestampFormat.Epoch => EpochFormat.TryReadBare(text, ref position, ref time),
        TimestampFormat.DateOnly => NumericFormats.TryReadDateOnly(text, ref position, ref time),
        _ => false,
    };
}
