using Indexer.Search.Values;

namespace Indexer.Search.Commands;

/// <summary>What several commands do with the columns of batches.</summary>
internal static class Columns
{
    /// <summary>Rows of a batch that a command makes itself.</summary>
    public const int BatchRows = 8192;

    /// <summary>The column, or one of nulls.</summary>
    public static Value[] ColumnOrNulls(this RowBatch batch, string field) =>
        batch.TryGetColumn(field, out var column) ? column : new Value[batch.Count];

    /// <summary>Cuts rows that exist only as a function of their number into batches.</summary>
    public static IEnumerable<RowBatch> Build(int rowCount, IReadOnlyList<string> fields, Func<int, int, Value> valueOf)
    {
        for (var start = 0; start < rowCount; start += BatchRows)
        {
            var batch = new RowBatch(Math.Min(BatchRows, rowCount - start));
            for (var field = 0; field < fields.Count; field++)
            {
                var column = new Value[batch.Count];
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] = valueOf(start + row, field);
                }

                batch.Set(fields[field], column);
            }

            yield return batch;
        }
    }
}
