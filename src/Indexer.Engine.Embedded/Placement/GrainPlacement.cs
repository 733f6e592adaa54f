using Indexer.Engine.Activations;
using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Engine.Placement;

/// <summary>Says which silo runs a grain: the director of its strategy decides or, without a strategy, its identity.</summary>
internal sealed class GrainPlacement(IMembership membership, IServiceProvider services) : IPlacementContext
{
    public SiloAddress LocalSilo => membership.Local;

    public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => [.. membership.Active];

    public Task<SiloAddress> ChooseSiloAsync(GrainId grain, GrainClass grainClass)
    {
        if (grainClass.Placement is not { } strategy)
        {
            return Task.FromResult(ChooseByIdentity(grain));
        }

        var director = services.GetKeyedService<IPlacementDirector>(strategy.GetType())
            ?? throw new InvalidOperationException($"no placement director is registered for {strategy.GetType()}, which {grainClass.Type} names");
        return director.OnAddActivation(strategy, new PlacementTarget(grain), this);
    }

    /// <summary>The silo for which the hash of grain and silo is highest: when one leaves, only its grains move.</summary>
    private SiloAddress ChooseByIdentity(GrainId grain)
    {
        var best = membership.Active[0];
        if (membership.Active.Count == 1)
        {
            return best;
        }

        var name = grain.ToString();
        var highest = ulong.MinValue;
        foreach (var silo in membership.Active)
        {
            var hash = StableHash($"{name}@{silo}");
            if (hash >= highest)
            {
                (best, highest) = (silo, hash);
            }
        }

        return best;
    }

    /// <summary>FNV-1a of 64 bits with a final mix; the same in every process.</summary>
    private static ulong StableHash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
