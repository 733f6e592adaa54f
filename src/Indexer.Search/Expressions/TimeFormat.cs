using System.Globalization;
using System.Text;
using Indexer.Model;
using Indexer.Search.Language;

namespace Indexer.Search.Expressions;

/// <summary>
/// Writes times by the conversion specifications of <c>strftime</c>, with the field's additions for fractions of a second
/// (<c>%3N</c>, <c>%6N</c>, <c>%Q</c>, <c>%f</c>) and zones (<c>%:z</c>). Names of days and months are English.
/// </summary>
public static class TimeFormat
{
    /// <summary>The time that a number of seconds stands for, exact to the microsecond; false beyond the years 1677 to 2262.</summary>
    public static bool TryFromSeconds(double seconds, out EventTime time)
    {
        const double SecondsMax = long.MaxValue / EventTime.NanosecondsPerSecond;
        if (!(Math.Abs(seconds) < SecondsMax))
        {
            time = default;
            return false;
        }

        // A double holds present times to a quarter of a microsecond; more digits would be noise.
        time = new EventTime((long)Math.Round(seconds * 1e6) * EventTime.NanosecondsPerMicrosecond);
        return true;
    }

    /// <summary>Seconds since the epoch, as the field <c>_time</c> has them.</summary>
    public static double ToSeconds(EventTime time) => time.Nanoseconds / (double)EventTime.NanosecondsPerSecond;

    public static string Format(EventTime time, string format, TimeZoneInfo zone)
    {
        var moment = new Moment(time, CalendarTime.ToLocal(time, zone), CalendarTime.OffsetAt(time, zone));
        var output = new StringBuilder(format.Length * 2);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                output.Append(format[i]);
                continue;
            }

            var start = i++;
            var digits = -1;
            if (char.IsAsciiDigit(format[i]) && i + 1 < format.Length && format[i + 1] is 'N' or 'Q')
            {
                digits = format[i++] - '0';
            }
            else if (format[i] == ':' && i + 1 < format.Length && format[i + 1] == 'z')
            {
                i++;
                output.Append(Offset(moment.Offset, ":"));
                continue;
            }

            if (!Append(output, format[i], digits, moment))
            {
                output.Append(format, start, i - start + 1);
            }
        }

        return output.ToString();
    }

    private static bool Append(StringBuilder output, char specification, int digits, in Moment moment)
    {
        var local = moment.Local;
        var text = specification switch
        {
            'Y' => Number(local.Year, "0000"),
            'y' => Number(local.Year % 100, "00"),
            'C' => Number(local.Year / 100, "00"),
            'm' => Number(local.Month, "00"),
            'd' => Number(local.Day, "00"),
            'e' => Number(local.Day, "0").PadLeft(2),
            'j' => Number(local.DayOfYear, "000"),
            'H' => Number(local.Hour, "00"),
            'k' => Number(local.Hour, "0").PadLeft(2),
            'I' => Number(Hour12(local), "00"),
            'l' => Number(Hour12(local), "0").PadLeft(2),
            'M' => Number(local.Minute, "00"),
            'S' => Number(local.Second, "00"),
            'p' => local.Hour < 12 ? "AM" : "PM",
            'P' => local.Hour < 12 ? "am" : "pm",
            'a' => Text(local, "ddd"),
            'A' => Text(local, "dddd"),
            'b' or 'h' => Text(local, "MMM"),
            'B' => Text(local, "MMMM"),
            'w' => Number((int)local.DayOfWeek, "0"),
            'u' => Number(local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek, "0"),
            'U' => Number((local.DayOfYear + 6 - (int)local.DayOfWeek) / 7, "00"),
            'W' => Number((local.DayOfYear + 6 - (((int)local.DayOfWeek + 6) % 7)) / 7, "00"),
            'V' => Number(ISOWeek.GetWeekOfYear(local), "00"),
            'G' => Number(ISOWeek.GetYear(local), "0000"),
            'g' => Number(ISOWeek.GetYear(local) % 100, "00"),
            'T' or 'X' => Text(local, "HH:mm:ss"),
            'R' => Text(local, "HH:mm"),
            'D' => Text(local, "MM/dd/yy"),
            'x' => Text(local, "MM/dd/yyyy"),
            'F' => Text(local, "yyyy-MM-dd"),
            'c' => Text(local, "ddd MMM ") + Number(local.Day, "0").PadLeft(2) + Text(local, " HH:mm:ss yyyy"),
            's' => Number(moment.Time.Seconds, "0"),
            'N' => Fraction(moment.Time, digits < 0 ? 9 : digits),
            'Q' => Fraction(moment.Time, digits < 0 ? 3 : digits),
            'f' => Fraction(moment.Time, 6),
            'z' => Offset(moment.Offset, string.Empty),
            'Z' => moment.Offset == TimeSpan.Zero ? "UTC" : Offset(moment.Offset, ":"),
            't' => "\t",
            'n' => "\n",
            '%' => "%",
            _ => null,
        };
        output.Append(text);
        return text is not null;
    }

    private static int Hour12(DateTime local) => ((local.Hour + 11) % 12) + 1;

    private static string Number(long number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(DateTime local, string format) => local.ToString(format, CultureInfo.InvariantCulture);

    private static string Fraction(EventTime time, int digits)
    {
        var nanoseconds = time.Nanoseconds - (time.Seconds * EventTime.NanosecondsPerSecond);
        return Number(nanoseconds, "000000000")[..Math.Min(digits, 9)];
    }

    private static string Offset(TimeSpan offset, string separator) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh}{separator}{offset:mm}");

    private readonly record struct Moment(EventTime Time, DateTime Local, TimeSpan Offset);
}
