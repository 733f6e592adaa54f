using Indexer.Model;
using Indexer.Search.Values;

namespace Indexer.Search.Planning;

/// <summary>
/// Conversion between instants and the seconds of <c>_time</c>. A double holds the seconds of our days to a fraction of a
/// microsecond, so that instants made of it are rounded to microseconds.
/// </summary>
internal static class EventSeconds
{
    private const double MicrosecondsPerSecond = 1e6;
    private const double SecondsMax = 9.2e9;

    public static Value ToValue(EventTime time) => Value.Of(ToSeconds(time.Nanoseconds));

    public static double ToSeconds(long nanoseconds) => (double)nanoseconds / EventTime.NanosecondsPerSecond;

    /// <summary>Seconds outside the range of <see cref="EventTime"/> become its end.</summary>
    public static EventTime ToTime(double seconds) =>
        new((long)Math.Round(Math.Clamp(seconds, -SecondsMax, SecondsMax) * MicrosecondsPerSecond) * EventTime.NanosecondsPerMicrosecond);
}
