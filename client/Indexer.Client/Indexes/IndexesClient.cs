using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>Indexes and their buckets. A name <c>*</c> means every index where a method says so.</summary>
public sealed class IndexesClient
{
    private const string Path = "/services/data/indexes";

    private readonly RestConnection connection;

    internal IndexesClient(RestConnection connection) => this.connection = connection;

    /// <summary>All indexes, by name.</summary>
    public async Task<IReadOnlyList<IndexInfo>> ListAsync(CancellationToken cancellation = default) =>
        Infos(await connection.GetAsync(Path, ClientJson.Default.EntryListIndexInfo, cancellation));

    /// <summary>One index.</summary>
    /// <exception cref="IndexerRequestException">404 where there is no such index.</exception>
    public async Task<IndexInfo> GetAsync(string index, CancellationToken cancellation = default) =>
        Infos(await connection.GetAsync(Of(index), ClientJson.Default.EntryListIndexInfo, cancellation)).Single();

    /// <summary>Makes an index, without a restart.</summary>
    /// <param name="index">Lower-case letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="settings">Keys of indexes.conf that differ from their defaults.</param>
    /// <returns>What the node has to say about it.</returns>
    public Task<IReadOnlyList<ServerMessage>> AddAsync(
        string index, IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellation = default) =>
        connection.CommandAsync(HttpMethod.Post, Path, [new("name", index), .. settings ?? Nothing], cancellation);

    /// <summary>Changes keys of indexes.conf.</summary>
    /// <returns>What the node has to say about it, such as which of them take effect with the next start.</returns>
    public Task<IReadOnlyList<ServerMessage>> EditAsync(
        string index, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation = default) =>
        connection.CommandAsync(HttpMethod.Post, Of(index), [.. settings], cancellation);

    /// <summary>Deletes an index with all its data. There is no way back.</summary>
    /// <returns>Warnings about inputs whose events have no index from now on.</returns>
    public Task<IReadOnlyList<ServerMessage>> RemoveAsync(string index, CancellationToken cancellation = default) =>
        connection.CommandAsync(HttpMethod.Delete, Of(index), form: null, cancellation);

    /// <summary>Lets an index take events.</summary>
    public Task<IReadOnlyList<ServerMessage>> EnableAsync(string index, CancellationToken cancellation = default) => DoAsync(index, "enable", cancellation);

    /// <summary>Lets an index take no more events; its data stay and can be searched.</summary>
    public Task<IReadOnlyList<ServerMessage>> DisableAsync(string index, CancellationToken cancellation = default) => DoAsync(index, "disable", cancellation);

    /// <summary>Reads indexes.conf again.</summary>
    public Task<IReadOnlyList<ServerMessage>> ReloadAsync(string index, CancellationToken cancellation = default) => DoAsync(index, "reload", cancellation);

    /// <summary>Closes the hot buckets of an index, or of every index. Small buckets make searches slower, for ever.</summary>
    public Task<IReadOnlyList<ServerMessage>> RollHotBucketsAsync(string index, CancellationToken cancellation = default) =>
        DoAsync(index, "roll-hot-buckets", cancellation);

    /// <summary>Writes the manifests and the metadata of an index anew, or of every index, and serves buckets that were put there by hand.</summary>
    public Task<IReadOnlyList<ServerMessage>> RebuildMetadataAndManifestsAsync(string index, CancellationToken cancellation = default) =>
        DoAsync(index, "rebuild-metadata-and-manifests", cancellation);

    /// <summary>The buckets of an index.</summary>
    public async Task<IReadOnlyList<BucketInfo>> BucketsAsync(string index, CancellationToken cancellation = default)
    {
        var list = await connection.GetAsync(Of(index) + "/buckets", ClientJson.Default.EntryListBucketInfo, cancellation);
        return [.. list.Entry.Select(entry => entry.Content with { Name = entry.Name })];
    }

    private static IReadOnlyDictionary<string, string> Nothing => new Dictionary<string, string>(StringComparer.Ordinal);

    private static List<IndexInfo> Infos(EntryList<IndexInfo> list) => [.. list.Entry.Select(entry => entry.Content with { Name = entry.Name })];

    private static string Of(string index)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        return $"{Path}/{Forms.Segment(index)}";
    }

    private Task<IReadOnlyList<ServerMessage>> DoAsync(string index, string action, CancellationToken cancellation) =>
        connection.CommandAsync(HttpMethod.Post, $"{Of(index)}/{action}", form: [], cancellation);
}
