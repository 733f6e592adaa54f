using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Indexer.Model;

namespace Indexer.Search.Language;

/// <summary>
/// The values of <c>earliest=</c> and <c>latest=</c>: an absolute time (<c>10/27/2026:14:05:00</c>, ISO 8601, seconds since the
/// epoch) or a <see cref="RelativeTime"/>. Times without a zone are in the user's.
/// </summary>
public static class TimeModifier
{
    private static readonly string[] LocalFormats =
    [
        "M/d/yyyy:H:m:s", "M/d/yyyy:H:m:s.FFFFFFF", "M/d/yyyy",
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] ZonedFormats =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <param name="text">The modifier.</param>
    /// <param name="context">What relative times count from, and the zone.</param>
    /// <param name="time">The instant.</param>
    /// <param name="problem">What is wrong and what was expected, for a message.</param>
    public static bool TryParse(string text, SearchContext context, out EventTime time, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        text = text.Trim();
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            if (TryParseEpoch(text, out time) || TryParseAbsolute(text, context.TimeZone, out time))
            {
                return true;
            }

            problem = $"'{text}' is not a time, expected %m/%d/%Y:%H:%M:%S, ISO 8601, seconds since 1970, or a relative time such as -7d@d";
            return false;
        }

        time = default;
        if (!RelativeTime.TryParse(text, out var relative, out problem))
        {
            return false;
        }

        if (!relative.TryApply(context.Now, context.TimeZone, out time))
        {
            problem = $"'{text}' lies outside the years 1677 to 2262";
            return false;
        }

        return true;
    }

    private static bool TryParseEpoch(string text, out EventTime time)
    {
        time = default;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds > long.MaxValue / EventTime.NanosecondsPerSecond)
        {
            return false;
        }

        time = new EventTime((long)(seconds * EventTime.NanosecondsPerSecond));
        return true;
    }

    private static bool TryParseAbsolute(string text, TimeZoneInfo zone, out EventTime time)
    {
        if (DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return CalendarTime.TryToInstant(local, zone, preferredOffset: null, out time);
        }

        time = default;
        return DateTimeOffset.TryParseExact(text, ZonedFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned)
            && CalendarTime.TryToInstant(zoned.UtcDateTime, TimeZoneInfo.Utc, preferredOffset: null, out time);
    }
}
