using Indexer.Model;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Fields;

/// <summary>
/// Finds fields in events: index-time fields first, then the regular expressions of props.conf in their order, then JSON or
/// <c>key=value</c> pairs. The first source that has a field wins. Only wanted fields are looked for. Keeps pools and tables from
/// batch to batch, all bounded; use one per thread.
/// </summary>
public sealed class FieldExtractor
{
    private const int OriginsMax = 4_096;
    private readonly WantedFields wanted;
    private readonly Func<EventOrigin, ExtractionRules> rules;
    private readonly FieldColumns columns;
    private readonly FieldOrdinals fieldOrdinals;
    private readonly TextPool pool = new();
    private readonly KeyValueExtractor keyValues;
    private readonly JsonExtractor json;
    private readonly RegexExtractor regexes;
    private readonly Dictionary<EventOrigin, OriginPlan> plans = [];

    // Rules are shared by many origins; so is the work of preparing them.
    private readonly Dictionary<ExtractionRules, OriginPlan> plansByRules = new(ReferenceEqualityComparer.Instance);

    private FieldExtractor(WantedFields wanted, Func<EventOrigin, ExtractionRules> rules)
    {
        this.wanted = wanted;
        this.rules = rules;
        columns = new FieldColumns(wanted);
        fieldOrdinals = new FieldOrdinals(columns);
        keyValues = new KeyValueExtractor(wanted, columns, fieldOrdinals, pool);
        json = new JsonExtractor(wanted, columns, pool);
        regexes = new RegexExtractor(columns, pool);
    }

    /// <summary>What a block must carry to be extracted from.</summary>
    public EventColumns RequiredColumns => HasNothingToDo ? EventColumns.Time : EventColumns.All;

    /// <summary>Whether fields were left out because there were more than 2,000.</summary>
    public bool Truncated => columns.Truncated;

    private bool HasNothingToDo => !wanted.IsAll && wanted.Names.Count == 0;

    /// <param name="wanted">What to look for.</param>
    /// <param name="rules">The rules for events of an origin; called about once for each. Return the same object for the same rules.</param>
    public static FieldExtractor Create(WantedFields wanted, Func<EventOrigin, ExtractionRules> rules) => new(wanted, rules);

    /// <summary>
    /// Adds a column to <paramref name="target"/> for each wanted field that at least one event has; columns that it already has
    /// stay as they are.
    /// </summary>
    /// <param name="block">The events, with <see cref="RequiredColumns"/>.</param>
    /// <param name="target">Rows of the same events in the same order.</param>
    /// <exception cref="Expressions.EvaluationException">A regular expression took too long.</exception>
    public void Extract(EventBlock block, RowBatch target)
    {
        if (target.Count != block.Count)
        {
            throw new ArgumentException($"{block.Count} events cannot fill {target.Count} rows", nameof(target));
        }

        if (HasNothingToDo || block.Count == 0)
        {
            return;
        }

        if (block.OriginOrdinals.Length != block.Count)
        {
            throw new ArgumentException("the block does not say where its events came from; ask storage for the origin column", nameof(block));
        }

        var origins = new OriginPlan[block.Origins.Count];
        for (var i = 0; i < origins.Length; i++)
        {
            origins[i] = PlanFor(block.Origins[i]);
        }

        columns.Begin(block.Count);
        var ordinals = block.OriginOrdinals;
        for (var row = 0; row < ordinals.Length; row++)
        {
            ExtractIndexed(block.IndexedFields(row), row);
            ExtractRaw(block.Raw(row), origins[ordinals[row]], block.Origins[ordinals[row]], row);
        }

        columns.MoveTo(target);
    }

    private void ExtractIndexed(ReadOnlySpan<byte> fields, int row)
    {
        if (fields.IsEmpty)
        {
            return;
        }

        var reader = IndexedFields.Read(fields);
        while (reader.MoveNext())
        {
            var ordinal = fieldOrdinals.Find(reader.Name);
            if (ordinal >= 0)
            {
                columns.Collect(ordinal, pool.Get(reader.Value));
            }
        }

        columns.SetCollected(row);
    }

    private void ExtractRaw(ReadOnlySpan<byte> raw, OriginPlan plan, EventOrigin origin, int row)
    {
        if (plan.Regexes.Steps.Count > 0)
        {
            regexes.Extract(plan.Regexes, raw, origin, row);
        }

        if (plan.Automatic != AutomaticExtraction.None && !json.TryExtract(raw, row) && plan.Automatic == AutomaticExtraction.Auto)
        {
            keyValues.Extract(raw, row);
        }
    }

    private OriginPlan PlanFor(EventOrigin origin)
    {
        if (plans.TryGetValue(origin, out var plan))
        {
            return plan;
        }

        if (plans.Count >= OriginsMax)
        {
            plans.Clear();
            plansByRules.Clear();
        }

        var applicable = rules(origin);
        if (!plansByRules.TryGetValue(applicable, out plan))
        {
            plan = new OriginPlan(applicable.Automatic, RegexPlan.Create(applicable.Regexes, wanted, columns));
            plansByRules.Add(applicable, plan);

            // A rule may read a field that nobody needed before.
            fieldOrdinals.Forget();
        }

        plans.Add(origin, plan);
        return plan;
    }

    private sealed record OriginPlan(AutomaticExtraction Automatic, RegexPlan Regexes);
}
