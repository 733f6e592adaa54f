using System.Runtime.InteropServices;
using Indexer.Search.Execution;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>Remembers the distinct values of each group and how often each came: <c>dc</c>, <c>values</c>, <c>mode</c>.</summary>
internal sealed class ValueCountAggregator(ValueCountAggregator.Kind kind, MemoryBudget budget) : Aggregator
{
    private const int EntryBytes = 64;

    private Dictionary<Value, long>?[] counts = [];

    internal enum Kind
    {
        DistinctCount,
        Values,
        Mode,
    }

    public override void EnsureGroups(int groups) => EnsureLength(ref counts, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows.Rows[i]];
            if (value.IsList)
            {
                foreach (var item in value.Items)
                {
                    Add(rows.Groups[i], item, 1);
                }
            }
            else if (!value.IsNull)
            {
                Add(rows.Groups[i], value, 1);
            }
        }
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((ValueCountAggregator)other).counts;
        for (var group = 0; group < groupOf.Length; group++)
        {
            if (others[group] is { } source)
            {
                foreach (var (value, count) in source)
                {
                    Add(groupOf[group], value, count);
                }
            }
        }
    }

    public override Value Result(int group)
    {
        if (counts[group] is not { } set)
        {
            return kind == Kind.DistinctCount ? Value.Of(0) : Value.Null;
        }

        return kind switch
        {
            Kind.DistinctCount => Value.Of(set.Count),
            Kind.Values => Value.OfList([.. set.Keys.OrderBy(value => value.AsText(), StringComparer.Ordinal)]),
            _ => set.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, ValueOrder.Ascending).First().Key,
        };
    }

    private void Add(int group, Value value, long count)
    {
        var set = counts[group] ??= [];
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(set, value);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            known += count;
        }
        else if (budget.TryCharge(EntryBytes + (value.TryGetText(out var text) ? text.Length * 2 : 0)))
        {
            set.Add(value, count);
        }
    }
}
