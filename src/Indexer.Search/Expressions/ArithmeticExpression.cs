using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>
/// <c>+ - * / %</c> on numbers and on text that looks like a number; null when an operand is neither, and for a division by
/// zero. <c>+</c> of two texts of which one is no number joins them.
/// </summary>
internal sealed class ArithmeticExpression(TokenKind operation, Expression left, Expression right)
    : Expression(left.Position, left, right)
{
    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var a = left.Open(rows);
        using var b = right.Open(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = Compute(a[row], b[row]);
        }
    }

    private Value Compute(Value a, Value b)
    {
        if (a.TryGetNumber(out var x) && b.TryGetNumber(out var y))
        {
            // A value that is not finite becomes null, division by zero among them.
            return Value.Of(operation switch
            {
                TokenKind.Plus => x + y,
                TokenKind.Minus => x - y,
                TokenKind.Star => x * y,
                TokenKind.Slash => x / y,
                _ => x % y,
            });
        }

        return operation == TokenKind.Plus && a.TryGetText(out var text) && b.TryGetText(out var more)
            ? Value.Of(string.Concat(text, more))
            : Value.Null;
    }
}
