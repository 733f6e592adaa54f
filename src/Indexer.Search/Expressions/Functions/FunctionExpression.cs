using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>Computes a function for one row. The span is valid during the call only.</summary>
internal delegate Value RowFunction(ReadOnlySpan<Value> arguments);

/// <summary>What a function makes of a null argument before it is even called.</summary>
internal enum NullRule
{
    /// <summary>An outcome of null.</summary>
    Propagate,

    /// <summary>An outcome of false.</summary>
    False,

    /// <summary>The function sees it.</summary>
    Pass,
}

/// <summary>A call of a function that looks at one row at a time.</summary>
internal sealed class FunctionExpression(FunctionCall call, RowFunction function, NullRule nulls, bool isTest, bool eachItem)
    : Expression(call.Position, call.Arguments)
{
    private readonly IReadOnlyList<Expression> arguments = call.Arguments;

    public override bool IsTest => isTest;

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        var operands = new Operand[arguments.Count];
        var opened = 0;
        try
        {
            for (; opened < operands.Length; opened++)
            {
                operands[opened] = arguments[opened].Open(rows);
            }

            var row = new Value[operands.Length];
            for (var i = 0; i < rows.Count; i++)
            {
                var hasNull = false;
                for (var argument = 0; argument < row.Length; argument++)
                {
                    row[argument] = operands[argument][i];
                    hasNull |= row[argument].IsNull;
                }

                result[i] = hasNull && nulls != NullRule.Pass
                    ? nulls == NullRule.False ? Value.False : Value.Null
                    : eachItem && row is [{ IsList: true }, ..] ? ApplyToItems(row) : function(row);
            }
        }
        finally
        {
            for (var i = 0; i < opened; i++)
            {
                operands[i].Dispose();
            }
        }
    }

    private Value ApplyToItems(Value[] row)
    {
        var items = row[0].Items;
        var results = new Value[items.Count];
        for (var i = 0; i < results.Length; i++)
        {
            row[0] = items[i];
            results[i] = function(row);
        }

        if (!isTest)
        {
            return Value.OfList(results);
        }

        return Value.Of(results.Any(item => item.IsTrue));
    }
}
