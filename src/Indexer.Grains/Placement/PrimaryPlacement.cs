using Indexer.Model;

namespace Indexer.Grains.Placement;

/// <summary>The grain belongs to the peer that holds the primary copy, in the current generation, of the bucket named by its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PrimaryPlacementAttribute() : PlacementAttribute(new PrimaryPlacement());

[Serializable]
public sealed class PrimaryPlacement : PlacementStrategy;

internal sealed class PrimaryPlacementDirector(PeerSilos silos, IGenerationView generation) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var bucket = BucketId.Parse(target.GrainIdentity.Key.ToString()!);
        var primary = generation.PrimaryOf(bucket)
            ?? throw new PlacementFailedException($"bucket {bucket} has no primary copy in the current generation");
        return Task.FromResult(silos.Find(primary, target, context));
    }
}
