using System.Reflection;
using Indexer.Grains.Buckets;
using Indexer.Grains.Placement;
using Indexer.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Grains;

/// <summary>What a host needs to host these grains, beside an engine, an <see cref="IPeerStores"/> and an <see cref="IGenerationView"/>.</summary>
public static class IndexerGrains
{
    /// <summary>The entry of a silo's metadata that names the peer whose disk the silo owns.</summary>
    public const string PeerMetadataKey = "indexer.peer";

    /// <summary>Where the grains are.</summary>
    public static Assembly Assembly => typeof(IndexerGrains).Assembly;

    /// <summary>The metadata of the silo that owns a peer's disk.</summary>
    public static IReadOnlyDictionary<string, string> SiloMetadata(PeerId peer) => new Dictionary<string, string> { [PeerMetadataKey] = peer.ToString() };

    /// <summary>Registers the grains' own services.</summary>
    public static IServiceCollection AddIndexerGrains(this IServiceCollection services)
    {
        services.AddSingleton<PeerSilos>();
        services.AddPlacementDirector<PeerPlacement, PeerPlacementDirector>();
        services.AddPlacementDirector<PrimaryPlacement, PrimaryPlacementDirector>();
        services.AddSingleton<BatchHandover>();
        return services;
    }
}
