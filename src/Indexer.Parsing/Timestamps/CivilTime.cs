namespace Indexer.Parsing.Timestamps;

/// <summary>What a text says about a time, before year and zone are known. A mutable struct that recognisers fill in.</summary>
internal struct CivilTime
{
    /// <summary>Range of years that a text may state.</summary>
    public const int YearMin = 1900, YearMax = 2199;

    /// <summary>0 where the text states none.</summary>
    public int Year;

    /// <summary>1 to 12; 0 where the text states no date.</summary>
    public int Month;

    public int Day;
    public int Hour;
    public int Minute;

    /// <summary>0 to 60; 60 is a leap second and the same instant as the second after it.</summary>
    public int Second;

    public int Nanosecond;

    /// <summary>East of Greenwich.</summary>
    public int OffsetSeconds;

    public bool HasOffset;

    /// <summary>The text stated an instant, in <see cref="InstantNanoseconds"/> since 1970 UTC, and nothing else counts.</summary>
    public bool IsInstant;

    public long InstantNanoseconds;

    /// <summary>Whether a day exists: the 29th of February only in a leap year, or where the year is not known.</summary>
    public static bool IsDate(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month) && (year == 0 || year is >= YearMin and <= YearMax);

    /// <summary>Sets the date if there is such a day. A year of 0 is unknown.</summary>
    public bool TrySetDate(int year, int month, int day)
    {
        if (!IsDate(year, month, day))
        {
            return false;
        }

        (Year, Month, Day) = (year, month, day);
        return true;
    }

    /// <summary>Sets the time of day if it is one.</summary>
    public bool TrySetTime(int hour, int minute, int second)
    {
        if (hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        (Hour, Minute, Second) = (hour, minute, second);
        return true;
    }

    /// <summary>A year of two digits: 69 to 99 are in the twentieth century.</summary>
    public static int ExpandYear(int twoDigits) => twoDigits + (twoDigits >= 69 ? 1900 : 2000);

    /// <summary>Days since 1970-01-01 in the Gregorian calendar (algorithm: Howard Hinnant, "days_from_civil").</summary>
    public static int DaysSinceEpoch(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => year == 0 || DateTime.IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
