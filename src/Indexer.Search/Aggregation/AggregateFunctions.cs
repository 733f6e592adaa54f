using System.Globalization;
using Indexer.Search.Commands;

namespace Indexer.Search.Aggregation;

/// <summary>An aggregate function as the reference describes it.</summary>
/// <param name="Name">As it is written; <c>N</c> stands for a number.</param>
/// <param name="Aliases">Other spellings.</param>
/// <param name="Description">One sentence.</param>
/// <param name="IsOrderSensitive">Whether the outcome depends on the order of rows.</param>
/// <param name="Create">Makes one.</param>
internal sealed record AggregateFunction(
    string Name,
    IReadOnlyList<string> Aliases,
    string Description,
    bool IsOrderSensitive,
    Func<AggregatorOptions, Aggregator> Create);

/// <summary>The aggregate functions of <c>stats</c>, <c>timechart</c> and the like.</summary>
internal static class AggregateFunctions
{
    /// <summary>Counts rows, or the values of a field; the only function that can stand without a field.</summary>
    public static readonly AggregateFunction Count = new("count", ["c"], "rows, or values of the field; with eval(…) the rows for which it holds", false,
        _ => new CountAggregator(ofRows: false));

    private const string PercentPlaceholder = "N";

    public static IReadOnlyList<AggregateFunction> All { get; } =
    [
        Count,
        New("dc", ["distinct_count", "estdc"], "number of distinct values", o => new ValueCountAggregator(ValueCountAggregator.Kind.DistinctCount, o.Budget)),
        New("sum", [], "sum of the numbers", _ => new SumAggregator(SumAggregator.Kind.Sum)),
        New("sumsq", [], "sum of the squares of the numbers", _ => new SumAggregator(SumAggregator.Kind.SumOfSquares)),
        New("avg", ["mean"], "mean of the numbers", _ => new SumAggregator(SumAggregator.Kind.Average)),
        New("min", [], "least value: by number if all are numbers, otherwise as text", _ => new ExtremeAggregator(ExtremeAggregator.Kind.Minimum)),
        New("max", [], "greatest value: by number if all are numbers, otherwise as text", _ => new ExtremeAggregator(ExtremeAggregator.Kind.Maximum)),
        New("range", [], "greatest number minus least number", _ => new ExtremeAggregator(ExtremeAggregator.Kind.Range)),
        New("stdev", [], "standard deviation of a sample", _ => new VarianceAggregator(sample: true, root: true)),
        New("stdevp", [], "standard deviation of a population", _ => new VarianceAggregator(sample: false, root: true)),
        New("var", [], "variance of a sample", _ => new VarianceAggregator(sample: true, root: false)),
        New("varp", [], "variance of a population", _ => new VarianceAggregator(sample: false, root: false)),
        New("median", [], "the number in the middle; of two the higher", o => new PercentileAggregator(PercentileAggregator.Kind.Median, 50, o.Budget)),
        New("mode", [], "the most frequent value", o => new ValueCountAggregator(ValueCountAggregator.Kind.Mode, o.Budget)),
        New("percN", ["pN"], "the number that N percent do not exceed (nearest rank); beyond 4096 numbers within 0.5 %",
            o => new PercentileAggregator(PercentileAggregator.Kind.Approximate, o.Percent, o.Budget)),
        New("exactpercN", [], "as percN, always exact; keeps every number in memory", o => new PercentileAggregator(PercentileAggregator.Kind.Exact, o.Percent, o.Budget)),
        New("upperpercN", [], "as percN, but an upper bound where it is approximate", o => new PercentileAggregator(PercentileAggregator.Kind.Upper, o.Percent, o.Budget)),
        New("first", [], "the value of the first row (of events the newest)", _ => new PositionAggregator(last: false)) with { IsOrderSensitive = true },
        New("last", [], "the value of the last row (of events the oldest)", _ => new PositionAggregator(last: true)) with { IsOrderSensitive = true },
        New("earliest", [], "the value of the row with the earliest _time", _ => new TimeAggregator(TimeAggregator.Kind.Earliest)),
        New("latest", [], "the value of the row with the latest _time", _ => new TimeAggregator(TimeAggregator.Kind.Latest)),
        New("earliest_time", [], "the earliest _time at which the field has a value", _ => new TimeAggregator(TimeAggregator.Kind.EarliestTime)),
        New("latest_time", [], "the latest _time at which the field has a value", _ => new TimeAggregator(TimeAggregator.Kind.LatestTime)),
        New("rate", [], "change per second between the earliest and the latest value", _ => new TimeAggregator(TimeAggregator.Kind.Rate)),
        New("values", [], "the distinct values in the order of their text", o => new ValueCountAggregator(ValueCountAggregator.Kind.Values, o.Budget)),
        New("list", [], "the values in the order of the rows, 100 at the most", o => new ListAggregator(o.Budget)) with { IsOrderSensitive = true },
    ];

    // After All, which it is made of: static fields are initialised in this order.
    private static readonly Dictionary<string, AggregateFunction> ByName = BuildIndex();

    /// <summary>Finds a function by its name or alias; a percentile's number is split off. Null when there is none.</summary>
    public static AggregateFunction? Find(string name, out double percent)
    {
        percent = 0;
        var lower = name.ToLowerInvariant();
        if (ByName.TryGetValue(lower, out var function))
        {
            return function;
        }

        var digits = lower.AsSpan().IndexOfAnyInRange('0', '9');
        return digits > 0
            && double.TryParse(lower.AsSpan(digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percent)
            && percent <= 100
            && ByName.TryGetValue(lower[..digits] + PercentPlaceholder, out function)
            ? function
            : null;
    }

    /// <summary>Names that look like <paramref name="name"/>, for messages.</summary>
    public static IReadOnlyList<string> Near(string name) => NearNames.Of(name, ByName.Keys);

    private static AggregateFunction New(string name, IReadOnlyList<string> aliases, string description, Func<AggregatorOptions, Aggregator> create) =>
        new(name, aliases, description, IsOrderSensitive: false, create);

    private static Dictionary<string, AggregateFunction> BuildIndex()
    {
        var index = new Dictionary<string, AggregateFunction>(StringComparer.Ordinal);
        foreach (var function in All)
        {
            index.Add(function.Name, function);
            foreach (var alias in function.Aliases)
            {
                index.Add(alias, function);
            }
        }

        return index;
    }
}
