using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>The order of <see cref="Value.Compare"/>, over single values or over keys of several.</summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static readonly ValueOrder Ascending = new();

    public int Compare(Value x, Value y) => Value.Compare(x, y);

    public static int Compare(ReadOnlySpan<Value> x, ReadOnlySpan<Value> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var order = Value.Compare(x[i], y[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
