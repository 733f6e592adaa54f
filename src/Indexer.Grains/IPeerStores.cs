using Indexer.Configuration.Settings;
using Indexer.Grains.Buckets;
using Indexer.Grains.Indexes;
using Indexer.Grains.Peers;
using Indexer.Model;

namespace Indexer.Grains;

/// <summary>
/// The files of this process's peer, as far as grains need them. Grains decide, stores own: no activation opens a file, and
/// every operation here may be repeated, or asked for by two activations at once, without harm. Thread-safe.
/// </summary>
public interface IPeerStores
{
    /// <summary>Whose disk this is.</summary>
    PeerId Peer { get; }

    PeerReport DescribePeer();

    /// <summary>The settings that this peer has in force.</summary>
    /// <exception cref="UnknownIndexException">This peer has no such index.</exception>
    IndexSettings GetSettings(IndexName index);

    /// <exception cref="UnknownIndexException">This peer has no such index.</exception>
    IndexTotals GetTotals(IndexName index);

    /// <summary>Null when this peer has no copy of the bucket.</summary>
    BucketReport? DescribeBucket(BucketId bucket);

    /// <summary>
    /// Adds a batch to a hot bucket. Appends of one bucket take effect in the order of the calls. Completes when the batch is on
    /// stable storage and searchable; a batch that the bucket has already completes without being stored again. Takes over the
    /// caller's reference of the batch.
    /// </summary>
    /// <exception cref="BucketNotHotException">The bucket is not, or no longer, written on this peer.</exception>
    ValueTask AppendAsync(BucketId bucket, EventBatch batch, BatchId id, CancellationToken cancellation);

    /// <summary>Rolls one hot bucket to warm. Completes at once when it is not hot.</summary>
    Task RollAsync(BucketId bucket, CancellationToken cancellation);

    /// <summary>Rolls the index's hot buckets to warm; returns how many there were.</summary>
    /// <exception cref="UnknownIndexException">This peer has no such index.</exception>
    Task<int> RollHotBucketsAsync(IndexName index, CancellationToken cancellation);

    /// <summary>Moves and freezes buckets as the index's limits of age and size want it now; returns what was done.</summary>
    /// <exception cref="UnknownIndexException">This peer has no such index.</exception>
    Task<IReadOnlyList<RetentionDecision>> EnforceRetentionAsync(IndexName index, CancellationToken cancellation);
}
