using System.Text.Json;
using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>
/// The rows of a search that streams. Each enumeration searches anew. When one has ended, <see cref="Messages"/> and
/// <see cref="Statistics"/> tell about it.
/// </summary>
public sealed class SearchResults : IAsyncEnumerable<SearchRow>
{
    private readonly RestConnection connection;
    private readonly SearchRequest request;

    internal SearchResults(RestConnection connection, SearchRequest request)
    {
        this.connection = connection;
        this.request = request;
    }

    /// <summary>What the search said, such as that a limit cut its result short.</summary>
    public IReadOnlyList<ServerMessage> Messages { get; private set; } = [];

    /// <summary>What the search took; null until an enumeration has come to its end.</summary>
    public SearchStatistics? Statistics { get; private set; }

    /// <exception cref="IndexerRequestException">The search is refused; <see cref="ServerMessage.Position"/> says where it is wrong.</exception>
    /// <exception cref="SearchFailedException">The search broke after it had begun.</exception>
    /// <exception cref="IndexerException">The stream was cut off.</exception>
    public async IAsyncEnumerator<SearchRow> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Messages = [];
        Statistics = null;
        var form = request.ToForm("json", progress: request.Progress is not null);
        using var answer = await connection.StreamAsync(HttpMethod.Post, SearchRequest.ExportPath, form, cancellationToken);
        var reader = new ExportLineReader();
        await foreach (var line in LineReader.ReadAsync(answer, cancellationToken))
        {
            try
            {
                reader.Read(line);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw new IndexerException($"the node streams something else than rows: {e.Message}", e);
            }

            if (reader.Row is { } row)
            {
                yield return row;
            }
            else if (reader.Progress is { } progress)
            {
                request.Progress?.Report(progress);
            }
        }

        Messages = reader.Messages;
        Statistics = reader.Statistics;
        if (reader.Messages.Exists(message => message.IsError))
        {
            throw new SearchFailedException(reader.Messages);
        }

        if (!reader.IsLast)
        {
            throw new IndexerException("the node broke off its answer, which is not complete");
        }
    }
}
