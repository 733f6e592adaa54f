using System.Net;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;

namespace Indexer.Configuration.Settings.Building;

/// <summary>Makes the typed settings of <c>server.conf</c> and <c>web.conf</c>.</summary>
internal sealed class ServerBuilder(MergedFile server, MergedFile web, PathExpander paths, string hostName, ProblemList problems)
{
    private readonly StanzaReader general = StanzaReader.Of(server, ServerSchema.General, problems);
    private readonly StanzaReader tls = StanzaReader.Of(server, ServerSchema.Tls, problems);
    private readonly StanzaReader silo = StanzaReader.Of(server, ServerSchema.Silo, problems);
    private readonly StanzaReader webSettings = StanzaReader.Of(web, WebSchema.Settings, problems);

    public ServerSettings Build()
    {
        var address = general.Get(ServerSchema.ListenAddress);
        var cluster = new ClusterBuilder(server, general.Find(ServerSchema.GeneralSecret), problems).Build();
        var replication = Replication(address);
        if (cluster.Mode == ClusterMode.Peer && replication is null)
        {
            problems.Error(null, ClusteringKeys.StanzaName, ClusteringKeys.Mode.Name,
                "a peer needs a port for replication; add a stanza such as [replication_port://9887] to server.conf");
        }

        return new ServerSettings
        {
            ServerName = general.Find(ServerSchema.ServerName) ?? hostName,
            ListenAddress = address,
            MinFreeSpaceBytes = StanzaReader.Of(server, ServerSchema.DiskUsage, problems).Get(ServerSchema.MinFreeSpace),
            Web = webSettings.Get(WebSchema.StartWebServer)
                ? Listener(webSettings.Get(WebSchema.HttpPort), address, webSettings.Get(WebSchema.WebTls))
                : null,
            Management = Listener(webSettings.Get(WebSchema.ManagementPort), address, tls.Get(ServerSchema.ManagementTls)),
            Silo = Listener(silo.Get(ServerSchema.SiloPort), address, tls: false),
            Gateway = Listener(silo.Get(ServerSchema.GatewayPort), address, tls: false),
            Replication = replication,
            Tls = new TlsSettings
            {
                CertificatePath = ExpandedPath(ServerSchema.Certificate),
                CertificatePassword = tls.Find(ServerSchema.CertificatePassword),
                RootCertificatesPath = ExpandedPath(ServerSchema.RootCertificates),
                RequireClientCertificate = tls.Get(ServerSchema.RequireClientCertificate),
            },
            Cluster = cluster,
        };
    }

    private static ListenerSettings Listener(HostAndPort place, IPAddress shared, bool tls) =>
        new(place.Address ?? shared, place.Port, tls);

    private ListenerSettings? Replication(IPAddress address)
    {
        ListenerSettings? listener = null;
        foreach (var stanza in server.Stanzas)
        {
            var isTls = stanza.Name.StartsWith(ServerSchema.ReplicationPortTlsPrefix, StringComparison.Ordinal);
            if (!isTls && !stanza.Name.StartsWith(ServerSchema.ReplicationPortPrefix, StringComparison.Ordinal)
                || StanzaReader.Of(server, stanza.Name, problems).Get(ServerSchema.ReplicationDisabled))
            {
                continue;
            }

            var written = stanza.Name[(isTls ? ServerSchema.ReplicationPortTlsPrefix : ServerSchema.ReplicationPortPrefix).Length..];
            if (!HostAndPort.TryParse(written, out var place))
            {
                problems.Error(stanza.Origin, stanza.Name, null, $"expected {TextTypes.HostAndPort.Expected} after '//', found '{written}'");
            }
            else if (listener is not null)
            {
                problems.Error(stanza.Origin, stanza.Name, null, "a peer has one port for replication; disable or remove the other");
            }
            else
            {
                listener = Listener(place, address, isTls);
            }
        }

        return listener;
    }

    private string? ExpandedPath(Key<string> key)
    {
        if (tls.Find(key) is not { } text)
        {
            return null;
        }

        if (!paths.TryExpand(text, null, out var path, out var reason))
        {
            tls.Error(key, reason);
        }

        return path;
    }
}
