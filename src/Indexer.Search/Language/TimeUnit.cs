using System.Collections.Frozen;

namespace Indexer.Search.Language;

/// <summary>The units of spans and relative times.</summary>
public enum TimeUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>The spellings of <see cref="TimeUnit"/>.</summary>
public static class TimeUnits
{
    private static readonly FrozenDictionary<string, TimeUnit> ByName = new (TimeUnit Unit, string[] Names)[]
    {
        (TimeUnit.Second, ["s", "sec", "secs", "second", "seconds"]),
        (TimeUnit.Minute, ["m", "min", "mins", "minute", "minutes"]),
        (TimeUnit.Hour, ["h", "hr", "hrs", "hour", "hours"]),
        (TimeUnit.Day, ["d", "day", "days"]),
        (TimeUnit.Week, ["w", "week", "weeks"]),
        (TimeUnit.Month, ["mon", "mons", "month", "months"]),
        (TimeUnit.Quarter, ["q", "qtr", "qtrs", "quarter", "quarters"]),
        (TimeUnit.Year, ["y", "yr", "yrs", "year", "years"]),
    }.SelectMany(entry => entry.Names.Select(name => (name, entry.Unit)))
        .ToFrozenDictionary(pair => pair.name, pair => pair.Unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>For messages.</summary>
    public const string Spellings = "s, m, h, d, w, mon, q or y";

    public static bool TryParse(ReadOnlySpan<char> name, out TimeUnit unit) =>
        ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out unit);
}
