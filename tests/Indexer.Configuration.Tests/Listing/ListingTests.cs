using Indexer.Configuration.Listing;

namespace Indexer.Configuration.Tests.Listing;

public sealed class ListingTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Each_value_shows_the_file_and_line_it_comes_from()
    {
        home.Write("apps/search/default/limits.conf", "[search]\nttl = 700\nmax_count = 10\n")
            .Local("limits", "[default]\nmax_queued_searches = 5\n\n[search]\nttl = 800\n")
            .Variable("INDEXER_LIMITS__SEARCH__MAX_MEM_USAGE_MB", "50");

        var stanza = home.Load().List("limits", "search").Single();

        Assert.Equal(("search", "$HOME/etc/apps/search/default/limits.conf:1"), (stanza.Name, home.Relative(stanza.Origin)));
        Assert.Equal(
            [
                ("base_max_searches", "6", "built-in"),
                ("max_count", "10", "$HOME/etc/apps/search/default/limits.conf:3"),
                ("max_mem_usage_mb", "50", "environment variable INDEXER_LIMITS__SEARCH__MAX_MEM_USAGE_MB"),
                ("max_queued_searches", "5", "$HOME/etc/system/local/limits.conf:2"),
                ("max_searches_per_cpu", "1", "built-in"),
                ("ttl", "800", "$HOME/etc/system/local/limits.conf:5"),
                ("use_bloomfilter", "true", "built-in"),
            ],
            stanza.Values.Select(value => (value.Key, value.Text, home.Relative(value.Origin))));
    }

    [Fact]
    public void With_debug_each_line_begins_with_its_origin_in_a_column_of_its_own()
    {
        var text = ListedStanza.Format(home.Load().List("inputs", "http"), debug: true);

        Assert.Equal(
            """
            etc/system/default/inputs.conf:4 [http]
            etc/system/default/inputs.conf:5 disabled = false
            built-in                         enableSSL = false
            built-in                         host = $decideOnStartup
            built-in                         index = default
            built-in                         maxIdleTime = 300
            etc/system/default/inputs.conf:6 port = 8088

            """,
            text);
    }

    [Fact]
    public void Without_debug_the_listing_is_a_conf_file_again()
    {
        home.Local("props", "[t]\nTIME_PREFIX = a\\\nb\n");

        var text = ListedStanza.Format(home.Load().List("props", "t"), debug: false);

        Assert.StartsWith("[t]\nAUTO_KV_JSON = true\n", text);
        Assert.Contains("\nTIME_PREFIX = a\\\nb\n", text);
    }

    [Fact]
    public void Secrets_are_not_shown()
    {
        home.Local("server", "[clustering]\npass4SymmKey = hush\n");

        var value = home.Load().List("server", "clustering").Single().Values.Single(value => value.Key == "pass4SymmKey");

        Assert.Equal("********", value.Text);
    }

    [Fact]
    public void All_stanzas_are_listed_and_unknown_names_are_answered_with_near_ones()
    {
        var configuration = home.Load();

        Assert.Equal(["_audit", "_internal", "default", "main"], configuration.List("indexes").Select(stanza => stanza.Name));
        Assert.Equal(
            "there is no file 'index.conf'; did you mean 'indexes'?; there are indexes, inputs, limits, props, server, transforms, web",
            Assert.Throws<KeyNotFoundException>(() => configuration.List("index")).Message);
        Assert.Equal(
            "indexes.conf has no stanza [mian]; did you mean 'main'?",
            Assert.Throws<KeyNotFoundException>(() => configuration.List("indexes", "mian")).Message);
    }
}
