using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Planning;

namespace Indexer.Search.Execution;

/// <summary>A bar of a timeline: matching events from <paramref name="Start"/> to the next bar.</summary>
/// <param name="Start">Where the span starts.</param>
/// <param name="Seconds">Its length; on average where the calendar decides.</param>
/// <param name="Count">Events that match the terms before the first pipe.</param>
public sealed record TimelineBucket(EventTime Start, double Seconds, long Count);

/// <summary>Counts matching events over time while they are read. Thread-safe.</summary>
internal sealed class Timeline
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<EventTime, long> counts = [];
    private readonly TimeBins bins;

    /// <param name="range">The time of the search, or of its events where that has no ends.</param>
    public Timeline(TimeRange range, int bucketsMax, TimeZoneInfo zone)
    {
        var seconds = EventSeconds.ToSeconds(range.Latest.Nanoseconds) - EventSeconds.ToSeconds(range.Earliest.Nanoseconds);
        bins = new TimeBins(SpanLadder.Choose(seconds, bucketsMax), zone);
    }

    public (long Nanoseconds, EventTime Origin) CountSpan()
    {
        lock (gate)
        {
            return bins.CountSpan();
        }
    }

    /// <param name="times">Nanoseconds, newest first.</param>
    public void Add(ReadOnlySpan<long> times)
    {
        lock (gate)
        {
            var from = 0;
            while (from < times.Length)
            {
                var start = bins.Floor(new EventTime(times[from]));
                var to = from + 1;
                while (to < times.Length && times[to] >= start.Nanoseconds)
                {
                    to++;
                }

                Add(start, to - from);
                from = to;
            }
        }
    }

    /// <summary>Events that an index has counted.</summary>
    public void AddCount(EventTime time, long count)
    {
        lock (gate)
        {
            Add(bins.Floor(time), count);
        }
    }

    /// <summary>Bars with events, oldest first.</summary>
    public IReadOnlyList<TimelineBucket> Snapshot()
    {
        lock (gate)
        {
            return [.. counts.Select(entry => new TimelineBucket(entry.Key, bins.Span.Seconds, entry.Value))];
        }
    }

    private void Add(EventTime start, long count) => counts[start] = counts.GetValueOrDefault(start) + count;
}
