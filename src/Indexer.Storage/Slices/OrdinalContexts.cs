namespace Indexer.Storage.Slices;

/// <summary>
/// Columns of a table depend on each other: a process id follows from host and program. Where most ordinals of a dictionary
/// column equal the one that stood beside the same value of an earlier dictionary column, its context, the last time, they are
/// written as 0, and the others as themselves plus 1. Not thread-safe; reused.
/// </summary>
internal sealed class OrdinalContexts
{
    /// <summary>So many of the last dictionary columns are tried.</summary>
    public const int TriedMax = 3;

    // Below this share of rows that the context foretells it is not used.
    private const double ForetoldMin = 0.4;

    private readonly int[][] columns = new int[TriedMax][];
    private readonly int[] counts = new int[TriedMax];
    private readonly int[] last = new int[SliceLimits.EventsMax];
    private int added;

    public OrdinalContexts()
    {
        for (var i = 0; i < TriedMax; i++)
        {
            columns[i] = new int[SliceLimits.EventsMax];
        }
    }

    public void Clear() => added = 0;

    /// <summary>Makes a dictionary column known to those behind it in the table.</summary>
    public void Add(ReadOnlySpan<int> ordinals, int count)
    {
        ordinals.CopyTo(columns[added % TriedMax]);
        counts[added % TriedMax] = count;
        added++;
    }

    /// <summary>The context that foretells most: 0 for none, 1 for the last dictionary column, and so on.</summary>
    /// <param name="surprises">Rows that it does not foretell.</param>
    public int FindBest(ReadOnlySpan<int> ordinals, int count, out int surprises)
    {
        var best = 0;
        surprises = ordinals.Length;
        var limit = (int)(ordinals.Length * (1 - ForetoldMin));
        for (var context = 1; context <= Math.Min(added, TriedMax); context++)
        {
            var own = Column(context, out var contextCount);
            // Every pair of values is a surprise once.
            if (Math.Max(contextCount, count) > limit)
            {
                continue;
            }

            last.AsSpan(0, contextCount).Fill(-1);
            var missed = 0;
            for (var row = 0; row < ordinals.Length; row++)
            {
                ref var known = ref last[own[row]];
                missed += known == ordinals[row] ? 0 : 1;
                known = ordinals[row];
            }

            if (missed < surprises && missed <= limit)
            {
                best = context;
                surprises = missed;
            }
        }

        return best;
    }

    public void Encode(int context, ReadOnlySpan<int> ordinals, Span<long> target)
    {
        if (context == 0)
        {
            for (var row = 0; row < ordinals.Length; row++)
            {
                target[row] = ordinals[row];
            }

            return;
        }

        var own = Column(context, out var contextCount);
        last.AsSpan(0, contextCount).Fill(-1);
        for (var row = 0; row < ordinals.Length; row++)
        {
            ref var known = ref last[own[row]];
            target[row] = known == ordinals[row] ? 0 : ordinals[row] + 1;
            known = ordinals[row];
        }
    }

    /// <summary>Throws <see cref="InvalidDataException"/> for an ordinal or a context that there is not.</summary>
    public void Decode(ulong context, ReadOnlySpan<long> source, int count, Span<int> ordinals)
    {
        if (context == 0)
        {
            for (var row = 0; row < source.Length; row++)
            {
                ordinals[row] = Checked(source[row], count);
            }

            return;
        }

        if (context > (ulong)Math.Min(added, TriedMax))
        {
            throw new InvalidDataException("a column follows from one that its table does not have");
        }

        var own = Column((int)context, out var contextCount);
        last.AsSpan(0, contextCount).Fill(-1);
        for (var row = 0; row < source.Length; row++)
        {
            ref var known = ref last[own[row]];
            known = Checked(source[row] == 0 ? known : source[row] - 1, count);
            ordinals[row] = known;
        }
    }

    private int[] Column(int context, out int count)
    {
        var index = (added - context) % TriedMax;
        count = counts[index];
        return columns[index];
    }

    private static int Checked(long ordinal, int count) => (ulong)ordinal < (ulong)count
        ? (int)ordinal
        : throw new InvalidDataException("a row of a column names a value that the column does not have");
}
