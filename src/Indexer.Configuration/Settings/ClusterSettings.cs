namespace Indexer.Configuration.Settings;

/// <summary>What the node is in a cluster.</summary>
public enum ClusterMode
{
    Disabled,
    Manager,
    Peer,
    SearchHead,
}

/// <summary>A manager that the node belongs to.</summary>
/// <param name="Name">Of its <c>[clustermaster:name]</c>; empty for the only one.</param>
/// <param name="Secret">Null is none.</param>
public sealed record ClusterManagerSettings(string Name, Uri Uri, Secret? Secret);

/// <summary><c>[clustering]</c> of <c>server.conf</c>; what the keys mean stands in the configuration's documentation.</summary>
public sealed record ClusterSettings
{
    public required ClusterMode Mode { get; init; }

    /// <summary>Empty for a manager and outside a cluster, one for a peer, one or more for a search head.</summary>
    public required IReadOnlyList<ClusterManagerSettings> Managers { get; init; }

    /// <summary>Of this cluster; null is none.</summary>
    public required Secret? Secret { get; init; }

    public required int ReplicationFactor { get; init; }

    /// <summary>At most <see cref="ReplicationFactor"/>.</summary>
    public required int SearchFactor { get; init; }

    public required TimeSpan HeartbeatTimeout { get; init; }

    public required TimeSpan HeartbeatPeriod { get; init; }

    public required TimeSpan RestartTimeout { get; init; }

    public required TimeSpan QuietPeriod { get; init; }

    public required TimeSpan GenerationPollInterval { get; init; }

    public required int MaxPeerBuildLoad { get; init; }

    public required int MaxPeerReplicationLoad { get; init; }

    public required bool SearchableTargets { get; init; }

    public required TimeSpan TargetWaitTime { get; init; }

    public required TimeSpan CommitRetryTime { get; init; }

    public required int PercentPeersToRestart { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan SendTimeout { get; init; }

    public required TimeSpan ReceiveTimeout { get; init; }

    public required int ExecutorWorkers { get; init; }

    public required TimeSpan ReplicationConnectTimeout { get; init; }

    public required TimeSpan ReplicationSendTimeout { get; init; }

    public required TimeSpan ReplicationReceiveTimeout { get; init; }

    public required TimeSpan ReplicationMaxSendTimeout { get; init; }

    public required TimeSpan ReplicationMaxReceiveTimeout { get; init; }

    public required TimeSpan SearchFilesRetryTimeout { get; init; }

    /// <summary>0 is no limit.</summary>
    public required int MaxReplicationErrors { get; init; }

    /// <summary>Null is the address that the peer connects from; so are the two below.</summary>
    public required string? ReplicationAddress { get; init; }

    public required string? ForwarderAddress { get; init; }

    public required string? SearchAddress { get; init; }
}
