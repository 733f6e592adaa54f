using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>Where a node's events come from.</summary>
public sealed class InputsClient
{
    private const string OneshotPath = "/services/data/inputs/oneshot";
    private const string MonitorPath = "/services/data/inputs/monitor";
    private const string HttpPath = "/services/data/inputs/http";

    private readonly RestConnection connection;

    internal InputsClient(RestConnection connection) => this.connection = connection;

    /// <summary>
    /// Takes a file in, and tells how far it is; the last item has the final counts, and everything it counts is on stable storage.
    /// Leaving the enumeration early stops reading.
    /// </summary>
    /// <exception cref="IndexerRequestException">There is no such file, or index.</exception>
    /// <exception cref="IndexerException">It broke off; events up to an unknown place were taken in.</exception>
    public async IAsyncEnumerable<OneshotProgress> OneshotAsync(OneshotRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var form = Forms.Of(
            ("name", request.Path),
            ("index", request.Index),
            ("sourcetype", request.SourceType),
            ("host", request.Host),
            ("host_segment", request.HostSegment?.ToString(CultureInfo.InvariantCulture)),
            ("rename-source", request.Source));
        using var answer = await connection.StreamAsync(HttpMethod.Post, OneshotPath, form, cancellation);
        var done = false;
        await foreach (var line in LineReader.ReadAsync(answer, cancellation))
        {
            OneshotProgress progress;
            try
            {
                var reader = new Utf8JsonReader(line);
                progress = JsonSerializer.Deserialize(ref reader, ClientJson.Default.OneshotProgress) ?? throw new JsonException("it is null");
            }
            catch (JsonException e)
            {
                throw new IndexerException($"the node streams something else than progress: {e.Message}", e);
            }

            done = progress.Done;
            yield return progress;
        }

        if (!done)
        {
            throw new IndexerException($"the node broke off while it read {request.Path}; part of its events may be indexed");
        }
    }

    /// <summary>The files that the node follows.</summary>
    public async Task<IReadOnlyList<MonitorInfo>> MonitorsAsync(CancellationToken cancellation = default)
    {
        var list = await connection.GetAsync(MonitorPath, ClientJson.Default.EntryListMonitorInfo, cancellation);
        return [.. list.Entry.Select(entry => entry.Content with { Path = entry.Name })];
    }

    /// <summary>Follows files from now on.</summary>
    /// <param name="path">On the node, absolute; <c>*</c> is any part of a name, <c>...</c> any directories.</param>
    /// <param name="index">Null is the default index.</param>
    /// <param name="sourceType">Null lets the node find out.</param>
    /// <param name="host">Null is the node's own name.</param>
    /// <param name="hostSegment">Which part of the path is the host, from 1.</param>
    public Task<IReadOnlyList<ServerMessage>> AddMonitorAsync(
        string path, string? index = null, string? sourceType = null, string? host = null, int? hostSegment = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var form = Forms.Of(
            ("name", path),
            ("index", index),
            ("sourcetype", sourceType),
            ("host", host),
            ("host_segment", hostSegment?.ToString(CultureInfo.InvariantCulture)));
        return connection.CommandAsync(HttpMethod.Post, MonitorPath, form, cancellation);
    }

    /// <summary>Follows files no longer. What was taken in stays.</summary>
    public Task<IReadOnlyList<ServerMessage>> RemoveMonitorAsync(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return connection.CommandAsync(HttpMethod.Delete, $"{MonitorPath}/{Uri.EscapeDataString(path)}", form: null, cancellation);
    }

    /// <summary>The tokens of the HTTP event collector.</summary>
    public async Task<IReadOnlyList<HttpTokenInfo>> HttpTokensAsync(CancellationToken cancellation = default) =>
        Infos(await connection.GetAsync(HttpPath, ClientJson.Default.EntryListHttpTokenInfo, cancellation));

    /// <summary>Makes a token for the HTTP event collector.</summary>
    /// <param name="name">For people.</param>
    /// <param name="index">Where events go that name no index; null is the default index.</param>
    /// <param name="useAcknowledgements">Whether senders get acknowledgements.</param>
    public async Task<HttpTokenInfo> AddHttpTokenAsync(
        string name, string? index = null, bool useAcknowledgements = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var form = Forms.Of(("name", name), ("index", index), ("useACK", useAcknowledgements ? "true" : "false"));
        return Infos(await connection.CallAsync(HttpMethod.Post, HttpPath, form, ClientJson.Default.EntryListHttpTokenInfo, cancellation)).Single();
    }

    private static List<HttpTokenInfo> Infos(EntryList<HttpTokenInfo> list) => [.. list.Entry.Select(entry => entry.Content with { Name = entry.Name })];
}
