namespace Indexer.Engine.Hosting;

/// <summary>
/// How grains are hosted, whichever engine hosts them: this file is compiled into both, and so is the name of
/// <c>UseGrainEngine</c>, which takes it.
/// </summary>
public sealed record GrainEngineOptions
{
    /// <summary>Silos that name the same cluster find each other.</summary>
    public string ClusterId { get; init; } = "indexer";

    /// <summary>The port for calls from other silos, on loopback. Not opened by the embedded engine's single mode.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port for calls from clients outside of the cluster, on loopback. Not opened by the embedded engine.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>What this silo says of itself to placement, such as the peer whose disk it owns.</summary>
    public IReadOnlyDictionary<string, string> SiloMetadata { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a caller waits for an answer where the method does not say. The outcome is unknown then.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A grain that nobody has called for this long leaves memory. Longer than <see cref="IdleScanPeriod"/>.</summary>
    public TimeSpan IdleAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle grains are looked for.</summary>
    public TimeSpan IdleScanPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long <c>OnActivateAsync</c> may take.</summary>
    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>OnDeactivateAsync</c> may take.</summary>
    public TimeSpan DeactivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A grain with this many requests waiting refuses more.</summary>
    public int RequestsPerActivationMax { get; init; } = 10_000;
}
