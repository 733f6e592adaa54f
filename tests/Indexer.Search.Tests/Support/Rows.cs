using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Support;

/// <summary>Rows as text: <c>a=1 b=x</c>, lists as <c>a=[x;y]</c>, spaces as <c>~</c>. A field without a value is left out.</summary>
internal static class Rows
{
    public static RowBatch Of(params IReadOnlyList<string> rows)
    {
        var batch = new RowBatch(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var pair in rows[row].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                var name = pair[..equals];
                if (!batch.TryGetColumn(name, out var column))
                {
                    column = new Value[rows.Count];
                    batch.Set(name, column);
                }

                var text = pair[(equals + 1)..].Replace('~', ' ');
                column[row] = text.StartsWith('[') ? Value.OfList([.. text.Trim('[', ']').Split(';').Select(Value.Of)])
                    : name == EventFields.Time ? Value.Of(double.Parse(text)) : Value.Of(text);
            }
        }

        return batch;
    }

    public static string[] Describe(IEnumerable<RowBatch> batches) =>
    [
        .. from batch in batches
           from row in Enumerable.Range(0, batch.Count)
           select string.Join(' ', batch.Fields.Where(field => !batch[field, row].IsNull).Select(field => $"{field}={Describe(batch[field, row])}")),
    ];

    private static string Describe(Value value) =>
        (value.IsList ? $"[{string.Join(';', value.Items.Select(item => item.AsText()))}]" : value.AsText()).Replace(' ', '~');
}
