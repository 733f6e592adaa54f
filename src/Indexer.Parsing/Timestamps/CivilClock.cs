using Indexer.Model;

namespace Indexer.Parsing.Timestamps;

/// <summary>Turns what a text says about a time into an instant: zone, missing year or date, accepted range. Not thread-safe.</summary>
internal sealed class CivilClock(ParsingOptions options)
{
    private const long SecondsPerDay = 86_400;

    /// <summary>29 February of a year that is not stated: the last leap year is at most eight years back (1896 to 1904 and the like).</summary>
    private const int YearsBackMax = 8;

    private readonly ZoneOffsets zone = new(options.TimeZone);
    private EventTime now;
    private long tomorrowSeconds;
    private int localYear;
    private int localMonth;
    private int localDay;
    private long earliestNanoseconds = long.MinValue;
    private long latestNanoseconds = long.MaxValue;

    /// <summary>The time by which missing years are chosen and the accepted range is counted.</summary>
    public EventTime Now
    {
        get => now;
        set
        {
            if (value != now || localYear == 0)
            {
                now = value;
                Recount();
            }
        }
    }

    /// <summary>False where the text states no possible or no acceptable time.</summary>
    public bool TryResolve(ref CivilTime civil, out EventTime time)
    {
        long nanoseconds;
        if (civil.IsInstant)
        {
            nanoseconds = civil.InstantNanoseconds;
        }
        else
        {
            if (civil.Month == 0)
            {
                (civil.Year, civil.Month, civil.Day) = (localYear, localMonth, localDay);
            }

            if (civil.Year == 0 && !TryInferYear(ref civil))
            {
                time = default;
                return false;
            }

            nanoseconds = (SecondsOf(civil) * EventTime.NanosecondsPerSecond) + civil.Nanosecond;
        }

        time = new EventTime(nanoseconds);
        return nanoseconds >= earliestNanoseconds && nanoseconds <= latestNanoseconds;
    }

    /// <summary>The latest year in which the time is not more than a day ahead of now.</summary>
    private bool TryInferYear(ref CivilTime civil)
    {
        // Only in the last days of December can a time of next year be less than a day ahead.
        var first = localMonth == 12 && civil.Month == 1 ? localYear + 1 : localYear;
        for (var year = first; year >= first - YearsBackMax - 1; year--)
        {
            if (!CivilTime.IsDate(year, civil.Month, civil.Day))
            {
                continue;
            }

            civil.Year = year;
            if (year < localYear || SecondsOf(civil) <= tomorrowSeconds)
            {
                return true;
            }
        }

        return false;
    }

    private long SecondsOf(in CivilTime civil)
    {
        var local = (CivilTime.DaysSinceEpoch(civil.Year, civil.Month, civil.Day) * SecondsPerDay)
            + (civil.Hour * 3600) + (civil.Minute * 60) + civil.Second;
        return local - (civil.HasOffset ? civil.OffsetSeconds : zone.OffsetSeconds(local));
    }

    private void Recount()
    {
        var seconds = now.Seconds;
        tomorrowSeconds = seconds + SecondsPerDay;
        var local = DateTime.UnixEpoch.AddSeconds(zone.LocalSeconds(seconds));
        (localYear, localMonth, localDay) = (local.Year, local.Month, local.Day);
        if (options.MaxDaysAgo is { } ago)
        {
            earliestNanoseconds = (seconds - (ago * SecondsPerDay)) * EventTime.NanosecondsPerSecond;
        }

        if (options.MaxDaysHence is { } hence)
        {
            latestNanoseconds = (seconds + (hence * SecondsPerDay)) * EventTime.NanosecondsPerSecond;
        }
    }
}
