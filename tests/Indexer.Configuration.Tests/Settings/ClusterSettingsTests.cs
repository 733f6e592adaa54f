using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Tests.Settings;

public sealed class ClusterSettingsTests : IDisposable
{
    private const string Peer = "[clustering]\nmode = slave\nmaster_uri = https://10.152.31.202:8089\n[replication_port://9887]\n";

    private readonly TestHome home = new();

    private ClusterSettings Cluster => home.Load().Server.Cluster;

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("master", ClusterMode.Manager)]
    [InlineData("manager", ClusterMode.Manager)]
    [InlineData("disabled", ClusterMode.Disabled)]
    [Trait("Row", "CFG-01")]
    public void A_manager_needs_nothing_but_its_mode(string mode, ClusterMode expected)
    {
        home.Local("server", $"[clustering]\nmode = {mode}\n");

        Assert.Equal((expected, 0), (Cluster.Mode, Cluster.Managers.Count));
    }

    [Fact]
    [Trait("Row", "CFG-02")]
    [Trait("Row", "CFG-03")]
    [Trait("Row", "CFG-04")]
    [Trait("Row", "CFG-05")]
    [Trait("Row", "CFG-09")]
    [Trait("Row", "MST-24")]
    [Trait("Row", "PEER-25")]
    public void Defaults_are_the_documented_ones()
    {
        var cluster = Cluster;

        Assert.Equal((3, 2), (cluster.ReplicationFactor, cluster.SearchFactor));
        Assert.Equal((60, 1, 600), (cluster.HeartbeatTimeout.TotalSeconds, cluster.HeartbeatPeriod.TotalSeconds, cluster.RestartTimeout.TotalSeconds));
        Assert.Equal((60, 60), (cluster.QuietPeriod.TotalSeconds, cluster.GenerationPollInterval.TotalSeconds));
        Assert.Equal((2, 5, true), (cluster.MaxPeerBuildLoad, cluster.MaxPeerReplicationLoad, cluster.SearchableTargets));
        Assert.Equal((150, 300, 10), (cluster.TargetWaitTime.TotalSeconds, cluster.CommitRetryTime.TotalSeconds, cluster.PercentPeersToRestart));
        Assert.Equal((60, 60, 60, 10), (cluster.ConnectTimeout.TotalSeconds, cluster.SendTimeout.TotalSeconds, cluster.ReceiveTimeout.TotalSeconds, cluster.ExecutorWorkers));
        Assert.Equal((5, 5, 10), (cluster.ReplicationConnectTimeout.TotalSeconds, cluster.ReplicationSendTimeout.TotalSeconds, cluster.ReplicationReceiveTimeout.TotalSeconds));
        Assert.Equal((600, 600), (cluster.ReplicationMaxSendTimeout.TotalSeconds, cluster.ReplicationMaxReceiveTimeout.TotalSeconds));
        Assert.Equal((600, 3), (cluster.SearchFilesRetryTimeout.TotalSeconds, cluster.MaxReplicationErrors));
    }

    [Fact]
    [Trait("Row", "CFG-02")]
    [Trait("Row", "CFG-04")]
    [Trait("Row", "CFG-05")]
    [Trait("Row", "CFG-09")]
    public void Factors_and_timeouts_are_tunable()
    {
        home.Local("server", "[clustering]\nmode = master\nreplication_factor = 4\nsearch_factor = 3\nheartbeat_timeout = 90\nrestart_timeout = 900\nrep_rcv_timeout = 1m\n");

        Assert.Equal((4, 3, 90, 900, 60),
            (Cluster.ReplicationFactor, Cluster.SearchFactor, Cluster.HeartbeatTimeout.TotalSeconds, Cluster.RestartTimeout.TotalSeconds, Cluster.ReplicationReceiveTimeout.TotalSeconds));
    }

    [Fact]
    [Trait("Row", "CFG-03")]
    public void A_replication_factor_of_one_needs_no_search_factor_beside_it()
    {
        home.Local("server", "[clustering]\nmode = master\nreplication_factor = 1\n");

        Assert.Equal((1, 1), (Cluster.ReplicationFactor, Cluster.SearchFactor));
    }

    [Fact]
    [Trait("Row", "CFG-06")]
    [Trait("Row", "CFG-08")]
    public void A_peer_names_its_manager_and_its_replication_port()
    {
        home.Local("server", Peer);

        var server = home.Load().Server;

        Assert.Equal(new Uri("https://10.152.31.202:8089"), Assert.Single(server.Cluster.Managers).Uri);
        Assert.Equal((9887, false), (server.Replication!.Port, server.Replication.Tls));
    }

    [Fact]
    [Trait("Row", "CFG-06")]
    [Trait("Row", "CFG-08")]
    public void A_peer_without_manager_or_port_is_refused()
    {
        home.Local("server", "[clustering]\nmode = peer\n");

        Assert.Equal(
            [
                "$HOME/etc/system/local/server.conf:2: [clustering] master_uri: a peer or search head needs the management address of its manager, such as https://manager.example:8089",
                "[clustering] mode: a peer needs a port for replication; add a stanza such as [replication_port://9887] to server.conf",
            ],
            home.Errors());
    }

    [Fact]
    [Trait("Row", "CFG-08")]
    public void Two_ports_for_replication_are_refused_unless_one_is_off()
    {
        home.Local("server", Peer + "[replication_port-ssl://9888]\n");
        Assert.Contains("a peer has one port for replication", Assert.Single(home.Errors()));

        home.Local("server", Peer + "disabled = true\n[replication_port-ssl://9888]\n");
        Assert.Equal((9888, true), (home.Load().Server.Replication!.Port, home.Load().Server.Replication!.Tls));
    }

    [Fact]
    [Trait("Row", "CFG-06")]
    [Trait("Row", "CFG-07")]
    [Trait("Row", "SH-08")]
    [Trait("Row", "SH-09")]
    public void A_search_head_can_search_several_clusters_each_with_its_secret()
    {
        home.Local("server", """
            [general]
            pass4SymmKey = general
            [clustering]
            mode = searchhead
            manager_uri = clustermaster:east, clustermaster:west
            [clustermaster:east]
            master_uri = https://east:8089
            pass4SymmKey = someSecret
            [clustermaster:west]
            master_uri = https://west:8089
            """);

        Assert.Equal(
            [
                new ClusterManagerSettings("east", new Uri("https://east:8089"), new Secret("someSecret")),
                new ClusterManagerSettings("west", new Uri("https://west:8089"), new Secret("general")),
            ],
            Cluster.Managers);
    }

    [Theory]
    [InlineData("mode = searchhead\nmaster_uri = clustermaster:north", "there is no stanza [clustermaster:north]")]
    [InlineData("mode = searchhead\nmaster_uri = manager", "expected a URI such as https://manager.example:8089, or clustermaster:<name>, found 'manager'")]
    [Trait("Row", "CFG-06")]
    public void A_manager_that_cannot_be_reached_by_what_is_written_is_refused(string lines, string message)
    {
        home.Local("server", $"[clustering]\n{lines}\n");

        Assert.Equal([$"$HOME/etc/system/local/server.conf:3: [clustering] master_uri: {message}"], home.Errors());
    }

    [Fact]
    [Trait("Row", "CFG-07")]
    public void The_secret_of_clustering_wins_over_that_of_general()
    {
        Assert.Null(Cluster.Secret);

        home.Local("server", "[general]\npass4SymmKey = a\n");
        Assert.Equal("a", Cluster.Secret?.Reveal());

        home.Local("server", "[general]\npass4SymmKey = a\n[clustering]\npass4SymmKey = b\n");
        Assert.Equal("b", Cluster.Secret?.Reveal());
    }
}
