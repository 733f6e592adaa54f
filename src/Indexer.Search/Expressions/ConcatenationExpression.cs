using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary><c>a . b</c>: the texts of two values joined; null when one is null.</summary>
internal sealed class ConcatenationExpression(Expression left, Expression right) : Expression(left.Position, left, right)
{
    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var a = left.Open(rows);
        using var b = right.Open(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = a[row].IsNull || b[row].IsNull
                ? Value.Null
                : Value.Of(string.Concat(a[row].AsText(), b[row].AsText()));
        }
    }
}
