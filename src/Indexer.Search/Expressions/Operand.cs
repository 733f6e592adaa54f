using System.Buffers;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>
/// The values of an expression over a batch: a column of the batch, rented memory, or one value that stands for every row.
/// </summary>
internal readonly struct Operand : IDisposable
{
    private readonly Value[] values;
    private readonly int rows;

    // All bits for a value per row, none for one value for every row: spares a branch per access.
    private readonly int mask;
    private readonly bool rented;

    private Operand(Value[] values, int rows, int mask, bool rented)
    {
        this.values = values;
        this.rows = rows;
        this.mask = mask;
        this.rented = rented;
    }

    public Value this[int row] => values[row & mask];

    public Span<Value> Span => values.AsSpan(0, rows);

    /// <param name="single">An array of one value.</param>
    public static Operand Constant(Value[] single) => new(single, 1, mask: 0, rented: false);

    public static Operand Column(Value[] column, int rows) => new(column, rows, mask: -1, rented: false);

    public static Operand Rent(int rows) => new(ArrayPool<Value>.Shared.Rent(rows), rows, mask: -1, rented: true);

    public void Dispose()
    {
        if (rented)
        {
            // The pool must not keep the texts alive.
            values.AsSpan(0, rows).Clear();
            ArrayPool<Value>.Shared.Return(values);
        }
    }
}
