using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Buckets;

/// <summary>A bucket that is being written, as far as its life is concerned. Thread-safe.</summary>
public interface IHotBucket : IAsyncDisposable
{
    BucketId Id { get; }

    string Directory { get; }

    /// <summary>Time of the oldest event; null while there is none.</summary>
    EventTime? Earliest { get; }

    /// <summary>Time of the newest event; null while there is none.</summary>
    EventTime? Latest { get; }

    long EventCount { get; }

    /// <summary>Bytes of raw text of all events.</summary>
    long RawBytes { get; }

    long BytesOnDisk { get; }

    /// <summary>When the last batch came; the time of creation while there is none.</summary>
    DateTimeOffset LastAppend { get; }

    /// <summary>The journal failed: the bucket takes nothing more and must be sealed.</summary>
    bool IsFailed { get; }

    /// <summary>What the bucket keeps in memory is as large as it may get, whatever it has on disk: it must roll.</summary>
    bool IsFull { get; }

    /// <summary>
    /// Completes when the batch is on stable storage and searchable. Takes over the caller's reference of the batch, also when it
    /// throws. The id is kept with the batch; that no batch is stored twice is the index's matter. May be called concurrently.
    /// </summary>
    ValueTask AppendAsync(EventBatch batch, BatchId id, CancellationToken cancellation);

    /// <summary>
    /// Stops appends and writes the final form into the bucket's directory, manifest last, then removes the journal. Views that
    /// are open, and views opened until the bucket is disposed, go on showing all events, also after the directory was renamed.
    /// </summary>
    Task<BucketManifest> SealAsync(CancellationToken cancellation);
}

/// <summary>Makes hot buckets, and the final form of buckets that a crash or damage left without one. Thread-safe.</summary>
public interface IHotBucketFactory
{
    /// <summary>Makes the directory and an empty bucket in it.</summary>
    IHotBucket Create(IndexSettings index, BucketId id, string directory);

    /// <summary>
    /// The ids of the batches in the journal that a previous run left; quick next to recovering it. Throws
    /// <see cref="BucketDamagedException"/> or <see cref="JournalDamagedException"/> where the journal is not what was written.
    /// </summary>
    Task<BatchIdSet> ReadBatchesAsync(BucketId id, string directory, CancellationToken cancellation);

    /// <summary>
    /// Verifies the journal that a previous run left and writes the final form from it. A journal without any event gives a
    /// manifest with an event count of 0. Throws <see cref="BucketDamagedException"/> or <see cref="JournalDamagedException"/>
    /// where the journal is not what was written, and <see cref="IOException"/> where trying again may help.
    /// </summary>
    Task<BucketManifest> RecoverAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation);

    /// <summary>
    /// Makes everything that can be derived from the raw data again: terms, bloom filter, metadata, manifest. Throws
    /// <see cref="BucketDamagedException"/> where the raw data is damaged.
    /// </summary>
    Task<BucketManifest> RebuildAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation);
}
