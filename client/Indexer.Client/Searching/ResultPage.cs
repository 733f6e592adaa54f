using System.Text.Json;

namespace Indexer.Client;

/// <summary>Rows of a job: <c>{"results":[{…}]}</c>.</summary>
internal static class ResultPage
{
    public static List<SearchRow> Read(byte[] body, long offset)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var rows = new List<SearchRow>();
            foreach (var result in document.RootElement.GetProperty("results").EnumerateArray())
            {
                SearchField[] fields = [.. result.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).Select(Field)];
                rows.Add(new SearchRow(offset + rows.Count, fields));
            }

            return rows;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IndexerException($"the node answered with something else than rows: {e.Message}", e);
        }
    }

    private static SearchField Field(JsonProperty field) => field.Value.ValueKind == JsonValueKind.Array
        ? new SearchField(field.Name, [.. field.Value.EnumerateArray().Select(value => value.ToString())])
        : new SearchField(field.Name, field.Value.ToString());
}
