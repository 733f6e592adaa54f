using Indexer.Search.Expressions;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>One aggregate as a search asks for it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Percent">The N of <c>percN</c>.</param>
/// <param name="Field">The field, or null for rows or an expression.</param>
/// <param name="Expression">What <c>eval(…)</c> holds, or null.</param>
/// <param name="Output">The name of the result's field.</param>
internal sealed record AggregateSpec(AggregateFunction Function, double Percent, string? Field, Expression? Expression, string Output)
{
    public static readonly AggregateSpec CountOfRows = new(AggregateFunctions.Count, 0, null, null, "count");

    /// <summary>Whether this is <c>count</c> of all rows, which an index can answer.</summary>
    public bool CountsRows => ReferenceEquals(Function, AggregateFunctions.Count) && Field is null && Expression is null;

    public bool NeedsTime => Function.Name is "earliest" or "latest" or "earliest_time" or "latest_time" or "rate";

    public Aggregator CreateAggregator(Execution.MemoryBudget budget) =>
        CountsRows ? new CountAggregator(ofRows: true) : Function.Create(new AggregatorOptions(budget, Percent));

    /// <summary>The fields that the aggregate reads.</summary>
    public IEnumerable<string> Fields()
    {
        IEnumerable<string> fields = Field is not null ? [Field] : Expression?.Fields ?? Enumerable.Empty<string>();
        return NeedsTime ? fields.Append(EventFields.Time) : fields;
    }

    /// <summary>The values to aggregate; null where the batch has none. A test that fails counts as no value.</summary>
    public Value[]? Column(RowBatch batch)
    {
        if (Expression is null)
        {
            return Field is not null && batch.TryGetColumn(Field, out var column) ? column : null;
        }

        var values = new Value[batch.Count];
        Expression.Evaluate(batch, values);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsBoolean)
            {
                values[i] = values[i].IsTrue ? Value.Of(1) : Value.Null;
            }
        }

        return values;
    }
}
