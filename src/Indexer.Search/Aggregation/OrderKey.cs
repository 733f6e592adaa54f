using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// A value made ready to be compared many times in the order of <see cref="ValueOrder"/>: text that looks like a number is read
/// once and not at every comparison.
/// </summary>
internal readonly struct OrderKey
{
    private readonly Value value;
    private readonly string? text;
    private readonly double number;
    private readonly Class kind;

    public OrderKey(Value value)
    {
        this.value = value;
        kind = value.IsNull ? Class.Null : value.IsList ? Class.List : value.TryGetNumber(out number) ? Class.Number : Class.Text;
        text = kind == Class.Text ? value.AsText() : null;
    }

    // In the order in which values of different classes come.
    private enum Class : byte
    {
        Null,
        Number,
        Text,
        List,
    }

    public bool IsNull => kind == Class.Null;

    public static int Compare(in OrderKey x, in OrderKey y)
    {
        if (x.kind == Class.List || y.kind == Class.List)
        {
            return ValueOrder.Ascending.Compare(x.value, y.value);
        }

        if (x.kind != y.kind)
        {
            return (int)x.kind - (int)y.kind;
        }

        if (x.kind == Class.Text)
        {
            var order = string.Compare(x.text, y.text, StringComparison.OrdinalIgnoreCase);
            return order != 0 ? order : string.CompareOrdinal(x.text, y.text);
        }

        // Numbers that are equal may be written differently.
        return x.number != y.number ? x.number.CompareTo(y.number)
            : x.value.IsText || y.value.IsText ? ValueOrder.Ascending.Compare(x.value, y.value) : 0;
    }
}
