namespace Indexer.Configuration.Tests.Settings;

public sealed class TransformSettingsTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    [Trait("Row", "IDX-22")]
    [Trait("Row", "IDX-23")]
    public void Worked_example_of_routing_by_what_an_event_says()
    {
        home.Local("indexes", "[applogindex]\n")
            .Local("props", "[windows_snare_syslog]\nTRANSFORMS-index = AppRedirect\n")
            .Local("transforms", "[AppRedirect]\nREGEX = MSWinEventLog\\s+\\d+\\s+Application\nDEST_KEY = _MetaData:Index\nFORMAT = applogindex\n");

        var configuration = home.Load();
        var name = Assert.Single(configuration.Props.Resolve("h", "s", "windows_snare_syslog").Transforms);
        var transform = configuration.Transforms[name];

        Assert.Equal((@"MSWinEventLog\s+\d+\s+Application", "_MetaData:Index", "applogindex", "_raw", 4096),
            (transform.Regex, transform.DestKey, transform.Format, transform.SourceKey, transform.Lookahead));
        Assert.Empty(configuration.Props.Resolve("h", "s", "other").Transforms);
    }

    [Fact]
    [Trait("Row", "IDX-23")]
    public void A_transform_that_props_name_and_that_does_not_exist_is_refused_because_it_may_mask()
    {
        home.Local("props", "[a]\nTRANSFORMS-mask = maskSsn\nREPORT-x = gone\n").Local("transforms", "[maskSSN]\nREGEX = x\n");

        Assert.Equal(["$HOME/etc/system/local/props.conf:2: [a] TRANSFORMS-mask: transforms.conf has no stanza [maskSsn]; did you mean 'maskSSN'?"], home.Errors());
    }

    [Fact]
    public void A_report_that_does_not_exist_costs_a_field_and_warns()
    {
        home.Local("props", "[a]\nREPORT-x = gone\n");

        Assert.Equal("$HOME/etc/system/local/props.conf:2: [a] REPORT-x: transforms.conf has no stanza [gone]", Assert.Single(home.Warnings()));
    }

    [Fact]
    public void A_transform_needs_something_to_do_and_one_mistake_is_one_error()
    {
        home.Local("transforms", "[empty]\nFORMAT = x\n[wrong]\nREGEX = (\n[eval]\nINGEST_EVAL = a = 1\n[delimited]\nDELIMS = \",\"\nFIELDS = a, b\n");

        Assert.Equal(
            [
                "$HOME/etc/system/local/transforms.conf:4: [wrong] REGEX: expected a regular expression, found '(': insufficient closing parentheses at character 1",
                "$HOME/etc/system/local/transforms.conf:1: [empty]: a transform needs REGEX, INGEST_EVAL or DELIMS",
            ],
            home.Errors());
    }
}
