namespace Indexer.Configuration.Tests.Schema;

public sealed class ValidationTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void All_errors_of_all_files_come_at_once_with_file_line_stanza_and_key()
    {
        home.Local("indexes", "[web]\nmaxHotBuckets = 0\nmaxDataSize = big\n\nnonsense\n[bad name]\n")
            .Local("server", "[clustering]\nmode = boss\nreplication_factor = 2\nsearch_factor = 3\n")
            .Local("props", "[syslog]\nTIME_PREFIX = (\n");

        Assert.Equal(
            [
                "$HOME/etc/system/local/indexes.conf:5: expected 'key = value', '[stanza]' or '# comment', found 'nonsense'",
                "$HOME/etc/system/local/indexes.conf:2: [web] maxHotBuckets: expected an integer from 1 to 255, found '0'",
                "$HOME/etc/system/local/indexes.conf:3: [web] maxDataSize: expected 'auto', 'auto_high_volume' or a size in MB from 1 to 1048576, found 'big'",
                "$HOME/etc/system/local/props.conf:2: [syslog] TIME_PREFIX: expected a regular expression, found '(': insufficient closing parentheses at character 1",
                "$HOME/etc/system/local/server.conf:2: [clustering] mode: expected one of disabled, manager, peer, searchhead, master, slave, found 'boss'",
                "$HOME/etc/system/local/server.conf:4: [clustering] search_factor: expected at most the replication_factor, which is 2, found '3'",
                "$HOME/etc/system/local/indexes.conf:6: [bad name]: index name 'bad name' has the character ' '; only ASCII letters, digits, underscore and hyphen are allowed",
            ],
            home.Errors());
    }

    [Fact]
    public void The_exceptions_message_lists_the_errors()
    {
        home.Local("indexes", "[web]\nmaxHotBuckets = 0\n[main]\nmaxHotBuckets = x\nunknown = 1\n");

        var message = Assert.Throws<ConfigurationException>(home.Load).Message;

        Assert.Equal(
            """
            the configuration has 2 errors
              $HOME/etc/system/local/indexes.conf:4: [main] maxHotBuckets: expected an integer from 1 to 255, found 'x'
              $HOME/etc/system/local/indexes.conf:2: [web] maxHotBuckets: expected an integer from 1 to 255, found '0'
            """,
            home.Relative(message));
    }

    [Fact]
    public void Unknown_keys_and_stanzas_warn_and_say_what_was_probably_meant()
    {
        home.Local("indexes", "[web]\nmaxhotbuckets = 4\nlastChanceIndex = main\n")
            .Local("limits", "[serch]\nttl = 1\n")
            .Local("server", "[general]\ncolour = red\n");

        Assert.Equal(
            [
                "$HOME/etc/system/local/indexes.conf:2: [web] maxhotbuckets: unknown key, it is ignored; did you mean 'maxHotBuckets'?",
                "$HOME/etc/system/local/indexes.conf:3: [web] lastChanceIndex: this key is about the whole file and is ignored here; put it into [default]",
                "$HOME/etc/system/local/limits.conf:1: [serch]: limits.conf has no such stanza, it is ignored; did you mean 'search'?",
                "$HOME/etc/system/local/server.conf:2: [general] colour: unknown key, it is ignored",
            ],
            home.Warnings());
    }

    [Fact]
    public void A_wrong_value_in_default_is_one_error_however_many_stanzas_inherit_it()
    {
        home.Local("indexes", "[default]\nmaxWarmDBCount = -1\n[a]\n[b]\n");

        Assert.Single(home.Errors());
    }

    [Fact]
    public void A_wrong_value_that_a_higher_layer_overrides_does_no_harm()
    {
        home.Write("apps/a/default/indexes.conf", "[web]\nmaxHotBuckets = x\n").Local("indexes", "[web]\nmaxHotBuckets = 4\n");

        Assert.Equal(4, home.Index("web").MaxHotBuckets);
    }

    [Fact]
    public void Secrets_do_not_show_in_messages()
    {
        home.Local("server", "[clustering]\npass4SymmKey = two words\n");

        Assert.Equal(
            ["$HOME/etc/system/local/server.conf:2: [clustering] pass4SymmKey: expected 1 to 256 visible ASCII characters"],
            home.Errors());
    }

    [Fact]
    public void Secrets_do_not_show_in_settings_that_are_printed()
    {
        home.Local("server", "[general]\npass4SymmKey = hush\n[sslConfig]\nsslPassword = hush\n").Local("inputs", "[http://a]\ntoken = hush\n");

        var configuration = home.Load();

        Assert.DoesNotContain("hush", $"{configuration.Server} {configuration.Inputs.Http.Tokens[0]}");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_and_the_others_are_still_checked()
    {
        Directory.CreateDirectory(home.PathOf("system/local/props.conf"));
        home.Local("indexes", "[main]\nmaxHotBuckets = x\n");

        Assert.Equal(2, home.Errors().Length);
    }
}
