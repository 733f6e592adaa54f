using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Tests.Layers;

public sealed class LayeringTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    /// <summary>Every layer that a node reads, the highest first; <c>N</c> marks the one that a value comes from.</summary>
    private static readonly string[] AloneHighestFirst =
    [
        "system/local", "peer-apps/_cluster/local", "peer-apps/app/local", "peer-apps/_cluster/default", "peer-apps/app/default",
        "apps/A/local", "apps/Z/local", "apps/a/local", "apps/A/default", "apps/Z/default", "apps/a/default",
    ];

    private static readonly string[] PeerHighestFirst =
    [
        "peer-apps/_cluster/local", "peer-apps/app/local", "system/local", "peer-apps/_cluster/default", "peer-apps/app/default",
        "apps/A/local", "apps/Z/local", "apps/a/local", "apps/A/default", "apps/Z/default", "apps/a/default",
    ];

    [Fact]
    [Trait("Row", "IDX-18")]
    public void A_node_alone_takes_a_value_from_the_highest_layer_that_has_it()
    {
        CheckOrder(AloneHighestFirst);
    }

    [Fact]
    [Trait("Row", "BUN-10")]
    public void On_a_peer_the_local_files_of_the_bundle_are_above_all_others()
    {
        home.Variable("INDEXER_SERVER__CLUSTERING__MODE", "peer")
            .Variable("INDEXER_SERVER__CLUSTERING__MASTER_URI", "https://manager:8089")
            .Write("system/local/server.conf", "[replication_port://9887]\n");

        CheckOrder(PeerHighestFirst);
    }

    [Fact]
    [Trait("Row", "BUN-10")]
    public void The_older_name_of_the_bundles_directory_is_read_too()
    {
        home.Write("slave-apps/_cluster/local/indexes.conf", "[main]\nmaxHotBuckets = 7\n");

        Assert.Equal(7, home.Index("main").MaxHotBuckets);
    }

    [Fact]
    public void Layers_are_merged_key_by_key()
    {
        home.Write("apps/web/default/indexes.conf", "[web]\nmaxHotBuckets = 5\nmaxWarmDBCount = 50\n")
            .Local("indexes", "[web]\nmaxHotBuckets = 6\n");

        Assert.Equal((6, 50), (home.Index("web").MaxHotBuckets, home.Index("web").MaxWarmDbCount));
    }

    [Fact]
    public void Within_a_file_the_last_of_two_values_wins_and_a_stanza_may_come_twice()
    {
        home.Local("indexes", "[web]\nmaxHotBuckets = 4\nmaxHotBuckets = 5\n[other]\n[web]\nmaxWarmDBCount = 9\n");

        Assert.Equal((5, 9), (home.Index("web").MaxHotBuckets, home.Index("web").MaxWarmDbCount));
    }

    [Fact]
    [Trait("Row", "STO-13")]
    public void Default_gives_values_to_all_stanzas_and_a_stanzas_own_value_wins_whatever_its_layer()
    {
        home.Write("apps/a/default/indexes.conf", "[own]\nhomePath.maxDataSizeMB = 1000\n")
            .Local("indexes", "homePath.maxDataSizeMB = 2000\n[default]\nmaxWarmDBCount = 7\n[heir]\n");

        Assert.Equal((1000L << 20, 7), (home.Index("own").HomePathMaxDataSizeBytes, home.Index("own").MaxWarmDbCount));
        Assert.Equal(2000L << 20, home.Index("heir").HomePathMaxDataSizeBytes);
        Assert.Equal(7, home.Index("main").MaxWarmDbCount);
    }

    [Fact]
    [Trait("Row", "IDX-18")]
    public void Edited_copies_of_the_shipped_defaults_are_not_read_and_that_is_said()
    {
        home.Write("system/default/indexes.conf", "[main]\nmaxHotBuckets = 99\n");

        Assert.Equal(10, home.Index("main").MaxHotBuckets);
        Assert.Equal(
            "$HOME/etc/system/default/indexes.conf: it is not read, the shipped defaults are part of the program; put your settings into etc/system/local",
            Assert.Single(home.Warnings()));
    }

    [Fact]
    public void Hidden_directories_are_no_apps()
    {
        home.Write("apps/.git/local/indexes.conf", "[stray]\n");

        Assert.DoesNotContain(home.Load().Indexes.Indexes.Keys, name => name.Value == "stray");
    }

    [Fact]
    public void A_mistake_of_syntax_refuses_the_configuration_with_file_and_line()
    {
        home.Write("apps/web/local/indexes.conf", "[web\n");

        Assert.Equal(["$HOME/etc/apps/web/local/indexes.conf:1: a stanza's name ends with ']'"], home.Errors());
    }

    [Theory]
    [InlineData("peer")]
    [InlineData("slave")]
    [Trait("Row", "CFG-01")]
    public void Both_spellings_of_a_peer_are_peers(string mode)
    {
        home.Local("server", $"[clustering]\nmode = {mode}\nmaster_uri = https://m:8089\n[replication_port://9887]\n");

        Assert.Equal(ClusterMode.Peer, home.Load().Server.Cluster.Mode);
    }

    // Writes all layers, then takes away the highest, one after the other: the next must show.
    private void CheckOrder(string[] highestFirst)
    {
        for (var i = 0; i < highestFirst.Length; i++)
        {
            home.Write($"{highestFirst[i]}/indexes.conf", $"[main]\nmaxWarmDBCount = {1000 + i}\n");
        }

        for (var i = 0; i < highestFirst.Length; i++)
        {
            var value = home.Load().List("indexes", "main").Single().Values.Single(value => value.Key == "maxWarmDBCount");
            Assert.Equal(highestFirst[i], value.Origin.Layer);
            Assert.Equal(1000 + i, home.Index("main").MaxWarmDbCount);
            File.Delete(home.PathOf($"{highestFirst[i]}/indexes.conf"));
        }

        Assert.Equal(300, home.Index("main").MaxWarmDbCount);
    }
}
