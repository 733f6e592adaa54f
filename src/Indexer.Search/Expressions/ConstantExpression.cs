using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>A literal, or an expression that was computed when it was compiled.</summary>
public sealed class ConstantExpression : Expression
{
    private readonly Value[] single;

    internal ConstantExpression(Value value, int position)
        : base(position)
    {
        single = [value];
    }

    public Value Value => single[0];

    public override bool IsTest => Value.IsBoolean;

    public override void Evaluate(RowBatch rows, Span<Value> result) => result[..rows.Count].Fill(Value);

    internal override Operand Open(RowBatch rows) => Operand.Constant(single);
}
