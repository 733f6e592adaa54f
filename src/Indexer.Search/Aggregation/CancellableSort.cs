namespace Indexer.Search.Aggregation;

/// <summary>Sorts many rows or groups so that a cancelled search does not have to wait for it.</summary>
internal static class CancellableSort
{
    private const int ComparisonsPerCheck = 1 << 14;

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in the order of the comparison, equal ones by number.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int[] Order(int count, Comparison<int> comparison, CancellationToken cancellation)
    {
        var order = new int[count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var comparisons = 0;
        try
        {
            Array.Sort(order, (x, y) =>
            {
                if (++comparisons % ComparisonsPerCheck == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                var difference = comparison(x, y);
                return difference != 0 ? difference : x.CompareTo(y);
            });
        }
        catch (InvalidOperationException e) when (e.InnerException is OperationCanceledException)
        {
            throw new OperationCanceledException(cancellation);
        }

        return order;
    }
}
