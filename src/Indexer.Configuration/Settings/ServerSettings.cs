using System.Net;

namespace Indexer.Configuration.Settings;

/// <summary>The node itself: <c>server.conf</c>, and the ports of <c>web.conf</c>.</summary>
public sealed record ServerSettings
{
    /// <summary>The node's name for people.</summary>
    public required string ServerName { get; init; }

    /// <summary>The address of all listeners that name none.</summary>
    public required IPAddress ListenAddress { get; init; }

    /// <summary>Below this, in bytes, on any file system with indexes, indexing pauses.</summary>
    public required long MinFreeSpaceBytes { get; init; }

    /// <summary>The dashboard; null where it is not served.</summary>
    public required ListenerSettings? Web { get; init; }

    /// <summary>REST and the command line.</summary>
    public required ListenerSettings Management { get; init; }

    /// <summary>Calls between the grains of nodes.</summary>
    public required ListenerSettings Silo { get; init; }

    /// <summary>Calls of clients to grains.</summary>
    public required ListenerSettings Gateway { get; init; }

    /// <summary>Copies of buckets from other peers; null where the node takes none.</summary>
    public required ListenerSettings? Replication { get; init; }

    public required TlsSettings Tls { get; init; }

    public required ClusterSettings Cluster { get; init; }
}

/// <summary>Where to listen.</summary>
/// <param name="Tls">Whether with the certificate of <see cref="TlsSettings"/>.</param>
public sealed record ListenerSettings(IPAddress Address, int Port, bool Tls);

/// <summary>The one certificate of all listeners that speak TLS.</summary>
public sealed record TlsSettings
{
    /// <summary>PEM or PKCS#12 with key and chain, absolute; null where none is configured.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Of the certificate's key.</summary>
    public Secret? CertificatePassword { get; init; }

    /// <summary>PEM file of trusted authorities, absolute; null is those of the system.</summary>
    public string? RootCertificatesPath { get; init; }

    /// <summary>Whether clients of the management port must show a certificate.</summary>
    public bool RequireClientCertificate { get; init; }
}
