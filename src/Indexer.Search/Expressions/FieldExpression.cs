using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>The value of a field; null where the row has none.</summary>
public sealed class FieldExpression : Expression
{
    private static readonly Value[] Absent = [Value.Null];

    internal FieldExpression(string name, int position)
        : base(position)
    {
        Name = name;
        Fields = new HashSet<string>(StringComparer.Ordinal) { name };
    }

    public string Name { get; }

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        if (rows.TryGetColumn(Name, out var column))
        {
            column.AsSpan(0, rows.Count).CopyTo(result);
        }
        else
        {
            result[..rows.Count].Clear();
        }
    }

    internal override Operand Open(RowBatch rows) =>
        rows.TryGetColumn(Name, out var column) ? Operand.Column(column, rows.Count) : Operand.Constant(Absent);
}
