using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>
/// <c>= != &lt; &lt;= &gt; &gt;=</c>: true or false in every row, and false when an operand is null (so <c>NOT</c> of it is true).
/// Two values that are or look like numbers compare as numbers, others as text, with case. Of a multivalue it is enough that
/// one item fulfils the comparison.
/// </summary>
internal sealed class ComparisonExpression(TokenKind operation, Expression left, Expression right)
    : Expression(left.Position, left, right)
{
    public override bool IsTest => true;

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var a = left.Open(rows);
        using var b = right.Open(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = Value.Of(Holds(a[row], b[row]));
        }
    }

    private bool Holds(Value a, Value b)
    {
        if (a.IsNull || b.IsNull)
        {
            return false;
        }

        if (a.IsList || b.IsList)
        {
            return SomeItemHolds(a, b);
        }

        var order = ValueComparison.OrderInExpression(a, b);
        return operation switch
        {
            TokenKind.NotEqual => order != 0,
            TokenKind.Less => order < 0,
            TokenKind.LessOrEqual => order <= 0,
            TokenKind.Greater => order > 0,
            TokenKind.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }

    private bool SomeItemHolds(Value a, Value b)
    {
        foreach (var x in a.Items)
        {
            foreach (var y in b.Items)
            {
                if (Holds(x, y))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
