using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Schema.Files;

/// <summary>The keys of <c>[clustering]</c> in <c>server.conf</c>.</summary>
internal static class ClusteringKeys
{
    public const string StanzaName = "clustering";

    public static readonly Key<ClusterMode> Mode = new("mode",
        ValueTypes.OneOf(
            ("disabled", ClusterMode.Disabled), ("manager", ClusterMode.Manager), ("peer", ClusterMode.Peer), ("searchhead", ClusterMode.SearchHead),
            ("master", ClusterMode.Manager), ("slave", ClusterMode.Peer)),
        "disabled", "What the node is in a cluster. `master` and `slave` are older spellings of `manager` and `peer`.") { Effect = Effect.Restart };

    public static readonly Key<string> ManagerUri = new("master_uri", TextTypes.NonEmpty, null,
        "Peers and search heads: the manager's management address, `https://host:8089`. A search head may name several clusters: `clustermaster:east, clustermaster:west`.")
        { Effect = Effect.Restart, Aliases = ["manager_uri"] };

    public static readonly Key<Secret> Secret = new("pass4SymmKey", TextTypes.Token, null,
        "The secret of the cluster, the same on all its nodes. Without it that of `[general]`.") { Effect = Effect.Restart, IsSecret = true };

    public static readonly Key<int> ReplicationFactor = new("replication_factor", ValueTypes.Integer(1, 255), "3",
        "Manager: copies of every bucket.") { Effect = Effect.Restart };

    public static readonly Key<int> SearchFactor = new("search_factor", ValueTypes.Integer(1, 255), "2",
        "Manager: searchable copies of every bucket, not more than `replication_factor`.") { Effect = Effect.Restart };

    public static readonly Key<TimeSpan> HeartbeatTimeout = Seconds("heartbeat_timeout", 60,
        "Manager: a peer that is not heard of for this long is down. Lowering it takes busy peers for dead ones.");

    public static readonly Key<TimeSpan> HeartbeatPeriod = Seconds("heartbeat_period", 1, "Peer: how often it sends a heartbeat.");

    public static readonly Key<TimeSpan> RestartTimeout = new("restart_timeout", ValueTypes.Seconds(1, 86_400), "600",
        "Manager: how long a peer that restarts may take before its buckets are copied elsewhere.");

    public static readonly Key<TimeSpan> QuietPeriod = Seconds("quiet_period", 60,
        "Manager: how long it waits for peers after its start.");

    public static readonly Key<TimeSpan> GenerationPollInterval = Seconds("generation_poll_interval", 60,
        "Search head: how often it asks for the generation.");

    public static readonly Key<int> MaxPeerBuildLoad = new("max_peer_build_load", ValueTypes.Integer(1, 1000), "2",
        "Manager: how many buckets one peer makes searchable at once.") { Effect = Effect.Restart };

    public static readonly Key<int> MaxPeerReplicationLoad = new("max_peer_rep_load", ValueTypes.Integer(1, 1000), "5",
        "Manager: how many buckets one peer takes copies of at once, besides those being written.") { Effect = Effect.Restart };

    public static readonly Key<bool> SearchableTargets = new("searchable_targets", ValueTypes.Boolean, "true",
        "Manager: whether copies of buckets being written are searchable at once.") { Effect = Effect.Restart };

    public static readonly Key<TimeSpan> TargetWaitTime = Seconds("target_wait_time", 150,
        "Manager: how long the targets of a bucket may take.");

    public static readonly Key<TimeSpan> CommitRetryTime = Seconds("commit_retry_time", 300,
        "Manager: how long a generation that cannot be completed is tried again.");

    public static readonly Key<int> PercentPeersToRestart = new("percent_peers_to_restart", ValueTypes.Integer(0, 100), "10",
        "Manager: how many peers a rolling restart restarts at once, in percent, at least one.");

    public static readonly Key<TimeSpan> ConnectTimeout = Seconds("cxn_timeout", 60, "Connecting to another node.");
    public static readonly Key<TimeSpan> SendTimeout = Seconds("send_timeout", 60, "Sending to another node.");
    public static readonly Key<TimeSpan> ReceiveTimeout = Seconds("rcv_timeout", 60, "Receiving from another node.");

    public static readonly Key<int> ExecutorWorkers = new("executor_workers", ValueTypes.Integer(1, 1000), "10",
        "Manager: how many orders to peers are under way at once.") { Effect = Effect.Restart };

    public static readonly Key<TimeSpan> ReplicationConnectTimeout = Seconds("rep_cxn_timeout", 5, "Peer: connecting to replicate.");
    public static readonly Key<TimeSpan> ReplicationSendTimeout = Seconds("rep_send_timeout", 5, "Peer: sending a part of a bucket.");
    public static readonly Key<TimeSpan> ReplicationReceiveTimeout = Seconds("rep_rcv_timeout", 10, "Peer: receiving a part of a bucket.");
    public static readonly Key<TimeSpan> ReplicationMaxSendTimeout = Seconds("rep_max_send_timeout", 600, "Peer: sending at most.");
    public static readonly Key<TimeSpan> ReplicationMaxReceiveTimeout = Seconds("rep_max_rcv_timeout", 600, "Peer: receiving at most.");

    public static readonly Key<TimeSpan> SearchFilesRetryTimeout = Seconds("search_files_retry_timeout", 600,
        "Peer: how long it asks other peers for index files before it builds them.");

    public static readonly Key<int> MaxReplicationErrors = new("max_replication_errors", ValueTypes.Integer(0, 1000), "3",
        "Peer: after so many errors with one target in a row the bucket rolls. 0 is never.") { Effect = Effect.Restart };

    public static readonly Key<string> ReplicationAddress = Address("register_replication_address", "other peers");
    public static readonly Key<string> ForwarderAddress = Address("register_forwarder_address", "forwarders");
    public static readonly Key<string> SearchAddress = Address("register_search_address", "search heads");

    public static readonly StanzaSchema Stanza = new(StanzaMatch.Exact, StanzaName, StanzaName, "The node's part in a cluster.",
    [
        Mode, ManagerUri, Secret, ReplicationFactor, SearchFactor, HeartbeatTimeout, HeartbeatPeriod, RestartTimeout, QuietPeriod,
        GenerationPollInterval, MaxPeerBuildLoad, MaxPeerReplicationLoad, SearchableTargets, TargetWaitTime, CommitRetryTime,
        PercentPeersToRestart, ConnectTimeout, SendTimeout, ReceiveTimeout, ExecutorWorkers, ReplicationConnectTimeout,
        ReplicationSendTimeout, ReplicationReceiveTimeout, ReplicationMaxSendTimeout, ReplicationMaxReceiveTimeout,
        SearchFilesRetryTimeout, MaxReplicationErrors, ReplicationAddress, ForwarderAddress, SearchAddress,
    ]);

    private static Key<TimeSpan> Seconds(string name, int defaultSeconds, string documentation) =>
        new(name, ValueTypes.Seconds(1, 86_400), FormattableString.Invariant($"{defaultSeconds}"), documentation) { Effect = Effect.Restart };

    private static Key<string> Address(string name, string who) =>
        new(name, TextTypes.NonEmpty, null, $"Peer: the address that {who} reach it at. Without it the one it connects from.") { Effect = Effect.Restart };
}
