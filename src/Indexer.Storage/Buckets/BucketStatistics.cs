using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>Counts events and their time span per origin while a bucket is written. One writer.</summary>
internal sealed class BucketStatistics
{
    private long[] events = [];
    private long[] earliest = [];
    private long[] latest = [];

    public EventTime? Earliest { get; private set; }

    public EventTime? Latest { get; private set; }

    public void Add(int origin, EventTime time)
    {
        if (origin >= events.Length)
        {
            Grow(origin);
        }

        events[origin]++;
        earliest[origin] = Math.Min(earliest[origin], time.Nanoseconds);
        latest[origin] = Math.Max(latest[origin], time.Nanoseconds);
        if (Earliest is not { } first || time < first)
        {
            Earliest = time;
        }

        if (Latest is not { } last || time > last)
        {
            Latest = time;
        }
    }

    /// <summary>Writes <c>Hosts.data</c>, <c>Sources.data</c> and <c>SourceTypes.data</c>.</summary>
    public void Write(IDisk disk, string directory, IReadOnlyList<EventOrigin> origins)
    {
        Write(disk, Path.Combine(directory, BucketFiles.Hosts), origins, origin => origin.Host);
        Write(disk, Path.Combine(directory, BucketFiles.Sources), origins, origin => origin.Source);
        Write(disk, Path.Combine(directory, BucketFiles.SourceTypes), origins, origin => origin.SourceType);
    }

    private void Write(IDisk disk, string path, IReadOnlyList<EventOrigin> origins, Func<EventOrigin, string> field)
    {
        var statistics = new ValueStatistics();
        for (var i = 0; i < origins.Count && i < events.Length; i++)
        {
            if (events[i] > 0)
            {
                statistics.Add(field(origins[i]), new ValueStatistic(events[i], new EventTime(earliest[i]), new EventTime(latest[i])));
            }
        }

        statistics.Write(disk, path);
    }

    private void Grow(int origin)
    {
        var old = events.Length;
        var size = Math.Max(16, (origin + 1) * 2);
        Array.Resize(ref events, size);
        Array.Resize(ref earliest, size);
        Array.Resize(ref latest, size);
        earliest.AsSpan(old).Fill(long.MaxValue);
        latest.AsSpan(old).Fill(long.MinValue);
    }
}
