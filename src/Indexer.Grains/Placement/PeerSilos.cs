using Indexer.Model;

namespace Indexer.Grains.Placement;

/// <summary>Which silo owns which peer's disk, as the silos say in their metadata.</summary>
internal sealed class PeerSilos(ISiloMetadataCache metadata)
{
    /// <exception cref="PlacementFailedException">No silo that runs owns the peer's disk.</exception>
    public SiloAddress Find(PeerId peer, PlacementTarget target, IPlacementContext context)
    {
        foreach (var silo in context.GetCompatibleSilos(target))
        {
            if (metadata.GetSiloMetadata(silo).Metadata.TryGetValue(IndexerGrains.PeerMetadataKey, out var owned)
                && Guid.TryParse(owned, out var id) && id == peer.Value)
            {
                return silo;
            }
        }

        throw new PlacementFailedException($"no running process owns the disk of peer {peer}; start it, or wait until the cluster has noticed it");
    }
}
