using System.Globalization;

namespace Indexer.Model;

/// <summary>
/// An instant, as nanoseconds since 1970-01-01T00:00:00Z. Range: 1677-09-21 to 2262-04-11.
/// </summary>
public readonly record struct EventTime(long Nanoseconds) : IComparable<EventTime>
{
    public const long NanosecondsPerMicrosecond = 1_000;
    public const long NanosecondsPerMillisecond = 1_000_000;
    public const long NanosecondsPerSecond = 1_000_000_000;

    public static readonly EventTime MinValue = new(long.MinValue);
    public static readonly EventTime MaxValue = new(long.MaxValue);

    /// <summary>Whole seconds since the epoch, rounded towards the past.</summary>
    public long Seconds => Math.DivRem(Nanoseconds, NanosecondsPerSecond, out var rest) - (rest < 0 ? 1 : 0);

    public static EventTime FromSeconds(long seconds) => new(checked(seconds * NanosecondsPerSecond));

    public static EventTime FromMilliseconds(long milliseconds) => new(checked(milliseconds * NanosecondsPerMillisecond));

    /// <summary>Throws <see cref="OverflowException"/> for a time outside the range of the type.</summary>
    public static EventTime FromDateTimeOffset(DateTimeOffset time) =>
        new(checked((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100));

    /// <summary>The instant in UTC with 100 ns resolution (finer digits are cut).</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100);

    public int CompareTo(EventTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(EventTime left, EventTime right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(EventTime left, EventTime right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(EventTime left, EventTime right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(EventTime left, EventTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>ISO 8601 in UTC, for messages.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
