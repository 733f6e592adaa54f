using System.Net;
using Indexer.Search.Aggregation;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

/// <summary>The values of one sort field in a batch, made ready to be compared many times.</summary>
internal sealed class SortColumn
{
    private readonly SortKey key;
    private readonly OrderKey[] values;
    private readonly byte[]?[] addresses;

    public SortColumn(SortKey key, RowBatch batch)
    {
        this.key = key;
        values = new OrderKey[batch.Count];
        addresses = key.Interpretation == SortInterpretation.Address ? new byte[batch.Count][] : [];
        var column = batch.ColumnOrNulls(key.Field);
        for (var row = 0; row < values.Length; row++)
        {
            var value = column[row];
            values[row] = new OrderKey(key.Interpretation switch
            {
                SortInterpretation.Number => value.IsNull ? Value.Null : value.TryGetNumber(out var number) ? Value.Of(number) : NotANumber,
                _ => value,
            });
            if (addresses.Length > 0 && IPAddress.TryParse(value.AsText(), out var address))
            {
                addresses[row] = address.GetAddressBytes();
            }
        }

        Texts = key.Interpretation == SortInterpretation.Text ? [.. column.Take(batch.Count).Select(value => value.AsText())] : [];
    }

    // All text that is no number is alike, and comes after the numbers.
    private static Value NotANumber => Value.EmptyText;

    private string[] Texts { get; }

    /// <summary>Negative when the row comes before the other. Without a value it comes last in both directions.</summary>
    public int Compare(int row, SortColumn other, int otherRow)
    {
        ref readonly var x = ref values[row];
        ref readonly var y = ref other.values[otherRow];
        if (x.IsNull || y.IsNull)
        {
            return (x.IsNull ? 1 : 0) - (y.IsNull ? 1 : 0);
        }

        var order = key.Interpretation switch
        {
            SortInterpretation.Text => string.CompareOrdinal(Texts[row], other.Texts[otherRow]),
            SortInterpretation.Address => CompareAddresses(addresses[row], other.addresses[otherRow]) is var difference and not 0 ? difference : OrderKey.Compare(x, y),
            _ => OrderKey.Compare(x, y),
        };
        return key.Descending ? -order : order;
    }

    // Addresses of the fourth version before those of the sixth, and both before anything else.
    private static int CompareAddresses(byte[]? x, byte[]? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        }

        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.AsSpan().SequenceCompareTo(y);
    }
}
