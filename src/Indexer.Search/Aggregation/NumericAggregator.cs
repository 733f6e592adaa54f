using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>Takes in the numbers among the values of a field, and passes the rest by, as the numeric functions do.</summary>
internal abstract class NumericAggregator : Aggregator
{
    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows.Rows[i]];
            if (value.TryGetNumber(out var number))
            {
                Add(rows.Groups[i], number);
            }
            else if (value.IsList)
            {
                foreach (var item in value.Items)
                {
                    if (item.TryGetNumber(out number))
                    {
                        Add(rows.Groups[i], number);
                    }
                }
            }
        }
    }

    protected abstract void Add(int group, double number);
}

/// <summary><c>sum</c>, <c>avg</c>, <c>sumsq</c>; null for a group without numbers.</summary>
internal sealed class SumAggregator(SumAggregator.Kind kind) : NumericAggregator
{
    private double[] sums = [];
    private double[] corrections = [];
    private long[] counts = [];

    internal enum Kind
    {
        Sum,
        Average,
        SumOfSquares,
    }

    public override void EnsureGroups(int groups)
    {
        EnsureLength(ref sums, groups);
        EnsureLength(ref corrections, groups);
        EnsureLength(ref counts, groups);
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var source = (SumAggregator)other;
        for (var group = 0; group < groupOf.Length; group++)
        {
            AddExactly(groupOf[group], source.sums[group]);
            AddExactly(groupOf[group], source.corrections[group]);
            counts[groupOf[group]] += source.counts[group];
        }
    }

    public override Value Result(int group)
    {
        if (counts[group] == 0)
        {
            return Value.Null;
        }

        var sum = sums[group] + corrections[group];
        return Value.Of(kind == Kind.Average ? sum / counts[group] : sum);
    }

    protected override void Add(int group, double number)
    {
        AddExactly(group, kind == Kind.SumOfSquares ? number * number : number);
        counts[group]++;
    }

    // Neumaier's compensated summation: the outcome hardly depends on the order, so it is the same however the rows were split.
    private void AddExactly(int group, double number)
    {
        var sum = sums[group];
        var total = sum + number;
        corrections[group] += Math.Abs(sum) >= Math.Abs(number) ? sum - total + number : number - total + sum;
        sums[group] = total;
    }
}

/// <summary>
/// <c>var</c>, <c>varp</c>, <c>stdev</c>, <c>stdevp</c> by the running mean and sum of squared deviations (Welford; merged as by
/// Chan, Golub and LeVeque).
/// </summary>
/// <param name="sample">Divides by n − 1; a single number then has 0.</param>
/// <param name="root">The standard deviation.</param>
internal sealed class VarianceAggregator(bool sample, bool root) : NumericAggregator
{
    private long[] counts = [];
    private double[] means = [];
    private double[] deviations = [];

    public override void EnsureGroups(int groups)
    {
        EnsureLength(ref counts, groups);
        EnsureLength(ref means, groups);
        EnsureLength(ref deviations, groups);
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var source = (VarianceAggregator)other;
        for (var from = 0; from < groupOf.Length; from++)
        {
            var group = groupOf[from];
            var count = counts[group] + source.counts[from];
            if (count == 0)
            {
                continue;
            }

            var difference = source.means[from] - means[group];
            var share = (double)source.counts[from] / count;
            deviations[group] += source.deviations[from] + (difference * difference * counts[group] * share);
            means[group] += difference * share;
            counts[group] = count;
        }
    }

    public override Value Result(int group)
    {
        var count = counts[group];
        if (count == 0)
        {
            return Value.Null;
        }

        var variance = count == 1 ? 0 : deviations[group] / (sample ? count - 1 : count);
        return Value.Of(root ? Math.Sqrt(variance) : variance);
    }

    protected override void Add(int group, double number)
    {
        var difference = number - means[group];
        means[group] += difference / ++counts[group];
        deviations[group] += difference * (number - means[group]);
    }
}
