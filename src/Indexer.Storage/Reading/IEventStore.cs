using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>The searchable events of one peer.</summary>
public interface IEventStore
{
    /// <summary>Indexes that exist, enabled or not, internal ones too.</summary>
    IReadOnlyCollection<IndexName> Indexes { get; }

    /// <summary>
    /// Opens a consistent view of the given indexes: acknowledged events are in it, and nothing that happens later changes it.
    /// Indexes that do not exist contribute nothing.
    /// </summary>
    IEventSnapshot OpenSnapshot(IReadOnlyCollection<IndexName> indexes, TimeRange range);
}

/// <summary>A view that holds its files and memory until it is disposed. Thread-safe.</summary>
public interface IEventSnapshot : IDisposable
{
    /// <summary>
    /// The pieces of work that a scan consists of, newest first by <see cref="IScanUnit.Latest"/>. Pruned by time, bloom filter
    /// and terms: what is not in the list has no matching event. Different units may be read on different threads.
    /// </summary>
    IReadOnlyList<IScanUnit> Plan(ScanRequest request, CancellationToken cancellation);

    /// <summary>
    /// The number of matching events per span of <paramref name="spanNanoseconds"/>, aligned to <paramref name="origin"/>, without
    /// reading text where the index suffices. <paramref name="add"/> gets the start of a span and a number to add to it; it is
    /// called from one thread at a time, and may be called several times for one span. <see cref="ScanRequest.Columns"/> is ignored.
    /// </summary>
    /// <param name="spanNanoseconds">More than 0; <see cref="long.MaxValue"/> counts everything into one span that starts at <paramref name="origin"/>.</param>
    void Count(ScanRequest request, long spanNanoseconds, EventTime origin, Action<EventTime, long> add, CancellationToken cancellation);

    /// <summary>Data that a bucket could not serve (a damaged file, a hot bucket still in recovery), as text for the user.</summary>
    IReadOnlyList<string> Warnings { get; }
}

/// <summary>A piece of a scan: part of one bucket, a few thousand events at the most.</summary>
public interface IScanUnit
{
    /// <summary>The index that the events belong to.</summary>
    IndexName Index { get; }

    /// <summary>No event of the unit is older.</summary>
    EventTime Earliest { get; }

    /// <summary>No event of the unit is newer.</summary>
    EventTime Latest { get; }

    /// <summary>At most this many events match.</summary>
    int CountMax { get; }

    /// <summary>Reads the matching events, in order of time, newest first; of equal times the one that arrived last comes first.</summary>
    EventBlock Read(CancellationToken cancellation);
}
