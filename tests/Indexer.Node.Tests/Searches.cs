using Indexer.Client;

namespace Indexer.Node.Tests;

internal static class Searches
{
    /// <summary>All rows of a search, oldest first where they are events.</summary>
    public static async Task<List<SearchRow>> RowsAsync(this IndexerClient client, string search)
    {
        var rows = new List<SearchRow>();
        await foreach (var row in client.SearchAsync(new SearchRequest(search)))
        {
            rows.Add(row);
        }

        return rows;
    }

    public static async Task<List<string>> TextsAsync(this IndexerClient client, string search) =>
        [.. (await client.RowsAsync(search)).Select(row => row["_raw"]!)];
}
