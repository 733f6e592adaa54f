using System.Text;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;
using Indexer.Search.Expressions.Functions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>
/// Decides the condition of a <c>search</c> command on rows. Fields compare without case; <c>*</c> is a wildcard; a list matches
/// when one of its values does. Order compares numbers with a number, otherwise text. Not thread-safe.
/// </summary>
internal sealed class RowFilter
{
    private readonly RawText raw = new();
    private readonly Test root;

    public RowFilter(SearchNode condition) => root = Compile(condition);

    /// <summary>The fields that the condition reads; with text terms the raw text, unless an <see cref="EventBlock"/> gives it.</summary>
    public static FieldSet FieldsOf(SearchNode node, bool textFromBlock) => node switch
    {
        SearchNode.And and => and.Parts.Aggregate(FieldSet.None, (fields, part) => fields.Union(FieldsOf(part, textFromBlock))),
        SearchNode.Or or => or.Parts.Aggregate(FieldSet.None, (fields, part) => fields.Union(FieldsOf(part, textFromBlock))),
        SearchNode.Not not => FieldsOf(not.Part, textFromBlock),
        SearchNode.Comparison comparison => FieldSet.Of(comparison.Field),
        SearchNode.IndexedField indexed => FieldSet.Of(indexed.Field),
        SearchNode.Text => textFromBlock ? FieldSet.None : FieldSet.Of(EventFields.Raw),
        _ => FieldSet.None,
    };

    /// <summary>Whether the condition looks at raw text.</summary>
    public static bool ReadsText(SearchNode node) => node switch
    {
        SearchNode.And and => and.Parts.Any(ReadsText),
        SearchNode.Or or => or.Parts.Any(ReadsText),
        SearchNode.Not not => ReadsText(not.Part),
        _ => node is SearchNode.Text,
    };

    /// <summary>The rows for which the condition holds, written to the start of <paramref name="rows"/>; their number.</summary>
    /// <param name="batch">The fields.</param>
    /// <param name="block">Where the raw text is taken from, row by row the same events; null takes it from the batch.</param>
    /// <param name="rows">At least as long as the batch has rows.</param>
    public int Select(RowBatch batch, EventBlock? block, Span<int> rows)
    {
        if (block is null)
        {
            raw.Bind(batch);
        }
        else
        {
            raw.Bind(block);
        }

        root.Bind(batch);
        var count = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            if (root.Holds(row))
            {
                rows[count++] = row;
            }
        }

        return count;
    }

    private Test Compile(SearchNode node) => node switch
    {
        SearchNode.And and => new AllTest([.. and.Parts.Select(Compile)]),
        SearchNode.Or or => new AnyTest([.. or.Parts.Select(Compile)]),
        SearchNode.Not not => new NotTest(Compile(not.Part)),
        SearchNode.Text text => new TextTest(raw, text.Pattern),
        SearchNode.IndexedField indexed when EventFields.Contains(indexed.Field) => new EqualTest(indexed.Field, indexed.Value, negated: false),
        SearchNode.IndexedField indexed => new IndexedFieldTest(raw, indexed.Field, indexed.Value),
        SearchNode.Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NotEqual } comparison =>
            new EqualTest(comparison.Field, comparison.Value, comparison.Operator == ComparisonOperator.NotEqual),
        SearchNode.Comparison comparison => new OrderTest(comparison),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is decided before rows are read"),
    };

    private abstract class Test
    {
        public abstract void Bind(RowBatch batch);

        public abstract bool Holds(int row);
    }

    private sealed class AllTest(Test[] parts) : Test
    {
        public override void Bind(RowBatch batch) => Array.ForEach(parts, part => part.Bind(batch));

        public override bool Holds(int row)
        {
            foreach (var part in parts)
            {
                if (!part.Holds(row))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private sealed class AnyTest(Test[] parts) : Test
    {
        public override void Bind(RowBatch batch) => Array.ForEach(parts, part => part.Bind(batch));

        public override bool Holds(int row)
        {
            foreach (var part in parts)
            {
                if (part.Holds(row))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class NotTest(Test part) : Test
    {
        public override void Bind(RowBatch batch) => part.Bind(batch);

        public override bool Holds(int row) => !part.Holds(row);
    }

    private sealed class TextTest(RawText raw, TextPattern pattern) : Test
    {
        public override void Bind(RowBatch batch)
        {
        }

        public override bool Holds(int row) => raw.Matches(row, pattern);
    }

    private abstract class FieldTest(string field) : Test
    {
        private Value[]? column;

        public override void Bind(RowBatch batch) => batch.TryGetColumn(field, out column);

        // Without a value nothing holds, not even "is not": that is what NOT field=value is for.
        public override bool Holds(int row)
        {
            if (column is null)
            {
                return false;
            }

            var value = column[row];
            if (!value.IsList)
            {
                return !value.IsNull && Holds(value);
            }

            foreach (var item in value.Items)
            {
                if (Holds(item))
                {
                    return true;
                }
            }

            return false;
        }

        protected abstract bool Holds(Value value);
    }

    private sealed class EqualTest(string field, string wanted, bool negated) : FieldTest(field)
    {
        private readonly WildcardText pattern = new(wanted);
        private readonly CidrNetwork? network = wanted.Contains('/') && CidrNetwork.TryParse(wanted, out var parsed) ? parsed : null;
        private string? lastText;
        private bool lastOutcome;

        protected override bool Holds(Value value)
        {
            var text = value.AsText();

            // Values of a field are often one and the same string object.
            if (!ReferenceEquals(text, lastText))
            {
                lastText = text;
                lastOutcome = pattern.IsMatch(text) || (network is { } range && range.Contains(text));
            }

            return lastOutcome != negated;
        }
    }

    // Rows that are no events any more have no index-time fields; there the field itself counts.
    private sealed class IndexedFieldTest(RawText raw, string field, string wanted) : Test
    {
        private readonly EqualTest onRows = new(field, wanted, negated: false);
        private readonly byte[] name = Encoding.UTF8.GetBytes(field);
        private readonly WildcardText pattern = new(wanted);

        public override void Bind(RowBatch batch) => onRows.Bind(batch);

        public override bool Holds(int row)
        {
            if (raw.Block is not { } block)
            {
                return onRows.Holds(row);
            }

            var fields = IndexedFields.Read(block.IndexedFields(row));
            while (fields.MoveNext())
            {
                if (fields.Name.SequenceEqual(name) && pattern.IsMatch(Encoding.UTF8.GetString(fields.Value)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class OrderTest(SearchNode.Comparison comparison) : FieldTest(comparison.Field)
    {
        private readonly bool isNumber = Value.Of(comparison.Value).TryGetNumber(out _);
        private readonly double number = Value.Of(comparison.Value).TryGetNumber(out var parsed) ? parsed : 0;

        protected override bool Holds(Value value)
        {
            int order;
            if (isNumber)
            {
                if (!value.TryGetNumber(out var actual))
                {
                    return false;
                }

                order = actual.CompareTo(number);
            }
            else
            {
                order = string.Compare(value.AsText(), comparison.Value, StringComparison.OrdinalIgnoreCase);
            }

            return comparison.Operator switch
            {
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                _ => order >= 0,
            };
        }
    }
}
