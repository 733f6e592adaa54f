namespace Indexer.Search.Values;

/// <summary>The two ways in which values are compared: the total order of sorting, and the comparison operators of expressions.</summary>
public static class ValueComparison
{
    /// <summary>See <see cref="Value.Compare"/>. A total order: numbers and other text never interleave.</summary>
    public static int Order(Value a, Value b)
    {
        if (a.IsList || b.IsList)
        {
            return OrderLists(a.Items, b.Items);
        }

        if (a.IsNull || b.IsNull)
        {
            return (a.IsNull ? 0 : 1) - (b.IsNull ? 0 : 1);
        }

        var aIsNumber = a.TryGetNumber(out var aNumber);
        var bIsNumber = b.TryGetNumber(out var bNumber);
        if (aIsNumber && bIsNumber)
        {
            return aNumber.CompareTo(bNumber);
        }

        if (aIsNumber != bIsNumber)
        {
            return aIsNumber ? -1 : 1;
        }

        var aText = a.AsText();
        var bText = b.AsText();
        var order = string.Compare(aText, bText, StringComparison.OrdinalIgnoreCase);
        return order != 0 ? order : string.CompareOrdinal(aText, bText);
    }

    /// <summary>
    /// The order that <c>&lt;</c> and <c>=</c> in expressions see, of two values that are neither null nor lists: numeric when
    /// both are or look like numbers, otherwise ordinal with case.
    /// </summary>
    public static int OrderInExpression(Value a, Value b)
    {
        // Two texts that are the same are equal, number or not: the common case of a comparison with a constant.
        if (a.TryGetText(out var aText) && b.TryGetText(out var bText) && string.Equals(aText, bText, StringComparison.Ordinal))
        {
            return 0;
        }

        return a.TryGetNumber(out var aNumber) && b.TryGetNumber(out var bNumber)
            ? aNumber.CompareTo(bNumber)
            : string.CompareOrdinal(a.AsText(), b.AsText());
    }

    private static int OrderLists(IReadOnlyList<Value> a, IReadOnlyList<Value> b)
    {
        var shared = Math.Min(a.Count, b.Count);
        for (var i = 0; i < shared; i++)
        {
            var order = Order(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count.CompareTo(b.Count);
    }
}
