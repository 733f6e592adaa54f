namespace Indexer.Parsing.Timestamps;

/// <summary>What the parts of a format have read so far.</summary>
internal struct TimeFormatState
{
    public CivilTime Time;
    public int Month;
    public int Day;
    public int DayOfYear;
    public int Year;
    public bool HasYear;
    public bool Afternoon;
    public bool HasHalfOfDay;
    public long FractionNanoseconds;

    public bool TryComplete(ref CivilTime time)
    {
        time = Time;
        if (time.IsInstant)
        {
            time.InstantNanoseconds += FractionNanoseconds;
            return true;
        }

        time.Nanosecond = (int)FractionNanoseconds;
        if (HasHalfOfDay)
        {
            if (time.Hour is < 1 or > 12)
            {
                return false;
            }

            time.Hour = (time.Hour % 12) + (Afternoon ? 12 : 0);
        }

        if (DayOfYear > 0 && HasYear && Month == 0)
        {
            if (Year is < CivilTime.YearMin or > CivilTime.YearMax || DayOfYear > (DateTime.IsLeapYear(Year) ? 366 : 365))
            {
                return false;
            }

            var date = new DateOnly(Year, 1, 1).AddDays(DayOfYear - 1);
            (Month, Day) = (date.Month, date.Day);
        }

        var hasNoDate = Month == 0 && Day == 0 && !HasYear;
        return hasNoDate || ((!HasYear || Year != 0) && time.TrySetDate(Year, Month == 0 ? 1 : Month, Day == 0 ? 1 : Day));
    }
}
