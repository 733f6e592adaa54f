using System.Net;
using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>The node itself.</summary>
public sealed class ServerClient
{
    private readonly RestConnection connection;

    internal ServerClient(RestConnection connection) => this.connection = connection;

    /// <summary>Who the node is and how it is doing.</summary>
    public Task<ServerInfo> InfoAsync(CancellationToken cancellation = default) =>
        connection.GetAsync("/services/server/info", ClientJson.Default.ServerInfo, cancellation);

    /// <summary>Whether the node takes work now. Asks once, without repetition.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await connection.StreamAsync(HttpMethod.Get, "/services/server/health", form: null, cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (IndexerException)
        {
            return false;
        }
    }

    /// <summary>Its metrics in the text format of Prometheus.</summary>
    public async Task<string> MetricsAsync(CancellationToken cancellation = default)
    {
        using var answer = await connection.SendAsync(HttpMethod.Get, "/metrics", form: null, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }
}
