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

        var text = ListedStanza.Format(home.Load().List("limits", "search"), debug: true);

        Assert.Equal(
            """
            $HOME/etc/apps/search/default/limits.conf:1                     [search]
            built-in                                                        base_max_searches = 6
            $HOME/etc/apps/search/default/limits.conf:3                     max_count = 10
            environment variable INDEXER_LIMITS__SEARCH__MAX_MEM_USAGE_MB   max_mem_usage_mb = 50
            $HOME/etc/system/local/limits.conf:2                            max_queued_searches = 5
            built-in                                                        max_searches_per_cpu = 1
            $HOME/etc/system/local/limits.conf:5                            ttl = 800
            built-in                                                        use_bloomfilter = true

            """,
            Aligned(home.Relative(text)));
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

    // The width of the first column depends on the home directory's name.
    private static string Aligned(string text) =>
        string.Concat(text.Split('\n').SkipLast(1).Select(line =>
        {
            var origin = line.IndexOf("  ", StringComparison.Ordinal) is var gap and >= 0 ? line[..gap] : line[..line.IndexOf(' ', line.IndexOf(':') + 1)];
            return origin.Length > 60 ? line : origin.PadRight(64) + line[origin.Length..].TrimStart() + "\n";
        }));
}
