using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;
using Keys = Indexer.Configuration.Schema.Files.ClusteringKeys;

namespace Indexer.Configuration.Settings.Building;

/// <summary>Makes the typed settings of <c>[clustering]</c>.</summary>
/// <param name="generalSecret">The secret of <c>[general]</c>, which a cluster without its own uses.</param>
internal sealed class ClusterBuilder(MergedFile server, Secret? generalSecret, ProblemList problems)
{
    private readonly StanzaReader reader = StanzaReader.Of(server, Keys.StanzaName, problems);

    /// <summary>What a node is by its <c>server.conf</c>.</summary>
    public static ClusterMode ModeOf(MergedFile server) =>
        StanzaReader.Of(server, Keys.StanzaName, new ProblemList()).Get(Keys.Mode);

    public ClusterSettings Build()
    {
        var mode = reader.Get(Keys.Mode);
        var secret = reader.Find(Keys.Secret) ?? generalSecret;
        var replicationFactor = reader.Get(Keys.ReplicationFactor);
        var searchFactor = reader.Get(Keys.SearchFactor);
        if (searchFactor > replicationFactor)
        {
            // One copy by choice is a common small cluster; only a search factor that someone wrote can be wrong.
            if (reader.OriginOf(Keys.SearchFactor) is null)
            {
                searchFactor = replicationFactor;
            }
            else
            {
                reader.Error(Keys.SearchFactor, FormattableString.Invariant(
                    $"expected at most the replication_factor, which is {replicationFactor}, found '{searchFactor}'"));
            }
        }

        return new ClusterSettings
        {
            Mode = mode,
            Managers = Managers(mode, secret),
            Secret = secret,
            ReplicationFactor = replicationFactor,
            SearchFactor = searchFactor,
            HeartbeatTimeout = reader.Get(Keys.HeartbeatTimeout),
            HeartbeatPeriod = reader.Get(Keys.HeartbeatPeriod),
            RestartTimeout = reader.Get(Keys.RestartTimeout),
            QuietPeriod = reader.Get(Keys.QuietPeriod),
            GenerationPollInterval = reader.Get(Keys.GenerationPollInterval),
            MaxPeerBuildLoad = reader.Get(Keys.MaxPeerBuildLoad),
            MaxPeerReplicationLoad = reader.Get(Keys.MaxPeerReplicationLoad),
            SearchableTargets = reader.Get(Keys.SearchableTargets),
            TargetWaitTime = reader.Get(Keys.TargetWaitTime),
            CommitRetryTime = reader.Get(Keys.CommitRetryTime),
            PercentPeersToRestart = reader.Get(Keys.PercentPeersToRestart),
            ConnectTimeout = reader.Get(Keys.ConnectTimeout),
            SendTimeout = reader.Get(Keys.SendTimeout),
            ReceiveTimeout = reader.Get(Keys.ReceiveTimeout),
            ExecutorWorkers = reader.Get(Keys.ExecutorWorkers),
            ReplicationConnectTimeout = reader.Get(Keys.ReplicationConnectTimeout),
            ReplicationSendTimeout = reader.Get(Keys.ReplicationSendTimeout),
            ReplicationReceiveTimeout = reader.Get(Keys.ReplicationReceiveTimeout),
            ReplicationMaxSendTimeout = reader.Get(Keys.ReplicationMaxSendTimeout),
            ReplicationMaxReceiveTimeout = reader.Get(Keys.ReplicationMaxReceiveTimeout),
            SearchFilesRetryTimeout = reader.Get(Keys.SearchFilesRetryTimeout),
            MaxReplicationErrors = reader.Get(Keys.MaxReplicationErrors),
            ReplicationAddress = reader.Find(Keys.ReplicationAddress),
            ForwarderAddress = reader.Find(Keys.ForwarderAddress),
            SearchAddress = reader.Find(Keys.SearchAddress),
        };
    }

    private List<ClusterManagerSettings> Managers(ClusterMode mode, Secret? secret)
    {
        var managers = new List<ClusterManagerSettings>();
        if (mode is ClusterMode.Disabled or ClusterMode.Manager)
        {
            return managers;
        }

        if (reader.Find(Keys.ManagerUri) is not { } written)
        {
            problems.Error(reader.OriginOf(Keys.Mode), Keys.StanzaName, Keys.ManagerUri.Name,
                "a peer or search head needs the management address of its manager, such as https://manager.example:8089");
            return managers;
        }

        foreach (var part in written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith(ServerSchema.ClusterManagerPrefix, StringComparison.Ordinal))
            {
                AddNamed(managers, part, secret);
            }
            else if (TextTypes.HttpUri.Parse(part, out var uri) is null)
            {
                managers.Add(new ClusterManagerSettings("", uri, secret));
            }
            else
            {
                reader.Error(Keys.ManagerUri, $"expected {TextTypes.HttpUri.Expected}, or clustermaster:<name>, found '{part}'");
            }
        }

        if (mode == ClusterMode.Peer && managers.Count > 1)
        {
            reader.Error(Keys.ManagerUri, "a peer belongs to one cluster; only a search head may name several");
        }

        return managers;
    }

    private void AddNamed(List<ClusterManagerSettings> managers, string stanza, Secret? secret)
    {
        if (server.Find(stanza) is null)
        {
            reader.Error(Keys.ManagerUri, $"there is no stanza [{stanza}]");
            return;
        }

        var named = StanzaReader.Of(server, stanza, problems);
        if (named.Find(Keys.ManagerUri) is { } text && TextTypes.HttpUri.Parse(text, out var uri) is null)
        {
            managers.Add(new ClusterManagerSettings(stanza[ServerSchema.ClusterManagerPrefix.Length..], uri, named.Find(Keys.Secret) ?? secret));
        }
        else
        {
            problems.Error(named.OriginOf(Keys.ManagerUri) ?? server.Find(stanza)!.Origin, stanza, Keys.ManagerUri.Name,
                $"expected {TextTypes.HttpUri.Expected}");
        }
    }
}
