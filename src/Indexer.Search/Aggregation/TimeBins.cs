using System.Globalization;
using System.Numerics;
using Indexer.Model;
using Indexer.Search.Language;

namespace Indexer.Search.Aggregation;

/// <summary>A span of time by which events are binned, such as <c>5m</c> or <c>1mon</c>.</summary>
/// <param name="Amount">At least 1.</param>
/// <param name="Unit">The unit; ignored for <paramref name="Nanoseconds"/> below a second.</param>
/// <param name="Nanoseconds">The length where it is always the same; 0 for days and longer, which follow the calendar.</param>
internal readonly record struct BinSpan(int Amount, TimeUnit Unit, long Nanoseconds)
{
    private const int AmountMax = 1_000_000;

    public static BinSpan Of(int amount, TimeUnit unit) => new(amount, unit, unit switch
    {
        TimeUnit.Second => amount * EventTime.NanosecondsPerSecond,
        TimeUnit.Minute => amount * 60 * EventTime.NanosecondsPerSecond,
        TimeUnit.Hour => amount * 3600 * EventTime.NanosecondsPerSecond,
        _ => 0,
    });

    /// <summary>Seconds, on average for spans of the calendar.</summary>
    public double Seconds => Nanoseconds > 0 ? (double)Nanoseconds / EventTime.NanosecondsPerSecond : Amount * Unit switch
    {
        TimeUnit.Day => 86_400d,
        TimeUnit.Week => 7 * 86_400d,
        TimeUnit.Month => 365.25 / 12 * 86_400,
        TimeUnit.Quarter => 365.25 / 4 * 86_400,
        _ => 365.25 * 86_400,
    };

    /// <summary>Reads <c>[number]unit</c>: s, m, h, d, w, mon, q, y, or parts of a second (us, ms, cs, ds); a number alone is seconds.</summary>
    public static bool TryParse(string text, out BinSpan span)
    {
        span = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        var amount = 1;
        if (digits > 0 && !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out amount))
        {
            return false;
        }

        var name = text[digits..];
        if (amount is < 1 or > AmountMax || (digits == 0 && name.Length == 0))
        {
            return false;
        }

        long part = name switch
        {
            "us" => EventTime.NanosecondsPerMicrosecond,
            "ms" => EventTime.NanosecondsPerMillisecond,
            "cs" => 10 * EventTime.NanosecondsPerMillisecond,
            "ds" => 100 * EventTime.NanosecondsPerMillisecond,
            _ => 0,
        };
        if (part > 0)
        {
            span = new BinSpan(amount, TimeUnit.Second, amount * part);
            return true;
        }

        var unit = TimeUnit.Second;
        if (name.Length > 0 && !TimeUnits.TryParse(name, out unit))
        {
            return false;
        }

        span = Of(amount, unit);
        return true;
    }
}

/// <summary>
/// Finds the bin of an instant. Bins up to an hour are aligned to midnight of 1970-01-01 in the zone's standard time and pass
/// evenly; longer ones follow its clock and calendar, through the days on which clocks are moved. Weeks begin on Sunday. Remembers the last bin; not thread-safe.
/// </summary>
internal sealed class TimeBins(BinSpan span, TimeZoneInfo zone)
{
    // Clocks are moved, and zones differ, by multiples of this.
    private const long OffsetGranule = 900 * EventTime.NanosecondsPerSecond;

    private const long HourNanoseconds = 3600 * EventTime.NanosecondsPerSecond;

    private readonly bool isFixed = zone.GetAdjustmentRules().Length == 0;
    private readonly long baseOffset = zone.BaseUtcOffset.Ticks * 100;
    private EventTime binStart = EventTime.MaxValue;
    private EventTime binEnd = EventTime.MinValue;

    public BinSpan Span => span;

    private bool FollowsCalendar => span.Nanoseconds == 0 || (!isFixed && span.Nanoseconds > HourNanoseconds);

    /// <summary>Where the bin begins that <paramref name="time"/> is in.</summary>
    public EventTime Floor(EventTime time)
    {
        if (time < binStart || time >= binEnd)
        {
            binStart = FindStart(time);
            binEnd = FindNext(binStart);
        }

        return binStart;
    }

    /// <summary>Where the bin after the one that begins at <paramref name="start"/> begins; <see cref="EventTime.MaxValue"/> at the end of time.</summary>
    public EventTime Next(EventTime start) => start == binStart ? binEnd : FindNext(start);

    private EventTime FindStart(EventTime time)
    {
        if (FollowsCalendar)
        {
            var local = CalendarTime.ToLocal(time, zone);
            var start = span.Nanoseconds > 0
                ? new DateTime(local.Ticks - Modulo(local.Ticks - DateTime.UnixEpoch.Ticks, span.Nanoseconds / 100))
                : StartOf(local.Date);
            return CalendarTime.TryToInstant(start, zone, preferredOffset: null, out var instant) && instant <= time ? instant : time;
        }

        var past = Modulo(time.Nanoseconds + baseOffset, span.Nanoseconds);
        return time.Nanoseconds < long.MinValue + past ? EventTime.MinValue : new EventTime(time.Nanoseconds - past);
    }

    private EventTime FindNext(EventTime start)
    {
        if (FollowsCalendar)
        {
            var local = CalendarTime.ToLocal(start, zone);
            var (days, months) = Length();
            var next = span.Nanoseconds > 0 ? local.AddTicks(span.Nanoseconds / 100) : local.AddDays(days).AddMonths(months);
            return CalendarTime.TryToInstant(next, zone, preferredOffset: null, out var instant) && instant > start ? instant : EventTime.MaxValue;
        }

        return start.Nanoseconds > long.MaxValue - span.Nanoseconds ? EventTime.MaxValue : new EventTime(start.Nanoseconds + span.Nanoseconds);
    }

    /// <summary>
    /// A span and its origin such that each of them lies in one bin, whatever the zone: what an index is asked to count by.
    /// </summary>
    public (long Nanoseconds, EventTime Origin) CountSpan()
    {
        if (!FollowsCalendar)
        {
            return (span.Nanoseconds, new EventTime(-baseOffset));
        }

        return isFixed
            ? (24 * HourNanoseconds, new EventTime(-baseOffset))
            : ((long)BigInteger.GreatestCommonDivisor(span.Nanoseconds > 0 ? span.Nanoseconds : OffsetGranule, OffsetGranule), default);
    }

    private static long Modulo(long value, long divisor)
    {
        var rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }

    private (int Days, int Months) Length() => span.Unit switch
    {
        TimeUnit.Day => (span.Amount, 0),
        TimeUnit.Week => (7 * span.Amount, 0),
        TimeUnit.Month => (0, span.Amount),
        TimeUnit.Quarter => (0, 3 * span.Amount),
        _ => (0, 12 * span.Amount),
    };

    private DateTime StartOf(DateTime date)
    {
        var (days, months) = Length();
        if (months > 0)
        {
            var month = ((date.Year - 1970) * 12) + date.Month - 1;
            return new DateTime(1970, 1, 1).AddMonths((int)(month - Modulo(month, months)));
        }

        // 1970-01-04 was a Sunday.
        var origin = span.Unit == TimeUnit.Week ? new DateTime(1970, 1, 4) : new DateTime(1970, 1, 1);
        var day = (long)(date - origin).TotalDays;
        return origin.AddDays(day - Modulo(day, days));
    }
}
