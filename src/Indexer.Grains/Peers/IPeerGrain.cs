using Indexer.Grains.Indexes;
using Indexer.Model;

namespace Indexer.Grains.Peers;

/// <summary>
/// A peer's side of the cluster protocol. Key: the peer's GUID, as <see cref="PeerId.ToString"/> writes it. Lives in the process
/// that owns the peer's disk and nowhere else.
/// </summary>
[Alias("indexer.IPeerGrain")]
public interface IPeerGrain : IGrainWithStringKey
{
    [Alias("describe"), AlwaysInterleave]
    ValueTask<PeerReport> DescribeAsync(CancellationToken cancellation);

    /// <summary>The peer's part in an index: settings in force and what it holds.</summary>
    /// <exception cref="UnknownIndexException">The peer has no such index.</exception>
    [Alias("index"), AlwaysInterleave]
    ValueTask<IndexShare> DescribeIndexAsync(string index, CancellationToken cancellation);

    /// <summary>Rolls the index's hot buckets on this peer to warm; returns how many there were.</summary>
    /// <exception cref="UnknownIndexException">The peer has no such index.</exception>
    [Alias("roll"), ResponseTimeout("00:10:00")]
    Task<int> RollHotBucketsAsync(string index, CancellationToken cancellation);

    /// <summary>Applies the index's limits of age and size on this peer.</summary>
    /// <exception cref="UnknownIndexException">The peer has no such index.</exception>
    [Alias("retain"), ResponseTimeout("00:10:00")]
    Task<RetentionReport> EnforceRetentionAsync(string index, CancellationToken cancellation);
}
