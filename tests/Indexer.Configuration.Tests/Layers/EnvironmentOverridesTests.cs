using Indexer.Model;

namespace Indexer.Configuration.Tests.Layers;

public sealed class EnvironmentOverridesTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_variable_overrides_every_file()
    {
        home.Local("indexes", "[main]\nmaxHotBuckets = 4\n").Variable("INDEXER_INDEXES__MAIN__MAXHOTBUCKETS", "5");

        Assert.Equal(5, home.Index("main").MaxHotBuckets);
    }

    [Theory]
    [InlineData("INDEXER_INDEXES__MAIN__HOMEPATH_MAXDATASIZEMB")]
    [InlineData("indexer_indexes__main__homePath_maxDataSizeMB")]
    public void Case_does_not_count_and_an_underscore_stands_for_what_names_cannot_have(string variable)
    {
        home.Variable(variable, "100");

        Assert.Equal(100L << 20, home.Index("main").HomePathMaxDataSizeBytes);
    }

    [Fact]
    public void A_stanza_that_begins_with_an_underscore_is_found()
    {
        home.Variable("INDEXER_INDEXES___INTERNAL__MAXHOTBUCKETS", "6");

        Assert.Equal(6, home.Index("_internal").MaxHotBuckets);
    }

    [Fact]
    public void A_stanza_that_does_not_exist_is_made_in_lower_case()
    {
        home.Variable("INDEXER_INDEXES__WEB_LOGS__MAXHOTBUCKETS", "6")
            .Variable("INDEXER_INDEXES__VOLUME_FAST__PATH", "/mnt/fast")
            .Variable("INDEXER_INPUTS__HTTP___MINE__TOKEN", "secret");

        var configuration = home.Load();

        Assert.Equal(6, configuration.Indexes.Indexes[IndexName.Parse("web_logs")].MaxHotBuckets);
        Assert.Equal("/mnt/fast", configuration.Indexes.Volumes["fast"].Path);
        Assert.Equal(("mine", "secret"), (configuration.Inputs.Http.Tokens.Single().Name, configuration.Inputs.Http.Tokens.Single().Token.Reveal()));
    }

    [Fact]
    public void Families_of_keys_and_the_default_stanza_can_be_set()
    {
        home.Variable("INDEXER_PROPS__SYSLOG__SEDCMD_MASK", "s/a/b/g").Variable("INDEXER_INDEXES__DEFAULT__MAXWARMDBCOUNT", "9");

        var configuration = home.Load();

        Assert.Single(configuration.Props.Resolve("h", "s", "syslog").SedCommands);
        Assert.Equal(9, configuration.Indexes.Indexes[IndexName.Audit].MaxWarmDbCount);
    }

    [Fact]
    public void The_listing_names_the_variable()
    {
        home.Variable("INDEXER_SERVER__DISKUSAGE__MINFREESPACE", "77");

        var value = home.Load().List("server", "diskUsage").Single().Values.Single(value => value.Key == "minFreeSpace");

        Assert.Equal(("77", "environment", "environment variable INDEXER_SERVER__DISKUSAGE__MINFREESPACE"),
            (value.Text, value.Origin.Layer, value.Origin.ToString()));
    }

    [Fact]
    public void A_wrong_value_is_an_error_that_names_the_variable()
    {
        home.Variable("INDEXER_INDEXES__MAIN__MAXHOTBUCKETS", "many");

        Assert.Equal(
            ["environment variable INDEXER_INDEXES__MAIN__MAXHOTBUCKETS: [main] maxHotBuckets: expected an integer from 1 to 255, found 'many'"],
            home.Errors());
    }

    [Fact]
    public void Variables_that_name_nothing_warn()
    {
        home.Variable("INDEXER_SERVER__GENERAL__SERVERNAM", "x").Variable("INDEXER_INDEXS__MAIN__DISABLED", "true").Variable("INDEXER_HOME", "/x");

        Assert.Equal(
            [
                "environment variable INDEXER_SERVER__GENERAL__SERVERNAM: it names no stanza and key of server.conf, it is ignored; write INDEXER_SERVER__<STANZA>__<KEY>",
                "environment variable INDEXER_INDEXS__MAIN__DISABLED: there is no file indexs.conf, it is ignored; did you mean 'INDEXES'?",
            ],
            home.Warnings());
    }
}
