using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Schema.Files;

/// <summary><c>web.conf</c>: the dashboard's port and the management port.</summary>
internal static class WebSchema
{
    public const string Settings = "settings";

    public static readonly Key<bool> StartWebServer = new("startwebserver", ValueTypes.Boolean, "true",
        "Whether the dashboard is served.") { Effect = Effect.Restart };

    public static readonly Key<HostAndPort> HttpPort = new("httpport", TextTypes.HostAndPort, "8000",
        "The dashboard's port; an address may precede it.") { Effect = Effect.Restart };

    public static readonly Key<bool> WebTls = new("enableSSL", ValueTypes.Boolean, "false",
        "Whether the dashboard speaks TLS.") { Effect = Effect.Restart, Aliases = ["enableSplunkWebSSL"] };

    public static readonly Key<HostAndPort> ManagementPort = new("mgmtHostPort", TextTypes.HostAndPort, "8089",
        "The port of REST and of the command line; an address may precede it.") { Effect = Effect.Restart };

    public static readonly FileSchema File = new(
        "web",
        "The dashboard's port and the management port.",
        [new StanzaSchema(StanzaMatch.Exact, Settings, Settings, "Ports.", [StartWebServer, HttpPort, WebTls, ManagementPort])],
        []);
}
