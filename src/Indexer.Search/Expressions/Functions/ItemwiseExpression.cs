using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>
/// <c>mvfilter</c> and <c>mvmap</c>: evaluates an expression once for each item of a field. All items of all rows make one batch,
/// in which the field holds one item a row.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="source">The multivalue.</param>
/// <param name="field">The field that stands for an item within <paramref name="body"/>.</param>
/// <param name="body">What is evaluated for an item.</param>
/// <param name="keepsItems">Whether the outcome is the items for which the body is true, rather than the body's outcomes.</param>
internal sealed class ItemwiseExpression(FunctionCall call, Expression source, string field, Expression body, bool keepsItems)
    : Expression(call.Position, call.Arguments)
{
    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        using var values = source.Open(rows);
        var items = new List<Value>();
        var rowOfItem = new List<int>();
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var item in values[row].Items)
            {
                items.Add(item);
                rowOfItem.Add(row);
            }
        }

        var flat = rows.Project([.. body.Fields.Where(name => name != field)]).Select(rowOfItem.ToArray());
        var column = items.ToArray();
        flat.Set(field, column);
        using var outcomes = body.Open(flat);

        var next = 0;
        var collected = new List<Value>();
        for (var row = 0; row < rows.Count; row++)
        {
            collected.Clear();
            for (; next < column.Length && rowOfItem[next] == row; next++)
            {
                if (!keepsItems)
                {
                    collected.Add(outcomes[next]);
                }
                else if (outcomes[next].IsTrue)
                {
                    collected.Add(column[next]);
                }
            }

            result[row] = Value.OfList(collected);
        }
    }
}
