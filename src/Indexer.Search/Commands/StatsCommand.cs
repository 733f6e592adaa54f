using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("stats",
    Syntax = "stats <function>[(<field>|eval(<expression>))] [as <name>] … [by <field> [, <field>]…]",
    Description = "Computes aggregates over all rows, or per combination of values of the fields after by. Rows without one of these fields belong to no group; a list belongs to a group for each value.",
    Example = "sourcetype=access | stats count, avg(duration) as mean, count(eval(status>=500)) as failed by host")]
internal sealed class StatsCommand(IReadOnlyList<AggregateSpec> aggregates, IReadOnlyList<string> by) : SearchCommand, IParsedCommand, ICountsEvents
{
    public override CommandKind Kind => CommandKind.Aggregating;

    public override bool NeedsOrder => aggregates.Any(aggregate => aggregate.Function.IsOrderSensitive);

    public static SearchCommand Parse(TokenReader tokens)
    {
        var aggregates = AggregateParser.ParseList(tokens);
        IReadOnlyList<string> by = [];
        if (tokens.TryTakeWord("by"))
        {
            var at = tokens.Peek().Position;
            by = tokens.TakeFields();
            if (by.Any(field => field.Contains('*')))
            {
                throw tokens.Error("a wildcard cannot stand after by", "the names of the fields", at);
            }
        }

        return new StatsCommand(aggregates, by);
    }

    public override FieldSet Needs(FieldSet after) => FieldSet.Of(by.Concat(aggregates.SelectMany(aggregate => aggregate.Fields())));

    public bool TryGetCountSpan(OperatorContext context, out long spanNanoseconds, out EventTime origin)
    {
        spanNanoseconds = long.MaxValue;
        origin = EventTime.MinValue;
        return by.Count == 0 && aggregates.All(aggregate => aggregate.CountsRows);
    }

    public void AddCount(RowOperator target, EventTime start, long count) => ((Operator)target).AddCount(count);

    internal override RowOperator Start(OperatorContext context) => new Operator(aggregates, by, context);

    private sealed class Operator(IReadOnlyList<AggregateSpec> aggregates, IReadOnlyList<string> by, OperatorContext context) : MergingOperator
    {
        private readonly MemoryBudget budget = context.OpenBudget("stats", "groups and values that came later are missing");
        private Grouping? grouping;

        private Grouping Groups => grouping ??= new Grouping(by.Count, aggregates, budget);

        public override RowBatch? Process(RowBatch batch)
        {
            var keys = new Value[]?[by.Count];
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = batch.TryGetColumn(by[i], out var column) ? column : null;
            }

            Groups.Add(batch, keys);
            return null;
        }

        public void AddCount(long count) => Groups.AddCount([], count);

        public override void Merge(MergingOperator other) => Groups.Merge(((Operator)other).Groups);

        public override IEnumerable<RowBatch> Finish()
        {
            var groups = Groups;
            if (by.Count == 0)
            {
                groups.EnsureSingleGroup();
            }

            var order = groups.GroupsInKeyOrder(context.Cancellation);
            return Columns.Build(order.Length, [.. by, .. aggregates.Select(aggregate => aggregate.Output)],
                (row, field) => field < by.Count ? groups.Key(order[row])[field] : groups.Result(order[row], field - by.Count));
        }

        public override void Release() => budget.ReleaseAll();
    }
}
