using System.Net;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Schema.Files;

/// <summary><c>server.conf</c>: the node itself, its certificates and its part in a cluster.</summary>
internal static class ServerSchema
{
    public const string General = "general";
    public const string DiskUsage = "diskUsage";
    public const string Tls = "sslConfig";
    public const string Silo = "silo";
    public const string ClusterManagerPrefix = "clustermaster:";
    public const string ReplicationPortPrefix = "replication_port://";
    public const string ReplicationPortTlsPrefix = "replication_port-ssl://";

    public static readonly Key<string> ServerName = new("serverName", TextTypes.NonEmpty, null,
        "The node's name for people. Without it the machine's name.") { Effect = Effect.Restart };

    public static readonly Key<Secret> GeneralSecret = new("pass4SymmKey", TextTypes.Token, null,
        "A secret that nodes share; `[clustering]` may have its own.") { Effect = Effect.Restart, IsSecret = true };

    public static readonly Key<IPAddress> ListenAddress = new("listenAddress", TextTypes.Address, "127.0.0.1",
        "The address of all listeners that name none. Loopback until told otherwise; `0.0.0.0` or `::` is all.") { Effect = Effect.Restart };

    public static readonly Key<long> MinFreeSpace = new("minFreeSpace", ValueTypes.Megabytes, "2000",
        "Free space in MB on every file system with indexes; below it indexing pauses, and searches are refused.") { Effect = Effect.Restart };

    public static readonly Key<bool> ManagementTls = new("enableSSL", ValueTypes.Boolean, "false",
        "Whether the management port speaks TLS.") { Effect = Effect.Restart, Aliases = ["enableSplunkdSSL"] };

    public static readonly Key<string> Certificate = new("serverCert", TextTypes.Path, null,
        "The certificate of all listeners with TLS, with its key and its chain: a PEM or PKCS#12 file.") { Effect = Effect.Restart };

    public static readonly Key<Secret> CertificatePassword = new("sslPassword", TextTypes.Password, null,
        "The password of the certificate's key.") { Effect = Effect.Restart, IsSecret = true };

    public static readonly Key<string> RootCertificates = new("sslRootCAPath", TextTypes.Path, null,
        "The PEM file of the authorities that are trusted. Without it those of the system.") { Effect = Effect.Restart, Aliases = ["caCertFile"] };

    public static readonly Key<bool> RequireClientCertificate = new("requireClientCert", ValueTypes.Boolean, "false",
        "Whether clients of the management port must show a certificate.") { Effect = Effect.Restart };

    public static readonly Key<HostAndPort> SiloPort = new("siloPort", TextTypes.HostAndPort, "11111",
        "The port on which nodes call each other's grains.") { Effect = Effect.Restart };

    public static readonly Key<HostAndPort> GatewayPort = new("gatewayPort", TextTypes.HostAndPort, "30000",
        "The port on which clients call grains.") { Effect = Effect.Restart };

    public static readonly Key<bool> ReplicationDisabled = new("disabled", ValueTypes.Boolean, "false",
        "Whether the port is off.") { Effect = Effect.Restart };

    public static readonly FileSchema File = new(
        "server",
        "The node itself, its certificates and its part in a cluster.",
        [
            new StanzaSchema(StanzaMatch.Exact, General, General, "The node.", [ServerName, GeneralSecret, ListenAddress]),
            new StanzaSchema(StanzaMatch.Exact, DiskUsage, DiskUsage, "Free disk space.", [MinFreeSpace]),
            new StanzaSchema(StanzaMatch.Exact, Tls, Tls, "Certificates.",
                [ManagementTls, Certificate, CertificatePassword, RootCertificates, RequireClientCertificate]),
            new StanzaSchema(StanzaMatch.Exact, Silo, Silo, "The actor runtime.", [SiloPort, GatewayPort]),
            ClusteringKeys.Stanza,
            new StanzaSchema(StanzaMatch.Prefix, ClusterManagerPrefix, "clustermaster:<name>",
                "A cluster that a search head searches besides others.", [ClusteringKeys.ManagerUri, ClusteringKeys.Secret]),
            new StanzaSchema(StanzaMatch.Prefix, ReplicationPortPrefix, "replication_port://[<address>:]<port>",
                "The port on which a peer takes copies of buckets.", [ReplicationDisabled]),
            new StanzaSchema(StanzaMatch.Prefix, ReplicationPortTlsPrefix, "replication_port-ssl://[<address>:]<port>",
                "The same with TLS.", [ReplicationDisabled]),
        ],
        []);
}
