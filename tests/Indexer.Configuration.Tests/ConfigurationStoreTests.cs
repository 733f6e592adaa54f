using Indexer.Configuration.Files;
using Indexer.Configuration.Listing;
using Indexer.Model;

namespace Indexer.Configuration.Tests;

public sealed class ConfigurationStoreTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_reload_is_a_new_version_and_the_old_one_does_not_change()
    {
        var store = home.Open();
        var before = store.Current;
        home.Local("indexes", "[web]\n");

        var after = store.Reload();

        Assert.Same(after, store.Current);
        Assert.Equal((1, 2), (before.Version, after.Version));
        Assert.False(before.Indexes.Indexes.ContainsKey(IndexName.Parse("web")));
        Assert.True(after.Indexes.Indexes.ContainsKey(IndexName.Parse("web")));
    }

    [Fact]
    public void A_reload_that_fails_leaves_the_configuration_in_force()
    {
        var store = home.Open();
        var before = store.Current;
        home.Local("indexes", "[web]\nmaxHotBuckets = x\n");

        Assert.Throws<ConfigurationException>(store.Reload);

        Assert.Same(before, store.Current);
    }

    [Fact]
    [Trait("Row", "IDX-18")]
    public void Adding_an_index_writes_its_stanza_into_system_local_and_needs_no_restart()
    {
        home.Local("indexes", "# ours\n[old]\n");
        var store = home.Open();

        var result = store.Edit("indexes", edit => edit.AddStanza("web").Set("web", "coldPath", "/cold/web"));

        Assert.Equal("# ours\n[old]\n\n[web]\ncoldPath = /cold/web\n", home.Read("system/local/indexes.conf"));
        Assert.Equal("/cold/web", store.Current.Indexes.Indexes[IndexName.Parse("web")].ColdPath);
        Assert.Equal([new ConfigurationChange("indexes", "web", null, NeedsRestart: false)], result.Changes);
    }

    [Fact]
    [Trait("Row", "STO-34")]
    public void Setting_the_free_space_is_written_and_needs_a_restart()
    {
        var store = home.Open();

        var result = store.Edit("server", edit => edit.Set("diskUsage", "minFreeSpace", "20000"));

        Assert.Equal("[diskUsage]\nminFreeSpace = 20000\n", home.Read("system/local/server.conf"));
        Assert.Equal([new ConfigurationChange("server", "diskUsage", "minFreeSpace", NeedsRestart: true)], result.Changes);
        Assert.Equal(20_000L << 20, store.Current.Server.MinFreeSpaceBytes);
    }

    [Fact]
    [Trait("Row", "CFG-10")]
    [Trait("Row", "CFG-11")]
    public void Becoming_a_cluster_node_needs_a_restart_but_the_restart_timeout_takes_effect_at_once()
    {
        var store = home.Open();

        var enabled = store.Edit("server", edit => edit.Set("clustering", "mode", "master").Set("clustering", "replication_factor", "2"));
        var tuned = store.Edit("server", edit => edit.Set("clustering", "restart_timeout", "900"));

        Assert.Equal(["mode", "replication_factor"], enabled.Changes.Where(change => change.NeedsRestart).Select(change => change.Key));
        Assert.Equal([new ConfigurationChange("server", "clustering", "restart_timeout", NeedsRestart: false)], tuned.Changes);
        Assert.Equal("[clustering]\nmode = master\nreplication_factor = 2\nrestart_timeout = 900\n", home.Read("system/local/server.conf"));
    }

    [Theory]
    [InlineData("indexes", "web", "maxHotBuckets", "none", "expected an integer from 1 to 255, found 'none'")]
    [InlineData("indexes", "web", "maxHotBucket", "5", "unknown key; did you mean 'maxHotBuckets'?")]
    [InlineData("indexes", "_web", "maxHotBuckets", "5", "index name '_web' begins with an underscore")]
    [InlineData("limits", "serch", "ttl", "5", "limits.conf has no such stanza; did you mean 'search'?")]
    [InlineData("indexes", "web\n[main]", "disabled", "1", "is no name for a stanza")]
    public void An_edit_that_would_break_the_configuration_writes_nothing(string file, string stanza, string key, string value, string message)
    {
        var store = home.Open();
        var before = store.Current;

        var exception = Assert.Throws<ConfigurationException>(() => store.Edit(file, edit => edit.Set(stanza, key, value)));

        Assert.Contains(message, exception.Message);
        Assert.Same(before, store.Current);
        Assert.False(File.Exists(home.PathOf($"system/local/{file}.conf")));
    }

    [Fact]
    public void Removing_takes_all_spellings_out_and_lower_layers_hold_again()
    {
        home.Local("server", "[clustering]\nmode = searchhead\nmanager_uri = https://a:1\nmaster_uri = https://b:1\n");
        var store = home.Open();

        store.Edit("server", edit => edit.Remove("clustering", "master_uri").Remove("clustering", "mode"));

        Assert.Equal("[clustering]\n", home.Read("system/local/server.conf"));
    }

    [Fact]
    public void Removing_an_index_takes_its_stanza_out()
    {
        home.Local("indexes", "[web]\nmaxHotBuckets = 5\n[other]\n");
        var store = home.Open();

        var result = store.Edit("indexes", edit => edit.RemoveStanza("web"));

        Assert.Equal("[other]\n", home.Read("system/local/indexes.conf"));
        Assert.Equal([new ConfigurationChange("indexes", "web", null, NeedsRestart: false)], result.Changes);
    }

    [Fact]
    public void A_value_that_a_higher_layer_overrides_is_written_and_that_is_said()
    {
        home.Variable("INDEXER_SERVER__DISKUSAGE__MINFREESPACE", "10");
        var store = home.Open();

        var result = store.Edit("server", edit => edit.Set("diskUsage", "minFreeSpace", "20"));

        Assert.Equal(
            "environment variable INDEXER_SERVER__DISKUSAGE__MINFREESPACE: [diskUsage] minFreeSpace: this place overrides the value that was written; change it there",
            Assert.Single(result.Overridden).ToString());
        Assert.Equal(10L << 20, store.Current.Server.MinFreeSpaceBytes);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_configuration_in_force()
    {
        var store = ConfigurationStore.Open(home.Environment, new ReadOnlyFiles(home.Files));
        var before = store.Current;

        Assert.Throws<IOException>(() => store.Edit("indexes", edit => edit.AddStanza("web")));

        Assert.Same(before, store.Current);
    }

    [Fact]
    [Trait("Row", "CFG-13")]
    public void The_nodes_GUID_is_made_once_and_never_replaced()
    {
        var guid = Guid.Parse("11111111-2222-3333-4444-555555555555");

        Assert.Equal(new PeerId(guid), InstanceIdentity.LoadOrCreate(home.Path, home.Files, () => guid));
        Assert.Equal(new PeerId(guid), InstanceIdentity.LoadOrCreate(home.Path, home.Files, () => throw new InvalidOperationException()));
        Assert.Equal("[general]\nguid = 11111111-2222-3333-4444-555555555555\n", home.Read("instance.cfg"));

        home.Write("instance.cfg", "[general]\nguid = damaged\n");
        var exception = Assert.Throws<ConfigurationException>(() => InstanceIdentity.LoadOrCreate(home.Path, home.Files, Guid.NewGuid));
        Assert.Contains("$HOME/etc/instance.cfg:2: [general] guid: expected the node's GUID, found 'damaged'", home.Relative(exception.Message));
    }

    private sealed class ReadOnlyFiles(IConfigurationFiles files) : IConfigurationFiles
    {
        public byte[]? Read(string path) => files.Read(path);

        public IReadOnlyList<string> ListDirectories(string path) => files.ListDirectories(path);

        public string? WhyNotWritable(string directory) => "the file system is read-only";

        public void WriteAtomically(string path, ReadOnlySpan<byte> content) => throw new IOException("the file system is read-only");
    }
}
