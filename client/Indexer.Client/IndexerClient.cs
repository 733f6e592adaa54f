using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>
/// A node, seen from outside: searching and administration over its management port. Thread-safe; keeps connections open, so make
/// one and keep it.
/// </summary>
/// <remarks>
/// Every method throws <see cref="IndexerUnreachableException"/> when the node gives no answer, <see cref="IndexerRequestException"/>
/// when it refuses, and <see cref="OperationCanceledException"/> when the caller gave up.
/// </remarks>
public sealed class IndexerClient : IDisposable
{
    private readonly RestConnection connection;

    /// <param name="address">Scheme, host and management port, such as <c>http://127.0.0.1:8089</c>.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https URL.</exception>
    public IndexerClient(Uri address, IndexerClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{address}' is not an absolute http or https URL", nameof(address));
        }

        Address = address;
        connection = new RestConnection(address, options ?? new IndexerClientOptions());
        Server = new ServerClient(connection);
        Jobs = new SearchJobsClient(connection);
        Indexes = new IndexesClient(connection);
        Inputs = new InputsClient(connection);
    }

    /// <summary>Of the node.</summary>
    public Uri Address { get; }

    /// <summary>The node itself.</summary>
    public ServerClient Server { get; }

    /// <summary>Searches that go on without the caller, and whose results can be read more than once.</summary>
    public SearchJobsClient Jobs { get; }

    /// <summary>Indexes and their buckets.</summary>
    public IndexesClient Indexes { get; }

    /// <summary>Where events come from.</summary>
    public InputsClient Inputs { get; }

    /// <summary>
    /// Searches, and streams the rows as they are found. The search starts with the first row that is asked for and ends with the
    /// enumeration: leaving it early cancels the search on the node.
    /// </summary>
    public SearchResults SearchAsync(SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new SearchResults(connection, request);
    }

    /// <summary>Searches, and copies the rows as the node writes them: comma-separated values with a line of names, or raw events.</summary>
    /// <param name="format">What to write.</param>
    /// <param name="destination">Gets UTF-8.</param>
    /// <exception cref="IndexerException">The search failed; what was written is not the whole result.</exception>
    public async Task ExportAsync(SearchRequest request, ExportFormat format, Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(destination);
        var form = request.ToForm(format == ExportFormat.Csv ? "csv" : "raw", progress: false);
        using var answer = await connection.StreamAsync(HttpMethod.Post, SearchRequest.ExportPath, form, cancellation);
        await RestConnection.CopyAsync(answer, Address, destination, cancellation);
    }

    /// <summary>Calls any path of the interface, as <c>_internal call</c> does, and returns the answer's text.</summary>
    /// <param name="path">With or without <c>/services</c> before it; may have a query.</param>
    /// <param name="form">Parameters of the body; null sends none.</param>
    public async Task<string> CallAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = path.StartsWith("/services", StringComparison.Ordinal) || path == "/metrics" ? path : "/services/" + path.TrimStart('/');
        using var answer = await connection.SendAsync(method, full, form, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => connection.Dispose();
}

/// <summary>How <see cref="IndexerClient.ExportAsync"/> writes rows.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180, with a line of field names.</summary>
    Csv,

    /// <summary>The events as they were received, one after the other with a line feed between them.</summary>
    Raw,
}
