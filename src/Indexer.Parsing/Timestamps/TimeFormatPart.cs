using System.Text;
using Indexer.Model;

namespace Indexer.Parsing.Timestamps;

internal enum TimeFormatPartKind : byte
{
    Literal,
    Space,
    Year,
    ShortYear,
    Month,
    MonthName,
    Weekday,
    Day,
    DayOfYear,
    Hour,
    Minute,
    Second,
    HalfOfDay,
    Fraction,
    Offset,
    Zone,
    Epoch,
}

/// <summary>One directive or literal byte of a <see cref="TimeFormat"/>.</summary>
/// <param name="Argument">The byte of a literal; the digits of a fraction, 0 for any number.</param>
internal readonly record struct TimeFormatPart(TimeFormatPartKind Kind, byte Argument = 0)
{
    public static List<TimeFormatPart> Parse(string format)
    {
        var parts = new List<TimeFormatPart>();
        Append(parts, format, format);
        return parts;
    }

    public bool TryRead(ReadOnlySpan<byte> text, ref int position, ref TimeFormatState state)
    {
        switch (Kind)
        {
            case TimeFormatPartKind.Literal:
                return TimeText.TryByte(text, ref position, Argument);
            case TimeFormatPartKind.Space:
                position = TimeText.SkipSpaces(text, position);
                return true;
            case TimeFormatPartKind.Year:
                state.HasYear = true;
                return TimeText.TryFixed(text, ref position, 4, out state.Year);
            case TimeFormatPartKind.ShortYear:
                state.HasYear = TimeText.TryFixed(text, ref position, 2, out var shortYear);
                state.Year = CivilTime.ExpandYear(shortYear);
                return state.HasYear;
            case TimeFormatPartKind.Month:
                return TryUpTo(text, ref position, 2, out state.Month) && state.Month is >= 1 and <= 12;
            case TimeFormatPartKind.MonthName:
                return TimeText.TryMonth(text, ref position, out state.Month);
            case TimeFormatPartKind.Day:
                return TryUpTo(text, ref position, 2, out state.Day) && state.Day is >= 1 and <= 31;
            case TimeFormatPartKind.DayOfYear:
                return TimeText.TryFixed(text, ref position, 3, out state.DayOfYear) && state.DayOfYear >= 1;
            case TimeFormatPartKind.Hour:
                return TryUpTo(text, ref position, 2, out state.Time.Hour) && state.Time.Hour <= 23;
            case TimeFormatPartKind.Minute:
                return TryUpTo(text, ref position, 2, out state.Time.Minute) && state.Time.Minute <= 59;
            case TimeFormatPartKind.Second:
                return TryUpTo(text, ref position, 2, out state.Time.Second) && state.Time.Second <= 60;
            case TimeFormatPartKind.Fraction:
                return TryReadFraction(text, ref position, ref state);
            case TimeFormatPartKind.Epoch:
                return TryReadEpoch(text, ref position, ref state);
            case TimeFormatPartKind.Weekday:
                return TrySkipLetters(text, ref position);
            case TimeFormatPartKind.HalfOfDay:
                return TryReadHalfOfDay(text, ref position, ref state);
            default:
                return TryReadZone(text, ref position, ref state);
        }
    }

    private static void Append(List<TimeFormatPart> parts, string format, string whole)
    {
        foreach (var (directive, digits, literal) in Directives(format, whole))
        {
            if (directive == '\0')
            {
                parts.Add(char.IsWhiteSpace((char)literal) ? new(TimeFormatPartKind.Space) : new(TimeFormatPartKind.Literal, literal));
                continue;
            }

            switch (directive)
            {
                case 'T' or 'X':
                    Append(parts, "%H:%M:%S", whole);
                    break;
                case 'R':
                    Append(parts, "%H:%M", whole);
                    break;
                case 'D' or 'x':
                    Append(parts, "%m/%d/%y", whole);
                    break;
                case 'F':
                    Append(parts, "%Y-%m-%d", whole);
                    break;
                case 'c':
                    Append(parts, "%a %b %e %H:%M:%S %Y", whole);
                    break;
                case 'r':
                    Append(parts, "%I:%M:%S %p", whole);
                    break;
                case 'e' or 'k' or 'l':
                    // These pad with a space.
                    parts.Add(new(TimeFormatPartKind.Space));
                    parts.Add(new(KindOf(directive, whole), digits));
                    break;
                default:
                    parts.Add(new(KindOf(directive, whole), digits));
                    break;
            }
        }
    }

    private static TimeFormatPartKind KindOf(char directive, string format) => directive switch
    {
        'Y' => TimeFormatPartKind.Year,
        'y' => TimeFormatPartKind.ShortYear,
        'm' => TimeFormatPartKind.Month,
        'b' or 'B' or 'h' => TimeFormatPartKind.MonthName,
        'a' or 'A' => TimeFormatPartKind.Weekday,
        'd' or 'e' => TimeFormatPartKind.Day,
        'j' => TimeFormatPartKind.DayOfYear,
        'H' or 'k' or 'I' or 'l' => TimeFormatPartKind.Hour,
        'M' => TimeFormatPartKind.Minute,
        'S' => TimeFormatPartKind.Second,
        'p' or 'P' => TimeFormatPartKind.HalfOfDay,
        'N' or 'Q' or 'f' or 'q' => TimeFormatPartKind.Fraction,
        'z' => TimeFormatPartKind.Offset,
        'Z' => TimeFormatPartKind.Zone,
        's' => TimeFormatPartKind.Epoch,
        'n' or 't' => TimeFormatPartKind.Space,
        _ => throw new FormatException($"the time format '{format}' has the unknown directive %{directive}"),
    };

    /// <summary>The directives and literal bytes of a format in order; a literal has the directive NUL.</summary>
    private static IEnumerable<(char Directive, byte Digits, byte Literal)> Directives(string format, string whole)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                var runeLength = char.IsSurrogatePair(format, i) ? 2 : 1;
                foreach (var b in Encoding.UTF8.GetBytes(format.Substring(i, runeLength)))
                {
                    yield return ('\0', 0, b);
                }

                i += runeLength - 1;
                continue;
            }

            i++;
            var digits = (byte)0;
            if (i + 1 < format.Length && format[i] is >= '1' and <= '9' && format[i + 1] is 'N' or 'Q' or 'q')
            {
                digits = (byte)(format[i++] - '0');
            }
            else if (i + 1 < format.Length && format[i] is ':' or '-' or '_' or 'O' or 'E' && char.IsAsciiLetter(format[i + 1]))
            {
                i++;
            }

            if (i >= format.Length)
            {
                throw new FormatException($"the time format '{whole}' ends in the middle of a directive; write %% for a percent sign");
            }

            yield return format[i] == '%' ? ('\0', (byte)0, (byte)'%') : (format[i], digits, (byte)0);
        }
    }

    /// <summary>As strptime does, at most <paramref name="digitsMax"/> digits, whatever follows.</summary>
    private static bool TryUpTo(ReadOnlySpan<byte> text, ref int position, int digitsMax, out int value)
    {
        value = 0;
        var start = position;
        while (position - start < digitsMax && TimeText.IsDigit(text, position))
        {
            value = (value * 10) + text[position++] - '0';
        }

        return position > start;
    }

    private bool TryReadFraction(ReadOnlySpan<byte> text, ref int position, ref TimeFormatState state)
    {
        var end = Argument == 0 ? text.Length : Math.Min(text.Length, position + Argument);
        var read = TimeText.TryFraction(text[..end], ref position, out var nanoseconds);
        state.FractionNanoseconds = nanoseconds;
        return read;
    }

    private static bool TryReadEpoch(ReadOnlySpan<byte> text, ref int position, ref TimeFormatState state)
    {
        // Ten digits at most, so that %s%3N can follow without a separator.
        var start = position;
        var negative = TimeText.TryByte(text, ref position, (byte)'-');
        var seconds = 0L;
        var digits = 0;
        while (digits < 10 && TimeText.IsDigit(text, position))
        {
            seconds = (seconds * 10) + text[position++] - '0';
            digits++;
        }

        if (digits == 0 || seconds > long.MaxValue / EventTime.NanosecondsPerSecond - 1)
        {
            position = start;
            return false;
        }

        state.Time.IsInstant = true;
        state.Time.InstantNanoseconds = (negative ? -seconds : seconds) * EventTime.NanosecondsPerSecond;
        return true;
    }

    private static bool TryReadHalfOfDay(ReadOnlySpan<byte> text, ref int position, ref TimeFormatState state)
    {
        var letter = TimeText.At(text, position) | 0x20;
        if (letter is not ('a' or 'p') || (TimeText.At(text, position + 1) | 0x20) != 'm')
        {
            return false;
        }

        state.HasHalfOfDay = true;
        state.Afternoon = letter == 'p';
        position += 2;
        return true;
    }

    private bool TryReadZone(ReadOnlySpan<byte> text, ref int position, ref TimeFormatState state)
    {
        var offset = 0;
        var read = ZoneSuffix.TryReadOffset(text, ref position, minutesRequired: false, out offset)
            || ZoneSuffix.TryReadName(text, ref position, out offset);
        if (read)
        {
            state.Time.HasOffset = true;
            state.Time.OffsetSeconds = offset;
            return true;
        }

        // A zone name that is not known is passed over, and the configured zone holds.
        return Kind == TimeFormatPartKind.Zone && TrySkipLetters(text, ref position);
    }

    private static bool TrySkipLetters(ReadOnlySpan<byte> text, ref int position)
    {
        var start = position;
        while ((uint)position < (uint)text.Length && TimeText.IsLetter(text[position]))
        {
            position++;
        }

        return position > start;
    }
}
