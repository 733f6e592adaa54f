using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// The order of <see cref="Value.Compare"/>, but numbers that are written differently, such as 42 and 4.2e1, are in the order of
/// their text, so that an outcome never depends on the order of rows.
/// </summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static readonly ValueOrder Ascending = new();

    public int Compare(Value x, Value y)
    {
        var order = Value.Compare(x, y);
        return order != 0 ? order : string.CompareOrdinal(x.AsText(), y.AsText());
    }
}
