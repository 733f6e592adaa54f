using System.Collections.Immutable;
using System.Net;

namespace Indexer.Engine;

/// <summary>A process that hosts grains. A restarted process is another silo: same endpoint, higher generation.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    public IPEndPoint Endpoint { get; }

    public int Generation { get; }

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    public override string ToString() => $"S{Endpoint}:{Generation}";
}

/// <summary>What a silo says of itself when it joins.</summary>
public sealed record SiloMetadata
{
    public static SiloMetadata Empty { get; } = new();

    public ImmutableDictionary<string, string> Metadata { get; internal init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>The metadata of the silos in the membership view.</summary>
public interface ISiloMetadataCache
{
    /// <summary><see cref="SiloMetadata.Empty"/> for a silo that is not known.</summary>
    SiloMetadata GetSiloMetadata(SiloAddress siloAddress);
}
