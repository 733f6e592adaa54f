using System.Net;
using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Configuration.Tests.Settings;

public sealed class InputSettingsTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_monitor_sends_its_events_to_its_index()
    {
        home.Local("indexes", "[fflanda]\n")
            .Local("inputs", "[monitor:///var/log]\ndisabled = false\nindex = fflanda\n");

        var monitor = Assert.Single(home.Load().Inputs.Monitors);

        Assert.Equal("/var/log", monitor.Path);
        Assert.Equal(new InputDefaults("monitor:///var/log", false, "testhost", null, null, IndexName.Parse("fflanda")), monitor.Defaults);
        Assert.Equal((256, true, false), (monitor.InitCrcLength, monitor.Recursive, monitor.FollowTail));
    }

    [Fact]
    public void Every_attribute_of_a_monitor_is_taken()
    {
        home.Local("inputs", """
            [monitor:///var/.../app*.log]
            host = web01
            source = app
            sourcetype = log4j
            host_regex = /var/(?P<host>[^/]+)/
            host_segment = 3
            _whitelist = \.log$
            blacklist = \.gz$
            crcSalt = <SOURCE>
            initCrcLength = 1024
            followTail = 1
            ignoreOlderThan = 7d
            recursive = false
            followSymlink = false
            time_before_close = 10
            """);

        var monitor = Assert.Single(home.Load().Inputs.Monitors);

        Assert.Equal(
            new MonitorInput
            {
                Defaults = new InputDefaults("monitor:///var/.../app*.log", false, "web01", "app", "log4j", IndexName.Main),
                Path = "/var/.../app*.log",
                HostRegex = "/var/(?<host>[^/]+)/",
                HostSegment = 3,
                Whitelist = @"\.log$",
                Blacklist = @"\.gz$",
                CrcSalt = "<SOURCE>",
                InitCrcLength = 1024,
                FollowTail = true,
                IgnoreOlderThan = TimeSpan.FromDays(7),
                Recursive = false,
                FollowSymlink = false,
                TimeBeforeClose = TimeSpan.FromSeconds(10),
            },
            monitor);
        Assert.Empty(home.Warnings());
    }

    [Fact]
    public void Network_inputs_name_protocol_port_and_perhaps_an_address()
    {
        home.Local("inputs", "[tcp://1514]\nsourcetype = syslog\n[tcp-ssl://:6514]\n[udp://0.0.0.0:1514]\nconnection_host = none\nacceptFrom = 10.0.0.0/8, !10.1.1.1\n");

        var inputs = home.Load().Inputs.Networks;

        Assert.Equal(
            [
                (NetworkProtocol.Tcp, new ListenerSettings(IPAddress.Loopback, 1514, false)),
                (NetworkProtocol.TcpTls, new ListenerSettings(IPAddress.Loopback, 6514, true)),
                (NetworkProtocol.Udp, new ListenerSettings(IPAddress.Any, 1514, false)),
            ],
            inputs.Select(input => (input.Protocol, input.Listener)));
        Assert.Equal((ConnectionHost.Address, ConnectionHost.None), (inputs[0].ConnectionHost, inputs[2].ConnectionHost));
        Assert.Equal(["10.0.0.0/8", "!10.1.1.1"], inputs[2].AcceptFrom);
    }

    [Fact]
    public void Tokens_take_what_they_do_not_say_from_http_and_default()
    {
        home.Local("indexes", "[web]\n[app]\n")
            .Local("inputs", """
                [default]
                host = everywhere
                [http]
                index = web
                sourcetype = httpevent
                disabled = true
                [http://first]
                token = 11111111-1111-1111-1111-111111111111
                [http://second]
                token = 22222222-2222-2222-2222-222222222222
                index = app
                indexes = app, web
                useACK = true
                allowQueryStringAuth = true
                description = for the app
                """);

        var http = home.Load().Inputs.Http;

        Assert.True(http.Disabled);
        Assert.Collection(
            http.Tokens,
            first =>
            {
                Assert.Equal(new InputDefaults("http://first", false, "everywhere", null, "httpevent", IndexName.Parse("web")), first.Defaults);
                Assert.True(first.Allows(IndexName.Main));
                Assert.False(first.UseAck);
            },
            second =>
            {
                Assert.Equal((IndexName.Parse("app"), true, true, "for the app"),
                    (second.Defaults.Index, second.UseAck, second.AllowQueryStringAuth, second.Description));
                Assert.True(second.Allows(IndexName.Parse("web")));
                Assert.False(second.Allows(IndexName.Main));
            });
    }

    [Theory]
    [InlineData("[monitor://logs]", ":1: [monitor://logs]: 'logs' is not absolute; begin it with '/' or $INDEXER_DB")]
    [InlineData("[tcp://syslog]", ":1: [tcp://syslog]: expected a port, or an address and a port after '//', found 'syslog'")]
    [InlineData("[http://a]", ":1: [http://a] token: a token is missing; give one, such as a random GUID")]
    [InlineData("[http://a]\ntoken = x\n[http://b]\ntoken = x", ":4: [http://b] token: [http://a] has the same token; each needs its own")]
    [InlineData("[http://a]\ntoken = x\nindexes = _audit", ":3: [http://a] indexes: the token's own index 'main' is not among them; add it, or set 'index' to one of them")]
    [InlineData("[monitor:///a]\nindex = a/b", ":2: [monitor:///a] index: index name 'a/b' has the character '/'; only ASCII letters, digits, underscore and hyphen are allowed")]
    [InlineData("[monitor:///a]\nhost_regex = abc", ":2: [monitor:///a] host_regex: expected a regular expression with a capturing group, found 'abc': it captures nothing")]
    public void Inputs_that_cannot_work_are_refused(string text, string message)
    {
        home.Local("inputs", text + "\n");

        Assert.Equal(["$HOME/etc/system/local/inputs.conf" + message], home.Errors());
    }

    [Fact]
    public void An_index_that_does_not_exist_warns()
    {
        home.Local("inputs", "[monitor:///a]\nindex = man\n");

        Assert.Equal("$HOME/etc/system/local/inputs.conf:2: [monitor:///a] index: there is no index 'man'; did you mean 'main'?", Assert.Single(home.Warnings()));
    }
}
