using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Indexer.Model;

namespace Indexer.Search.Language;

/// <summary>
/// A time relative to another, such as <c>-1mon@mon+2h</c>: steps taken one after the other, each of which moves by a number of
/// units or goes back to where a unit begins (<c>@</c>). Seconds, minutes and hours pass evenly; days and longer units follow the
/// calendar of the zone, so that <c>-1d</c> shows the same time on the clock even when clocks were moved in between.
/// </summary>
public sealed class RelativeTime
{
    private const int StepsMax = 20;
    private readonly List<Step> steps;

    private RelativeTime(List<Step> taken)
    {
        steps = taken;
    }

    /// <summary>
    /// Reads <c>[+|-][number][unit]</c> and <c>@unit</c> in any number and order, or <c>now</c>. Without a number 1 is meant,
    /// without a unit seconds. Weeks begin on Sunday, <c>@w1</c> to <c>@w6</c> on Monday to Saturday.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RelativeTime? time, [NotNullWhen(false)] out string? problem)
    {
        time = null;
        problem = null;
        var read = new List<Step>();
        var rest = text.AsSpan().Trim();
        if (rest.StartsWith("now", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[3..];
        }
        else if (rest.IsEmpty)
        {
            problem = "the time is empty";
            return false;
        }

        while (!rest.IsEmpty)
        {
            if (read.Count == StepsMax)
            {
                problem = $"a relative time has at most {StepsMax} steps";
                return false;
            }

            Step step;
            problem = rest[0] switch
            {
                '@' => ReadSnap(ref rest, out step),
                '+' or '-' => ReadMove(ref rest, out step),
                _ => Reject(out step, $"unexpected '{rest[0]}' in a relative time"),
            };
            if (problem is not null)
            {
                return false;
            }

            read.Add(step);
        }

        time = new RelativeTime(read);
        return true;
    }

    /// <summary>The time relative to <paramref name="anchor"/>; false when that is out of the range of <see cref="EventTime"/>.</summary>
    public bool TryApply(EventTime anchor, TimeZoneInfo zone, out EventTime result)
    {
        result = anchor;
        foreach (var step in steps)
        {
            if (!(step.IsSnap ? TrySnap(result, step, zone, out result) : TryMove(result, step, zone, out result)))
            {
                return false;
            }
        }

        return true;
    }

    private static string? ReadMove(ref ReadOnlySpan<char> rest, out Step step)
    {
        step = default;
        var sign = rest[0] == '-' ? -1 : 1;
        rest = rest[1..];
        var digits = LengthOf(rest, char.IsAsciiDigit);
        var amount = 1;
        if (digits > 0 && !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out amount))
        {
            return "the number in a relative time is too large";
        }

        rest = rest[digits..];
        var letters = LengthOf(rest, char.IsAsciiLetter);
        var unit = TimeUnit.Second;
        if ((letters == 0 && digits == 0) || (letters > 0 && !TimeUnits.TryParse(rest[..letters], out unit)))
        {
            return $"unknown time unit '{rest[..letters]}', expected {TimeUnits.Spellings}";
        }

        rest = rest[letters..];
        step = new Step(IsSnap: false, unit, sign * amount);
        return null;
    }

    private static string? ReadSnap(ref ReadOnlySpan<char> rest, out Step step)
    {
        step = default;
        rest = rest[1..];
        var letters = LengthOf(rest, char.IsAsciiLetter);
        if (!TimeUnits.TryParse(rest[..letters], out var unit))
        {
            return $"unknown time unit '{rest[..letters]}' after '@', expected {TimeUnits.Spellings}";
        }

        rest = rest[letters..];
        var weekday = 0;
        if (unit == TimeUnit.Week && !rest.IsEmpty && char.IsAsciiDigit(rest[0]))
        {
            weekday = rest[0] - '0';
            if (weekday > 7)
            {
                return "a week begins on a day from 0 (Sunday) to 6 (Saturday); 7 is Sunday too";
            }

            rest = rest[1..];
        }

        step = new Step(IsSnap: true, unit, weekday % 7);
        return null;
    }

    private static string Reject(out Step step, string problem)
    {
        step = default;
        return problem;
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool TryMove(EventTime from, Step step, TimeZoneInfo zone, out EventTime to)
    {
        long nanoseconds = step.Unit switch
        {
            TimeUnit.Second => EventTime.NanosecondsPerSecond,
            TimeUnit.Minute => 60 * EventTime.NanosecondsPerSecond,
            TimeUnit.Hour => 3600 * EventTime.NanosecondsPerSecond,
            _ => 0,
        };
        if (nanoseconds > 0)
        {
            var moved = (Int128)from.Nanoseconds + ((Int128)step.Amount * nanoseconds);
            to = new EventTime(unchecked((long)moved));
            return moved >= long.MinValue && moved <= long.MaxValue;
        }

        to = default;
        var local = CalendarTime.ToLocal(from, zone);
        var (months, days) = step.Unit switch
        {
            TimeUnit.Day => (0L, step.Amount),
            TimeUnit.Week => (0L, 7L * step.Amount),
            TimeUnit.Month => (step.Amount, 0L),
            TimeUnit.Quarter => (3L * step.Amount, 0L),
            _ => (12L * step.Amount, 0L),
        };

        // Beyond any date, and what AddMonths and AddDays take.
        if (Math.Abs(months) > 12 * 1000 || Math.Abs(days) > 366 * 1000)
        {
            return false;
        }

        if (!CalendarTime.TryToInstant(local.AddMonths((int)months).AddDays(days), zone, CalendarTime.OffsetAt(from, zone), out to))
        {
            return false;
        }

        // The calendar works in steps of 100 ns.
        to = new EventTime(to.Nanoseconds + (from.Nanoseconds % 100));
        return true;
    }

    private static bool TrySnap(EventTime from, Step step, TimeZoneInfo zone, out EventTime to)
    {
        var offset = CalendarTime.OffsetAt(from, zone);
        var local = CalendarTime.ToLocal(from, zone);
        var start = step.Unit switch
        {
            TimeUnit.Second => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond)),
            TimeUnit.Minute => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute)),
            TimeUnit.Hour => new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerHour)),
            TimeUnit.Day => local.Date,
            TimeUnit.Week => local.Date.AddDays(-(((int)local.DayOfWeek - (int)step.Amount + 7) % 7)),
            TimeUnit.Month => new DateTime(local.Year, local.Month, 1),
            TimeUnit.Quarter => new DateTime(local.Year, local.Month - ((local.Month - 1) % 3), 1),
            _ => new DateTime(local.Year, 1, 1),
        };

        // An hour that occurs twice begins twice; a day begins once.
        TimeSpan? preferred = step.Unit <= TimeUnit.Hour ? offset : null;
        return CalendarTime.TryToInstant(start, zone, preferred, out to);
    }

    /// <param name="IsSnap">Whether to go back to the beginning of a unit.</param>
    /// <param name="Unit">The unit.</param>
    /// <param name="Amount">How many units to move; for weeks that are snapped to the first day, Sunday being 0.</param>
    private readonly record struct Step(bool IsSnap, TimeUnit Unit, long Amount);
}
