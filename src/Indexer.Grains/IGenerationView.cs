using Indexer.Model;

namespace Indexer.Grains;

/// <summary>What this process knows of the cluster's current generation. Thread-safe; answers from memory.</summary>
public interface IGenerationView
{
    /// <summary>The peers of the generation.</summary>
    IReadOnlyCollection<PeerId> Peers { get; }

    /// <summary>The peer that holds the bucket's primary copy; null when the generation has none.</summary>
    PeerId? PrimaryOf(BucketId bucket);
}

/// <summary>A peer on its own: it holds everything.</summary>
public sealed class SingleNodeView(PeerId peer) : IGenerationView
{
    public IReadOnlyCollection<PeerId> Peers { get; } = [peer];

    public PeerId? PrimaryOf(BucketId bucket) => peer;
}
