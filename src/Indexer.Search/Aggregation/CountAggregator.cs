using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary><c>count</c>: rows, or values of a field.</summary>
/// <param name="ofRows">Whether rows count, whatever is in them.</param>
internal sealed class CountAggregator(bool ofRows) : Aggregator
{
    private long[] counts = [];

    public override void EnsureGroups(int groups) => EnsureLength(ref counts, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (ofRows)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                counts[rows.Groups[i]]++;
            }
        }
        else if (rows.Column is { } column)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var value = column[rows.Rows[i]];
                counts[rows.Groups[i]] += value.IsNull ? 0 : value.IsList ? value.Items.Count : 1;
            }
        }
    }

    /// <summary>Adds rows that were counted elsewhere.</summary>
    public void Add(int group, long count) => counts[group] += count;

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((CountAggregator)other).counts;
        for (var group = 0; group < groupOf.Length; group++)
        {
            counts[groupOf[group]] += others[group];
        }
    }

    public override Value Result(int group) => Value.Of(counts[group]);
}
