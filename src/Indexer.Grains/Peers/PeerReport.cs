using System.Collections.Immutable;
using Indexer.Model;

namespace Indexer.Grains.Peers;

/// <summary>What a peer says of itself.</summary>
/// <param name="Peer">Its GUID.</param>
/// <param name="Indexes">Names of the indexes that it has, internal ones too.</param>
/// <param name="HotBucketsInRecovery">Ids of hot buckets of a previous run that cannot be searched yet.</param>
/// <param name="IndexingPausedBecause">Null while events are taken; otherwise why not, for people.</param>
/// <param name="Warnings">Other things that want attention, for people.</param>
[GenerateSerializer, Immutable, Alias("indexer.PeerReport")]
public sealed record PeerReport(
    [property: Id(0)] Guid Peer,
    [property: Id(1)] ImmutableArray<string> Indexes,
    [property: Id(2)] ImmutableArray<string> HotBucketsInRecovery,
    [property: Id(3)] string? IndexingPausedBecause,
    [property: Id(4)] ImmutableArray<string> Warnings)
{
    public PeerId PeerId => new(Peer);
}
