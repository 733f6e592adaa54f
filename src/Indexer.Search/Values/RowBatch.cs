using System.Diagnostics.CodeAnalysis;

namespace Indexer.Search.Values;

/// <summary>
/// Rows, column by column. One writer fills a batch with <see cref="Set"/>; once handed on it is read only. A command makes a
/// new batch that shares the columns it does not change.
/// </summary>
public sealed class RowBatch
{
    private readonly Dictionary<string, int> ordinals;
    private readonly List<string> fields;
    private readonly List<Value[]> columns;

    public RowBatch(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        fields = [];
        columns = [];
    }

    private RowBatch(int count, RowBatch layout)
    {
        Count = count;
        ordinals = new Dictionary<string, int>(layout.ordinals, StringComparer.Ordinal);
        fields = [.. layout.fields];
        columns = new List<Value[]>(layout.columns.Count);
    }

    public int Count { get; }

    /// <summary>In order of first appearance.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>Null where the batch has no such column.</summary>
    public Value this[string field, int row] => ordinals.TryGetValue(field, out var ordinal) ? columns[ordinal][row] : Value.Null;

    /// <summary>The column's first <see cref="Count"/> values belong to the batch.</summary>
    public bool TryGetColumn(string field, [NotNullWhen(true)] out Value[]? column)
    {
        if (ordinals.TryGetValue(field, out var ordinal))
        {
            column = columns[ordinal];
            return true;
        }

        column = null;
        return false;
    }

    /// <summary>Adds or replaces a column. The batch takes the array over; it has at least <see cref="Count"/> values.</summary>
    public void Set(string field, Value[] column)
    {
        if (column.Length < Count)
        {
            throw new ArgumentException($"a column of {column.Length} values cannot serve a batch of {Count} rows", nameof(column));
        }

        if (ordinals.TryGetValue(field, out var ordinal))
        {
            columns[ordinal] = column;
            return;
        }

        ordinals.Add(field, fields.Count);
        fields.Add(field);
        columns.Add(column);
    }

    /// <summary>A batch with the same columns, to which <see cref="Set"/> can add without changing this one.</summary>
    public RowBatch Share()
    {
        var copy = new RowBatch(Count, this);
        copy.columns.AddRange(columns);
        return copy;
    }

    /// <summary>The given rows, in the given order.</summary>
    public RowBatch Select(ReadOnlySpan<int> rows)
    {
        var selection = new RowBatch(rows.Length, this);
        foreach (var column in columns)
        {
            var gathered = new Value[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                gathered[i] = column[rows[i]];
            }

            selection.columns.Add(gathered);
        }

        return selection;
    }

    /// <summary>The given fields, in the given order; those that the batch does not have are left out.</summary>
    public RowBatch Project(IReadOnlyList<string> wanted)
    {
        var projection = new RowBatch(Count);
        foreach (var field in wanted)
        {
            if (TryGetColumn(field, out var column))
            {
                projection.Set(field, column);
            }
        }

        return projection;
    }
}
