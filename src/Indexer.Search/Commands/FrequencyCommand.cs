using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

/// <summary>What <c>top</c> and <c>rare</c> share.</summary>
internal sealed class FrequencyCommand(FrequencyCommand.Settings settings) : SearchCommand
{
    private const int DefaultLimit = 10;

    private static readonly string[] Options =
        ["limit", "countfield", "percentfield", "showcount", "showperc", "useother", "otherstr"];

    public override CommandKind Kind => CommandKind.Aggregating;

    public static SearchCommand Parse(TokenReader tokens, bool mostFrequentFirst)
    {
        var settings = new Settings { MostFrequentFirst = mostFrequentFirst };
        while (!tokens.AtEndOfCommand)
        {
            if (tokens.TryTakeInteger(out var count))
            {
                settings = settings with { Limit = count };
            }
            else if (tokens.AtOption())
            {
                settings = ParseOption(tokens, settings);
            }
            else if (tokens.TryTakeWord("by"))
            {
                settings = settings with { By = tokens.TakeFields() };
            }
            else
            {
                settings = settings with { Fields = [.. settings.Fields, .. tokens.TakeFields("by")] };
            }
        }

        return settings.Fields.Count > 0 ? new FrequencyCommand(settings) : throw tokens.Unexpected("a field");
    }

    public override FieldSet Needs(FieldSet after) => FieldSet.Of(settings.By.Concat(settings.Fields));

    internal override RowOperator Start(OperatorContext context) => new Operator(settings, context);

    private static Settings ParseOption(TokenReader tokens, Settings settings)
    {
        if (tokens.TryTakeOption("limit"))
        {
            return settings with { Limit = tokens.TakeInteger(0) };
        }

        if (tokens.TryTakeOption("countfield"))
        {
            return settings with { CountField = tokens.TakeField().Text };
        }

        if (tokens.TryTakeOption("percentfield"))
        {
            return settings with { PercentField = tokens.TakeField().Text };
        }

        if (tokens.TryTakeOption("showcount"))
        {
            return settings with { ShowCount = tokens.TakeBoolean() };
        }

        if (tokens.TryTakeOption("showperc"))
        {
            return settings with { ShowPercent = tokens.TakeBoolean() };
        }

        if (tokens.TryTakeOption("useother"))
        {
            return settings with { UseOther = tokens.TakeBoolean() };
        }

        return tokens.TryTakeOption("otherstr")
            ? settings with { OtherText = tokens.TakeText("a name for the rest") }
            : throw tokens.UnknownOption(Options);
    }

    internal sealed record Settings
    {
        public bool MostFrequentFirst { get; init; }

        public IReadOnlyList<string> Fields { get; init; } = [];

        public IReadOnlyList<string> By { get; init; } = [];

        /// <summary>0 is all.</summary>
        public int Limit { get; init; } = DefaultLimit;

        public string CountField { get; init; } = "count";

        public string PercentField { get; init; } = "percent";

        public bool ShowCount { get; init; } = true;

        public bool ShowPercent { get; init; } = true;

        public bool UseOther { get; init; }

        public string OtherText { get; init; } = "OTHER";
    }

    private sealed class Operator : MergingOperator
    {
        private readonly Settings settings;
        private readonly string[] keyFields;
        private readonly MemoryBudget budget;
        private readonly Grouping groups;
        private readonly CancellationToken cancellation;

        public Operator(Settings settings, OperatorContext context)
        {
            this.settings = settings;
            cancellation = context.Cancellation;
            keyFields = [.. settings.By, .. settings.Fields];
            budget = context.OpenBudget(settings.MostFrequentFirst ? "top" : "rare", "values that came later are missing");
            groups = new Grouping(keyFields.Length, [AggregateSpec.CountOfRows], budget);
        }

        public override RowBatch? Process(RowBatch batch)
        {
            groups.Add(batch, Array.ConvertAll(keyFields, field => batch.TryGetColumn(field, out var column) ? column : null));
            return null;
        }

        public override void Merge(MergingOperator other) => groups.Merge(((Operator)other).groups);

        public override IEnumerable<RowBatch> Finish()
        {
            var rows = new List<Row>();
            foreach (var part in PartsByGroup())
            {
                AddRows(part, rows);
            }

            var fields = keyFields.ToList();
            if (settings.ShowCount)
            {
                fields.Add(settings.CountField);
            }

            if (settings.ShowPercent)
            {
                fields.Add(settings.PercentField);
            }

            return Columns.Build(rows.Count, fields, (row, field) => field < keyFields.Length ? rows[row].Key[field]
                : field == keyFields.Length && settings.ShowCount ? Value.Of(rows[row].Count) : Value.Of(rows[row].Percent));
        }

        public override void Release() => budget.ReleaseAll();

        // Groups in the order of the keys, cut where the fields after "by" change.
        private IEnumerable<ArraySegment<int>> PartsByGroup()
        {
            var order = groups.GroupsInKeyOrder(cancellation);
            var start = 0;
            for (var i = 1; i <= order.Length; i++)
            {
                if (i == order.Length || !groups.Key(order[i])[..settings.By.Count].SequenceEqual(groups.Key(order[start])[..settings.By.Count]))
                {
                    yield return new ArraySegment<int>(order, start, i - start);
                    start = i;
                }
            }
        }

        private void AddRows(ArraySegment<int> part, List<Row> rows)
        {
            var counted = part.Select(group => (Key: groups.Key(group).ToArray(), Count: CountOf(group))).ToList();
            double total = counted.Sum(row => row.Count);

            // Stable, so that what is equally frequent stays in the order of its values.
            var sorted = settings.MostFrequentFirst ? counted.OrderByDescending(row => row.Count) : counted.OrderBy(row => row.Count);
            var limit = settings.Limit == 0 ? counted.Count : settings.Limit;
            rows.AddRange(sorted.Take(limit).Select(row => new Row(row.Key, row.Count, row.Count / total * 100)));
            if (settings.UseOther && counted.Count > limit)
            {
                var rest = sorted.Skip(limit).Sum(row => row.Count);
                var key = counted[0].Key[..settings.By.Count].Concat(Enumerable.Repeat(Value.Of(settings.OtherText), settings.Fields.Count));
                rows.Add(new Row([.. key], rest, rest / total * 100));
            }
        }

        private long CountOf(int group) => groups.Result(group, 0).TryGetNumber(out var count) ? (long)count : 0;

        private sealed record Row(Value[] Key, long Count, double Percent);
    }
}
