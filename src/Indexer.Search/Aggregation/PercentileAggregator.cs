using Indexer.Search.Execution;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// <c>percN</c>, <c>exactpercN</c>, <c>upperpercN</c>, <c>median</c>: nearest rank, so the outcome is a value that occurred.
/// Exact up to <see cref="ExactMax"/> numbers in a group; beyond that <c>perc</c> and <c>upperperc</c> are read from a
/// <see cref="QuantileSketch"/>, while <c>exactperc</c> and <c>median</c> keep every number.
/// </summary>
internal sealed class PercentileAggregator(PercentileAggregator.Kind kind, double percent, MemoryBudget budget) : NumericAggregator
{
    /// <summary>Numbers a group keeps before it turns to a sketch.</summary>
    public const int ExactMax = 4096;

    private QuantileSketch?[] sketches = [];

    internal enum Kind
    {
        Approximate,
        Upper,
        Exact,
        Median,
    }

    public override void EnsureGroups(int groups) => EnsureLength(ref sketches, groups);

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((PercentileAggregator)other).sketches;
        for (var group = 0; group < groupOf.Length; group++)
        {
            if (others[group] is { } source)
            {
                SketchOf(groupOf[group]).Add(source);
            }
        }
    }

    public override Value Result(int group)
    {
        if (sketches[group] is not { Count: > 0 } sketch)
        {
            return Value.Null;
        }

        // Of an even number of values the median is the higher of the two in the middle.
        return Value.Of(kind switch
        {
            Kind.Median => sketch.AtRank((sketch.Count / 2) + 1),
            Kind.Upper => sketch.UpperAtRank(NearestRank(sketch.Count)),
            _ => sketch.AtRank(NearestRank(sketch.Count)),
        });
    }

    protected override void Add(int group, double number) => SketchOf(group).Add(number);

    private QuantileSketch SketchOf(int group) =>
        sketches[group] ??= new QuantileSketch(kind is Kind.Exact or Kind.Median ? int.MaxValue : ExactMax, budget);

    private long NearestRank(long count) => Math.Clamp((long)Math.Ceiling(percent / 100 * count), 1, count);
}
