using Indexer.Search.Execution;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// One aggregate function over all groups at once: what it remembers is kept in arrays by group number, so a group costs no
/// object. Partial aggregates of different workers or peers merge into what one would have computed. Not thread-safe.
/// </summary>
internal abstract class Aggregator
{
    /// <summary>Makes room for groups 0 to <paramref name="groups"/> − 1. Called before rows of a new group come.</summary>
    public abstract void EnsureGroups(int groups);

    public abstract void Add(in AggregatedRows rows);

    /// <summary>Takes in what <paramref name="other"/>, of the same type, remembers: its group g becomes <paramref name="groupOf"/>[g]. Does not change it.</summary>
    public abstract void Merge(Aggregator other, ReadOnlySpan<int> groupOf);

    /// <summary>The outcome for a group; may be asked for at any time and changes nothing.</summary>
    public abstract Value Result(int group);

    /// <summary>Arrays grow by doubling.</summary>
    protected static void EnsureLength<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, array.Length * 2));
        }
    }
}

/// <summary>The rows that an aggregator takes in at once.</summary>
/// <param name="Count">Number of entries of <paramref name="Rows"/> and <paramref name="Groups"/> that count.</param>
/// <param name="Rows">Per entry the row of the batch. A row that belongs to several groups comes several times.</param>
/// <param name="Groups">Per entry the group.</param>
/// <param name="Column">The aggregated values by row; null for <c>count</c> of everything, and where no row has the field.</param>
/// <param name="Times"><c>_time</c> by row, in seconds; null where no row has one.</param>
internal readonly record struct AggregatedRows(int Count, int[] Rows, int[] Groups, Value[]? Column, Value[]? Times);

/// <summary>What an aggregator is made with.</summary>
/// <param name="Budget">What it charges memory to that grows with the data.</param>
/// <param name="Percent">The N of <c>percN</c>, 0 to 100; otherwise 0.</param>
internal readonly record struct AggregatorOptions(MemoryBudget Budget, double Percent);
