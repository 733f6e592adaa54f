using System.Net;

namespace Indexer.Client;

/// <summary>How an <see cref="IndexerClient"/> reaches its node.</summary>
public sealed record IndexerClientOptions
{
    /// <summary>User and password for nodes that ask for them.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>How long to try for a connection. More than zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an answer may take; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>. Answers that stream, such as the
    /// rows of a search, may take any time.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How often a call that changes nothing is tried again when the node gives no answer, or 502, 503 or 504. 0 to 10. Calls that
    /// change something are never repeated: their effect may have taken place.
    /// </summary>
    public int Retries { get; init; } = 2;

    /// <summary>Makes the connections, for certificates or proxies of one's own; null takes the system's settings. The client disposes of it.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock of timeouts and retries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
