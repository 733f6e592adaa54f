using System.Net;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Tests.Settings;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_fresh_node_listens_on_loopback_at_the_documented_ports_without_TLS()
    {
        var configuration = home.Load();
        var server = configuration.Server;

        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 8000, Tls: false), server.Web);
        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 8089, Tls: false), server.Management);
        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 8088, Tls: false), configuration.Inputs.Http.Listener);
        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 11111, Tls: false), server.Silo);
        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 30000, Tls: false), server.Gateway);
        Assert.Null(server.Replication);
        Assert.Equal(new TlsSettings(), server.Tls);
        Assert.Equal(ClusterMode.Disabled, server.Cluster.Mode);
    }

    [Fact]
    public void One_address_moves_all_listeners_and_each_can_have_its_own_address_port_and_TLS()
    {
        home.Local("server", "[general]\nlistenAddress = 0.0.0.0\n[sslConfig]\nenableSplunkdSSL = true\nserverCert = $INDEXER_HOME/etc/auth/node.pem\nsslPassword = pw\n[silo]\nsiloPort = 10.0.0.1:12000\n")
            .Local("web", "[settings]\nhttpport = 80\nmgmtHostPort = 127.0.0.1:8090\nenableSplunkWebSSL = 1\n")
            .Local("inputs", "[http]\nport = [::1]:9000\nenableSSL = true\n");

        var configuration = home.Load();

        Assert.Equal(new ListenerSettings(IPAddress.Any, 80, Tls: true), configuration.Server.Web);
        Assert.Equal(new ListenerSettings(IPAddress.Loopback, 8090, Tls: true), configuration.Server.Management);
        Assert.Equal(new ListenerSettings(IPAddress.IPv6Loopback, 9000, Tls: true), configuration.Inputs.Http.Listener);
        Assert.Equal(new ListenerSettings(IPAddress.Parse("10.0.0.1"), 12000, Tls: false), configuration.Server.Silo);
        Assert.Equal(($"{home.Path}/etc/auth/node.pem", "pw"), (configuration.Server.Tls.CertificatePath, configuration.Server.Tls.CertificatePassword?.Reveal()));
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void The_dashboard_can_be_off()
    {
        home.Local("web", "[settings]\nstartwebserver = 0\n");

        Assert.Null(home.Load().Server.Web);
    }

    [Theory]
    [InlineData("web", "[settings]\nhttpport = 0\n")]
    [InlineData("web", "[settings]\nmgmtHostPort = 70000\n")]
    [InlineData("web", "[settings]\nmgmtHostPort = host:8089\n")]
    [InlineData("server", "[general]\nlistenAddress = everywhere\n")]
    [InlineData("server", "[sslConfig]\nserverCert = node.pem\n")]
    [InlineData("server", "[replication_port://x]\n")]
    public void Places_that_cannot_be_listened_on_are_refused(string file, string text)
    {
        home.Local(file, text);

        Assert.StartsWith($"$HOME/etc/system/local/{file}.conf:", Assert.Single(home.Errors()));
    }

    [Fact]
    [Trait("Row", "STO-34")]
    public void The_free_space_below_which_indexing_pauses_is_2000_MB_and_configurable()
    {
        Assert.Equal(2000L << 20, home.Load().Server.MinFreeSpaceBytes);

        home.Local("server", "[diskUsage]\nminFreeSpace = 20000\n");

        Assert.Equal(20_000L << 20, home.Load().Server.MinFreeSpaceBytes);
    }

    [Fact]
    [Trait("Row", "CFG-12")]
    public void The_nodes_name_is_the_machines_until_it_is_given()
    {
        Assert.Equal("testhost", home.Load().Server.ServerName);

        home.Local("server", "[general]\nserverName = peer-1\n");

        Assert.Equal("peer-1", home.Load().Server.ServerName);
    }

    [Fact]
    public void Limits_have_the_documented_defaults()
    {
        var limits = home.Load().Limits;

        Assert.Equal((50_000, 500_000, 6 + 2), (limits.Search.MaxResultRows, limits.Search.MaxCount, limits.Search.MaxConcurrentSearches(cores: 2)));
        Assert.Equal((10_000_000, 1_000_000), (limits.HttpInput.MaxPendingAcks, limits.HttpInput.MaxPendingAcksPerChannel));
        Assert.Equal(TimeSpan.FromSeconds(300), home.Load().Inputs.Http.AckIdle);
    }

    [Fact]
    [Trait("Row", "STO-39")]
    public void Bloom_filters_are_used_until_it_is_turned_off()
    {
        Assert.True(home.Load().Limits.Search.UseBloomFilter);

        home.Local("limits", "[search]\nuse_bloomfilter = false\n");

        Assert.False(home.Load().Limits.Search.UseBloomFilter);
    }
}
