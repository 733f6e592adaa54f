using Indexer.Model;

namespace Indexer.Grains.Placement;

/// <summary>The grain belongs to the process that owns the disk of the peer named by its key; it is not placed elsewhere.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PeerPlacementAttribute() : PlacementAttribute(new PeerPlacement());

[Serializable]
public sealed class PeerPlacement : PlacementStrategy;

internal sealed class PeerPlacementDirector(PeerSilos silos) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(silos.Find(PeerId.Parse(target.GrainIdentity.Key.ToString()!), target, context));
}
