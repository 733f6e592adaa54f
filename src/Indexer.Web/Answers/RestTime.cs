using System.Globalization;
using Indexer.Model;

namespace Indexer.Web.Answers;

/// <summary>Times as RFC 3339 text.</summary>
internal static class RestTime
{
    /// <summary>In UTC, with as many digits of fractions as there are.</summary>
    public static string Format(EventTime time)
    {
        var seconds = DateTimeOffset.UnixEpoch.AddSeconds(time.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var rest = time.Nanoseconds - (time.Seconds * EventTime.NanosecondsPerSecond);
        return rest == 0 ? seconds + "Z" : $"{seconds}.{rest.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')}Z";
    }

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Of the <c>_time</c> of a row: seconds since 1970, exact to the microsecond, in the zone of the search.</summary>
    public static bool TryFormat(double seconds, TimeZoneInfo zone, Span<char> target, out int length)
    {
        length = 0;
        var ticks = Math.Round(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond;
        if (!(Math.Abs(ticks) < TimeSpan.TicksPerDay * 365.0 * 700))
        {
            return false;
        }

        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks((long)ticks), zone);
        var format = (long)ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fffzzz" : "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz";
        return time.TryFormat(target, out length, format, CultureInfo.InvariantCulture);
    }
}
