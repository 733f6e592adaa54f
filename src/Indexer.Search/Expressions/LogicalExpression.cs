using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>The operators between tests.</summary>
internal enum LogicalOperation
{
    And,
    Or,
    Xor,
}

/// <summary><c>AND</c>, <c>OR</c>, <c>XOR</c>: what is not true counts as false, null too.</summary>
internal sealed class LogicalExpression(LogicalOperation operation, Expression left, Expression right)
    : Expression(left.Position, left, right)
{
    public override bool IsTest => true;

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var a = left.Open(rows);
        using var b = right.Open(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = Value.Of(operation switch
            {
                LogicalOperation.And => a[row].IsTrue && b[row].IsTrue,
                LogicalOperation.Or => a[row].IsTrue || b[row].IsTrue,
                _ => a[row].IsTrue != b[row].IsTrue,
            });
        }
    }
}

/// <summary><c>NOT</c>: true for everything that is not true. A comparison with a null is false, hence its negation true.</summary>
internal sealed class NotExpression(Expression operand, int position) : Expression(position, operand)
{
    public override bool IsTest => true;

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var values = operand.Open(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = Value.Of(!values[row].IsTrue);
        }
    }
}
