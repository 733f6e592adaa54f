namespace Indexer.Grains.Indexes;

/// <summary>An index in the whole cluster. Key: the index's name. Lives anywhere.</summary>
[Alias("indexer.IIndexGrain")]
public interface IIndexGrain : IGrainWithStringKey
{
    /// <summary>Settings in force and totals over the peers that answer; the others are named.</summary>
    /// <exception cref="UnknownIndexException">No peer that answers has such an index.</exception>
    [Alias("describe"), AlwaysInterleave]
    Task<IndexReport> DescribeAsync(CancellationToken cancellation);

    /// <summary>Rolls the index's hot buckets on every peer to warm; returns how many there were.</summary>
    /// <exception cref="UnknownIndexException">A peer has no such index.</exception>
    [Alias("roll"), ResponseTimeout("00:10:00")]
    Task<int> RollHotBucketsAsync(CancellationToken cancellation);

    /// <summary>Applies the index's limits of age and size on every peer, one run at a time.</summary>
    /// <exception cref="UnknownIndexException">A peer has no such index.</exception>
    [Alias("retain"), ResponseTimeout("00:10:00")]
    Task<RetentionReport> EnforceRetentionAsync(CancellationToken cancellation);

    /// <summary>The latest decisions of this activation, newest last; empty after it moved or the process restarted.</summary>
    [Alias("decisions"), AlwaysInterleave]
    ValueTask<RetentionReport> RecentDecisionsAsync(CancellationToken cancellation);
}
