using System.Net;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;
using Indexer.Model;

namespace Indexer.Configuration.Settings.Building;

/// <summary>Makes the typed settings of <c>inputs.conf</c>.</summary>
internal sealed class InputsBuilder(
    MergedFile file, IndexesSettings indexes, PathExpander paths, IPAddress listenAddress, string hostName, ProblemList problems)
{
    private static readonly (string Prefix, NetworkProtocol Protocol)[] Networks =
    [
        (InputsSchema.TcpPrefix, NetworkProtocol.Tcp), (InputsSchema.TcpTlsPrefix, NetworkProtocol.TcpTls), (InputsSchema.UdpPrefix, NetworkProtocol.Udp),
    ];

    public InputSettings Build()
    {
        var monitors = new List<MonitorInput>();
        var networks = new List<NetworkInput>();
        var tokens = new List<HttpToken>();
        foreach (var stanza in file.Stanzas)
        {
            if (stanza.Name.StartsWith(InputsSchema.MonitorPrefix, StringComparison.Ordinal))
            {
                AddMonitor(stanza, monitors);
            }
            else if (stanza.Name.StartsWith(InputsSchema.TokenPrefix, StringComparison.Ordinal))
            {
                AddToken(stanza, tokens);
            }
            else if (Array.Find(Networks, network => stanza.Name.StartsWith(network.Prefix, StringComparison.Ordinal)) is { Prefix: { } prefix, Protocol: var protocol })
            {
                AddNetwork(stanza, stanza.Name[prefix.Length..], protocol, networks);
            }
        }

        var http = StanzaReader.Of(file, InputsSchema.HttpStanza, problems);
        var port = http.Get(InputsSchema.HttpPort);
        return new InputSettings(monitors, networks, new HttpInput
        {
            Disabled = http.Get(InputsSchema.Disabled),
            Listener = new ListenerSettings(port.Address ?? listenAddress, port.Port, http.Get(InputsSchema.HttpTls)),
            AckIdle = http.Get(InputsSchema.AckIdle),
            Tokens = tokens,
        });
    }

    private void AddMonitor(MergedStanza stanza, List<MonitorInput> monitors)
    {
        var reader = StanzaReader.Of(file, stanza.Name, problems);
        if (!paths.TryExpand(stanza.Name[InputsSchema.MonitorPrefix.Length..], null, out var path, out var reason))
        {
            problems.Error(stanza.Origin, stanza.Name, null, reason);
            return;
        }

        monitors.Add(new MonitorInput
        {
            Defaults = Defaults(reader, stanza),
            Path = path,
            HostRegex = Translated(reader, InputsSchema.HostRegex),
            HostSegment = reader.TryGet(InputsSchema.HostSegment, out var segment) ? segment : 0,
            Whitelist = Translated(reader, InputsSchema.Whitelist),
            Blacklist = Translated(reader, InputsSchema.Blacklist),
            CrcSalt = reader.Find(InputsSchema.CrcSalt),
            InitCrcLength = reader.Get(InputsSchema.InitCrcLength),
            FollowTail = reader.Get(InputsSchema.FollowTail),
            IgnoreOlderThan = reader.Get(InputsSchema.IgnoreOlderThan),
            Recursive = reader.Get(InputsSchema.Recursive),
            FollowSymlink = reader.Get(InputsSchema.FollowSymlink),
            TimeBeforeClose = reader.Get(InputsSchema.TimeBeforeClose),
        });
    }

    private void AddNetwork(MergedStanza stanza, string place, NetworkProtocol protocol, List<NetworkInput> networks)
    {
        if (!HostAndPort.TryParse(place.TrimStart(':'), out var listen))
        {
            problems.Error(stanza.Origin, stanza.Name, null, $"expected {TextTypes.HostAndPort.Expected} after '//', found '{place}'");
            return;
        }

        var reader = StanzaReader.Of(file, stanza.Name, problems);
        networks.Add(new NetworkInput
        {
            Defaults = Defaults(reader, stanza),
            Protocol = protocol,
            Listener = new ListenerSettings(listen.Address ?? listenAddress, listen.Port, protocol == NetworkProtocol.TcpTls),
            ConnectionHost = reader.Get(InputsSchema.ConnectionHost),
            AcceptFrom = reader.Get(InputsSchema.AcceptFrom),
            NoPriorityStripping = reader.Get(InputsSchema.NoPriorityStripping),
            NoAppendingTimestamp = reader.Get(InputsSchema.NoAppendingTimestamp),
        });
    }

    private void AddToken(MergedStanza stanza, List<HttpToken> tokens)
    {
        // What [http] says about host, index and the like holds for its tokens too.
        var http = file.Find(InputsSchema.HttpStanza)?.Values ?? new Dictionary<string, ConfigurationValue>();
        var inherited = http
            .Where(pair => pair.Key != InputsSchema.Disabled.Name)
            .ToDictionary(StringComparer.Ordinal);
        var reader = new StanzaReader(stanza.Name, problems, stanza.Values, inherited, file.Default.Values);
        if (reader.Find(InputsSchema.Token) is not { } token)
        {
            problems.Error(stanza.Origin, stanza.Name, InputsSchema.Token.Name, "a token is missing; give one, such as a random GUID");
            return;
        }

        if (tokens.Find(other => other.Token == token) is { } same)
        {
            reader.Error(InputsSchema.Token, $"[{same.Defaults.Stanza}] has the same token; each needs its own");
        }

        var allowed = new List<IndexName>();
        foreach (var name in reader.Find(InputsSchema.AllowedIndexes) ?? [])
        {
            if (Resolve(reader, InputsSchema.AllowedIndexes, name) is { } index)
            {
                allowed.Add(index);
            }
        }

        var defaults = Defaults(reader, stanza);
        if (allowed.Count > 0 && !allowed.Contains(defaults.Index))
        {
            problems.Error(reader.OriginOf(InputsSchema.AllowedIndexes), stanza.Name, InputsSchema.AllowedIndexes.Name,
                $"the token's own index '{defaults.Index}' is not among them; add it, or set 'index' to one of them");
        }

        tokens.Add(new HttpToken
        {
            Name = stanza.Name[InputsSchema.TokenPrefix.Length..],
            Defaults = defaults,
            Token = token,
            AllowedIndexes = allowed,
            UseAck = reader.Get(InputsSchema.UseAck),
            AllowQueryStringAuth = reader.Get(InputsSchema.AllowQueryStringAuth),
            Description = reader.Find(InputsSchema.Description),
        });
    }

    private InputDefaults Defaults(StanzaReader reader, MergedStanza stanza)
    {
        var host = reader.Get(InputsSchema.Host);
        return new InputDefaults(
            stanza.Name,
            reader.Get(InputsSchema.Disabled),
            host == InputsSchema.DecideOnStartup ? hostName : host,
            reader.Find(InputsSchema.Source),
            reader.Find(InputsSchema.SourceType),
            Resolve(reader, InputsSchema.Index, reader.Get(InputsSchema.Index)) ?? indexes.DefaultDatabase);
    }

    // An index may be created after the input, and its removal must not keep the node from starting: a warning is enough.
    private IndexName? Resolve(StanzaReader reader, Key key, string text)
    {
        if (text == InputsSchema.Index.DefaultText)
        {
            return indexes.DefaultDatabase;
        }

        if (!IndexName.TryParse(text, out var name, out var reason))
        {
            reader.Error(key, reason);
            return null;
        }

        if (!indexes.Indexes.ContainsKey(name))
        {
            reader.Warn(key, $"there is no index '{name}'{NearestName.Suggest(name.Value, indexes.Indexes.Keys.Select(index => index.Value))}");
        }

        return name;
    }

    private static string? Translated(StanzaReader reader, Key<string> regex) =>
        reader.Find(regex) is { } pattern ? RegexText.ToDotNet(pattern) : null;
}
