using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Schema.Files;

/// <summary><c>inputs.conf</c>: where events come from.</summary>
internal static class InputsSchema
{
    public const string MonitorPrefix = "monitor://";
    public const string TcpPrefix = "tcp://";
    public const string TcpTlsPrefix = "tcp-ssl://";
    public const string UdpPrefix = "udp://";
    public const string HttpStanza = "http";
    public const string TokenPrefix = "http://";

    /// <summary>The default of <c>host</c> that stands for the machine's name.</summary>
    public const string DecideOnStartup = "$decideOnStartup";

    public static readonly Key<bool> Disabled = new("disabled", ValueTypes.Boolean, "false", "Whether the input is off.");

    public static readonly Key<string> Host = new("host", TextTypes.NonEmpty, DecideOnStartup,
        "The host of the events. `$decideOnStartup` is the machine's name.");

    public static readonly Key<string> Source = new("source", TextTypes.NonEmpty, null,
        "The source of the events. Without it the path, or the protocol and port.");

    public static readonly Key<string> SourceType = new("sourcetype", TextTypes.NonEmpty, null,
        "The sourcetype of the events. Without it it is recognised.");

    public static readonly Key<string> Index = new("index", TextTypes.NonEmpty, "default",
        "The index of the events; `default` is the `defaultDatabase` of indexes.conf.");

    public static readonly Key<string> HostRegex = new("host_regex", TextTypes.RegexWithGroup, null,
        "The host is what the first group matches in the file's path.");

    public static readonly Key<int> HostSegment = new("host_segment", ValueTypes.Integer(1, 255), null,
        "The host is this segment of the file's path, counted from 1.");

    public static readonly Key<string> Whitelist = new("whitelist", TextTypes.Regex, null,
        "Only files whose path matches are read.") { Aliases = ["_whitelist"] };

    public static readonly Key<string> Blacklist = new("blacklist", TextTypes.Regex, null,
        "Files whose path matches are not read.") { Aliases = ["_blacklist"] };

    public static readonly Key<string> CrcSalt = new("crcSalt", TextTypes.Text, null,
        "Added to a file's beginning when it is recognised again; `<SOURCE>` is its path.");

    public static readonly Key<int> InitCrcLength = new("initCrcLength", ValueTypes.Integer(256, 1 << 20), "256",
        "How many bytes of a file's beginning it is recognised by.");

    public static readonly Key<bool> FollowTail = new("followTail", ValueTypes.Boolean, "false",
        "Whether a file that is seen for the first time is read from its end.");

    public static readonly Key<TimeSpan> IgnoreOlderThan = new("ignoreOlderThan", ValueTypes.Seconds(0, 4_294_967_295), "0",
        "Files that were not changed for this long are not read. 0 is no limit.");

    public static readonly Key<bool> Recursive = new("recursive", ValueTypes.Boolean, "true",
        "Whether directories below a directory are read.");

    public static readonly Key<bool> FollowSymlink = new("followSymlink", ValueTypes.Boolean, "true",
        "Whether symbolic links to directories are followed.");

    public static readonly Key<TimeSpan> TimeBeforeClose = new("time_before_close", ValueTypes.Seconds(0, 86_400), "3",
        "How long a file at its end is kept open.");

    public static readonly Key<ConnectionHost> ConnectionHost = new("connection_host",
        ValueTypes.OneOf(("ip", Settings.ConnectionHost.Address), ("dns", Settings.ConnectionHost.Dns), ("none", Settings.ConnectionHost.None)),
        "ip", "The host of events from the network: the sender's address, its name, or the input's `host`.");

    public static readonly Key<IReadOnlyList<string>> AcceptFrom = new("acceptFrom", TextTypes.List, "*",
        "Addresses, networks (`10.0.0.0/8`) and names that may send; `!` before one refuses it, `*` is everyone.");

    public static readonly Key<bool> NoPriorityStripping = new("no_priority_stripping", ValueTypes.Boolean, "false",
        "Whether the `<priority>` of syslog messages stays.");

    public static readonly Key<bool> NoAppendingTimestamp = new("no_appending_timestamp", ValueTypes.Boolean, "false",
        "Whether messages without timestamp and host are left as they came.");

    public static readonly Key<HostAndPort> HttpPort = new("port", TextTypes.HostAndPort, "8088",
        "The port of the HTTP Event Collector; an address may precede it.") { Effect = Effect.Restart };

    public static readonly Key<bool> HttpTls = new("enableSSL", ValueTypes.Boolean, "false",
        "Whether the HTTP Event Collector speaks TLS.") { Effect = Effect.Restart };

    public static readonly Key<TimeSpan> AckIdle = new("maxIdleTime", ValueTypes.Seconds(1, 86_400), "300",
        "A channel without requests for this long ends, and its acknowledgements with it.");

    public static readonly Key<Secret> Token = new("token", TextTypes.Token, null, "The token that senders name.") { IsSecret = true };

    public static readonly Key<IReadOnlyList<string>> AllowedIndexes = new("indexes", TextTypes.List, null,
        "The indexes that senders may name. Without it all that exist.");

    public static readonly Key<bool> UseAck = new("useACK", ValueTypes.Boolean, "false",
        "Whether senders get acknowledgements and must name a channel.");

    public static readonly Key<bool> AllowQueryStringAuth = new("allowQueryStringAuth", ValueTypes.Boolean, "false",
        "Whether the token may stand in the URL.");

    public static readonly Key<string> Description = new("description", TextTypes.Text, null, "What the token is for.");

    private static readonly IReadOnlyList<Key> Common = [Disabled, Host, Source, SourceType, Index];
    private static readonly IReadOnlyList<Key> Network = [.. Common, ConnectionHost, AcceptFrom, NoPriorityStripping, NoAppendingTimestamp];

    public static readonly FileSchema File = new(
        "inputs",
        "Where events come from.",
        [
            new StanzaSchema(StanzaMatch.Exact, HttpStanza, "http", "The HTTP Event Collector, and defaults for its tokens.",
                [.. Common, HttpPort, HttpTls, AckIdle]),
            new StanzaSchema(StanzaMatch.Prefix, TokenPrefix, "http://<name>", "A token of the HTTP Event Collector.",
                [.. Common, Token, AllowedIndexes, UseAck, AllowQueryStringAuth, Description]),
            new StanzaSchema(StanzaMatch.Prefix, MonitorPrefix, "monitor://<path>",
                "Files that are read and followed. `*` in the path is any text without `/`, `...` any text.",
                [
                    .. Common, HostRegex, HostSegment, Whitelist, Blacklist, CrcSalt, InitCrcLength, FollowTail, IgnoreOlderThan,
                    Recursive, FollowSymlink, TimeBeforeClose,
                ]),
            new StanzaSchema(StanzaMatch.Prefix, TcpPrefix, "tcp://[<address>:]<port>", "Events over TCP.", Network),
            new StanzaSchema(StanzaMatch.Prefix, TcpTlsPrefix, "tcp-ssl://[<address>:]<port>", "Events over TCP with TLS.", Network),
            new StanzaSchema(StanzaMatch.Prefix, UdpPrefix, "udp://[<address>:]<port>", "Events over UDP.", Network),
        ],
        []);
}
