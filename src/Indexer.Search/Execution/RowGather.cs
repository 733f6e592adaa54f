using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>Names a row of one of several batches.</summary>
internal readonly record struct RowReference(int Batch, int Row);

/// <summary>Puts rows of several batches, whose columns may differ, together into one.</summary>
internal static class RowGather
{
    /// <summary>The rows in the given order, with the columns of all batches that any of them is from.</summary>
    public static RowBatch Gather(IReadOnlyList<RowBatch> batches, ReadOnlySpan<RowReference> rows)
    {
        var used = new bool[batches.Count];
        foreach (var row in rows)
        {
            used[row.Batch] = true;
        }

        var result = new RowBatch(rows.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var columns = new Value[]?[batches.Count];
        for (var batch = 0; batch < batches.Count; batch++)
        {
            if (!used[batch])
            {
                continue;
            }

            foreach (var field in batches[batch].Fields)
            {
                if (seen.Add(field))
                {
                    result.Set(field, Gather(batches, columns, field, rows));
                }
            }
        }

        return result;
    }

    /// <summary>
    /// Memory that a batch holds, roughly: its cells and the texts in them. Texts are often shared between rows, so that the
    /// estimate is on the high side.
    /// </summary>
    public static long EstimateBytes(RowBatch batch)
    {
        const int cellBytes = 16;
        const int textBytes = 22;
        long bytes = 0;
        foreach (var field in batch.Fields)
        {
            batch.TryGetColumn(field, out var column);
            bytes += (long)batch.Count * cellBytes;
            string? previous = null;
            foreach (var value in column.AsSpan(0, batch.Count))
            {
                if (value.TryGetText(out var text))
                {
                    bytes += ReferenceEquals(text, previous) ? 0 : textBytes + (text.Length * 2);
                    previous = text;
                }
                else if (value.IsList)
                {
                    bytes += value.Items.Sum(item => cellBytes + (item.TryGetText(out var part) ? textBytes + (part.Length * 2) : 0));
                }
            }
        }

        return bytes;
    }

    private static Value[] Gather(IReadOnlyList<RowBatch> batches, Value[]?[] columns, string field, ReadOnlySpan<RowReference> rows)
    {
        for (var batch = 0; batch < columns.Length; batch++)
        {
            columns[batch] = batches[batch].TryGetColumn(field, out var column) ? column : null;
        }

        var gathered = new Value[rows.Length];
        for (var i = 0; i < gathered.Length; i++)
        {
            gathered[i] = columns[rows[i].Batch] is { } column ? column[rows[i].Row] : Value.Null;
        }

        return gathered;
    }
}
