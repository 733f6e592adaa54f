using System.Globalization;
using Indexer.Model;
using Indexer.Search.Language;

namespace Indexer.Search.Expressions;

/// <summary>
/// Reads times by the conversion specifications of <c>strptime</c>. White space in the format stands for any white space; text
/// after the time is ignored. Without a year the current one is meant, without any date today.
/// </summary>
public static class TimeParsing
{
    public static bool TryParse(string text, string format, SearchContext context, out EventTime time)
    {
        var reader = new Reader(text, context);
        return reader.TryReadFormat(format, depth: 0) & reader.TryResolve(out time);
    }

    private ref struct Reader(string text, SearchContext context)
    {
        private ReadOnlySpan<char> rest = text;
        private int? year;
        private int? month;
        private int? day;
        private int? dayOfYear;
        private int hour;
        private int minute;
        private int second;
        private int nanosecond;
        private bool? afternoon;
        private TimeSpan? offset;
        private long? epochSeconds;

        public bool TryReadFormat(ReadOnlySpan<char> format, int depth)
        {
            for (var i = 0; i < format.Length; i++)
            {
                if (char.IsWhiteSpace(format[i]))
                {
                    rest = rest.TrimStart();
                }
                else if (format[i] != '%' || i + 1 == format.Length)
                {
                    if (rest.IsEmpty || rest[0] != format[i])
                    {
                        return false;
                    }

                    rest = rest[1..];
                }
                else
                {
                    i++;

                    // A width (%3N) or a colon (%:z) changes nothing when reading.
                    while (i + 1 < format.Length && (char.IsAsciiDigit(format[i]) || format[i] is ':' or '-'))
                    {
                        i++;
                    }

                    if (!TryReadOne(format[i], depth))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        public readonly bool TryResolve(out EventTime time)
        {
            time = default;
            if (epochSeconds is { } seconds)
            {
                var nanoseconds = ((Int128)seconds * EventTime.NanosecondsPerSecond) + nanosecond;
                time = new EventTime(unchecked((long)nanoseconds));
                return nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue;
            }

            var today = CalendarTime.ToLocal(context.Now, context.TimeZone);
            var hasDate = year is not null || month is not null || day is not null || dayOfYear is not null;
            var date = (Year: year ?? today.Year, Month: month ?? (hasDate ? 1 : today.Month), Day: day ?? (hasDate ? 1 : today.Day));
            var hour24 = afternoon is { } pm ? (hour % 12) + (pm ? 12 : 0) : hour;
            if (date.Year is < 1 or > 9998 || date.Month is < 1 or > 12 || date.Day < 1 || date.Day > DateTime.DaysInMonth(date.Year, date.Month)
                || hour24 > 24 || minute > 59 || second > 60 || dayOfYear is < 1 or > 366)
            {
                return false;
            }

            // A leap second and 24:00 run over into what follows.
            var local = new DateTime(date.Year, date.Month, date.Day).AddDays((dayOfYear ?? 1) - 1)
                .AddHours(hour24).AddMinutes(minute).AddSeconds(second);
            if (!CalendarTime.TryToInstant(offset is { } known ? local - known : local, offset is null ? context.TimeZone : TimeZoneInfo.Utc, null, out time))
            {
                return false;
            }

            time = new EventTime(time.Nanoseconds + nanosecond);
            return true;
        }

        private bool TryReadOne(char specification, int depth)
        {
            switch (specification)
            {
                case 'Y': return TryReadNumber(4, ref year);
                case 'y':
                    var read = TryReadNumber(2, ref year);
                    year += year < 69 ? 2000 : 1900;
                    return read;
                case 'm': return TryReadNumber(2, ref month);
                case 'd' or 'e': return TryReadNumber(2, ref day);
                case 'j': return TryReadNumber(3, ref dayOfYear);
                case 'H' or 'k' or 'I' or 'l': return TryReadNumber(2, ref hour);
                case 'M': return TryReadNumber(2, ref minute);
                case 'S': return TryReadNumber(2, ref second);
                case 'N' or 'Q' or 'f': return TryReadFraction();
                case 'p' or 'P': return TryReadHalf();
                case 'b' or 'B' or 'h': return TryReadName(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, out month);
                case 'a' or 'A': return TryReadName(CultureInfo.InvariantCulture.DateTimeFormat.DayNames, out _);
                case 's': return TryReadEpoch();
                case 'z' or 'Z': return TryReadZone();
                case 'T' or 'X' when depth == 0: return TryReadFormat("%H:%M:%S", 1);
                case 'R' when depth == 0: return TryReadFormat("%H:%M", 1);
                case 'F' when depth == 0: return TryReadFormat("%Y-%m-%d", 1);
                case 'D' when depth == 0: return TryReadFormat("%m/%d/%y", 1);
                case 'x' when depth == 0: return TryReadFormat("%m/%d/%Y", 1);
                case 'c' when depth == 0: return TryReadFormat("%a %b %d %H:%M:%S %Y", 1);
                case '%':
                    if (!rest.StartsWith('%'))
                    {
                        return false;
                    }

                    rest = rest[1..];
                    return true;
                default: return false;
            }
        }

        private bool TryReadNumber(int digitsMax, ref int? number)
        {
            var value = 0;
            if (!TryReadNumber(digitsMax, ref value))
            {
                return false;
            }

            number = value;
            return true;
        }

        private bool TryReadNumber(int digitsMax, ref int number)
        {
            rest = rest.TrimStart(' ');
            var length = 0;
            var value = 0;
            while (length < digitsMax && length < rest.Length && char.IsAsciiDigit(rest[length]))
            {
                value = (value * 10) + (rest[length++] - '0');
            }

            number = value;
            rest = rest[length..];
            return length > 0;
        }

        private bool TryReadFraction()
        {
            var length = 0;
            nanosecond = 0;
            for (; length < rest.Length && char.IsAsciiDigit(rest[length]); length++)
            {
                nanosecond = length < 9 ? (nanosecond * 10) + (rest[length] - '0') : nanosecond;
            }

            for (var i = length; i < 9; i++)
            {
                nanosecond *= 10;
            }

            rest = rest[length..];
            return length > 0;
        }

        private bool TryReadHalf()
        {
            if (rest.Length < 2 || char.ToUpperInvariant(rest[1]) != 'M' || char.ToUpperInvariant(rest[0]) is not ('A' or 'P'))
            {
                return false;
            }

            afternoon = char.ToUpperInvariant(rest[0]) == 'P';
            rest = rest[2..];
            return true;
        }

        // Full names and their first three letters.
        private bool TryReadName(string[] names, out int? ordinal)
        {
            for (var i = 0; i < names.Length; i++)
            {
                foreach (var length in (ReadOnlySpan<int>)[names[i].Length, 3])
                {
                    if (length > 0 && names[i].Length >= length && rest.StartsWith(names[i].AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                    {
                        rest = rest[length..];
                        ordinal = i + 1;
                        return true;
                    }
                }
            }

            ordinal = null;
            return false;
        }

        private bool TryReadEpoch()
        {
            var length = rest.StartsWith('-') ? 1 : 0;
            while (length < rest.Length && char.IsAsciiDigit(rest[length]))
            {
                length++;
            }

            if (!long.TryParse(rest[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            {
                return false;
            }

            epochSeconds = seconds;
            rest = rest[length..];
            return true;
        }

        // Z, UTC, GMT, +hh, +hhmm, +hh:mm; the letters of another zone are passed over.
        private bool TryReadZone()
        {
            rest = rest.TrimStart(' ');
            if (!rest.IsEmpty && rest[0] is '+' or '-')
            {
                var sign = rest[0] == '-' ? -1 : 1;
                rest = rest[1..];
                int hours = 0, minutes = 0;
                if (!TryReadNumber(2, ref hours))
                {
                    return false;
                }

                rest = rest.StartsWith(':') ? rest[1..] : rest;
                if (!rest.IsEmpty && char.IsAsciiDigit(rest[0]))
                {
                    TryReadNumber(2, ref minutes);
                }

                offset = sign * new TimeSpan(hours, minutes, 0);
                return hours <= 14 && minutes < 60;
            }

            var letters = 0;
            while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
            {
                letters++;
            }

            if (rest[..letters] is "Z" or "UTC" or "GMT")
            {
                offset = TimeSpan.Zero;
            }

            rest = rest[letters..];
            return letters > 0;
        }
    }
}
