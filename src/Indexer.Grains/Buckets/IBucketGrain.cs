using Indexer.Model;

namespace Indexer.Grains.Buckets;

/// <summary>
/// A bucket: the single writer while it is hot, and the entry point for work on it. Key: <see cref="BucketId.ToString"/>. Lives
/// with the primary copy.
/// </summary>
[Alias("indexer.IBucketGrain")]
public interface IBucketGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds a batch that waits in this process's <see cref="BatchHandover"/>. Completes when it is on stable storage on every copy
    /// that counts, and searchable. Appends take effect in the order of the calls and share syncs.
    /// </summary>
    /// <exception cref="BucketNotHotException">The bucket takes no more events.</exception>
    [Alias("append"), AlwaysInterleave]
    ValueTask AppendAsync(BatchTicket ticket, CancellationToken cancellation);

    /// <summary>Null when the primary's peer has no such bucket any more.</summary>
    [Alias("describe"), AlwaysInterleave]
    ValueTask<BucketReport?> DescribeAsync(CancellationToken cancellation);

    /// <summary>Rolls the bucket to warm. Completes at once when it is not hot.</summary>
    [Alias("roll"), ResponseTimeout("00:10:00")]
    Task RollAsync(CancellationToken cancellation);
}
