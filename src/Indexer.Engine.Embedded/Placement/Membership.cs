using System.Collections.Immutable;
using System.Net;

namespace Indexer.Engine.Placement;

/// <summary>The silos that are thought to be alive: the seam behind which a node is alone or one of many.</summary>
internal interface IMembership : ISiloMetadataCache
{
    SiloAddress Local { get; }

    /// <summary>In an order that all silos agree on; <see cref="Local"/> is among them.</summary>
    IReadOnlyList<SiloAddress> Active { get; }
}

/// <summary>One process is the whole cluster.</summary>
internal sealed class SingleProcessMembership : IMembership
{
    private readonly SiloMetadata metadata;

    public SingleProcessMembership(IReadOnlyDictionary<string, string> metadata)
    {
        this.metadata = new SiloMetadata { Metadata = metadata.ToImmutableDictionary() };
        Active = [Local];
    }

    /// <summary>Nobody connects to it, so it has no port.</summary>
    public SiloAddress Local { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 0), 0);

    public IReadOnlyList<SiloAddress> Active { get; }

    public SiloMetadata GetSiloMetadata(SiloAddress siloAddress) => siloAddress.Equals(Local) ? metadata : SiloMetadata.Empty;
}
