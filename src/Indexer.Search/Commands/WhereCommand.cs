using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("where",
    Syntax = "where <condition>",
    Description = "Keeps the rows for which an expression holds. Compares fields with each other or with the outcome of functions; text compares with case.",
    Example = "sourcetype=access | where bytes > 1000 AND like(uri, \"/api/%\")")]
internal sealed class WhereCommand(Expression condition) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens) => new WhereCommand(ExpressionParser.ParseTest(tokens));

    public override FieldSet Needs(FieldSet after) => after.With(condition.Fields);

    internal override RowOperator Start(OperatorContext context) => new Operator(condition);

    private sealed class Operator(Expression condition) : RowOperator
    {
        private Value[] outcomes = [];
        private int[] rows = [];

        public override RowBatch? Process(RowBatch batch)
        {
            if (outcomes.Length < batch.Count)
            {
                outcomes = new Value[batch.Count];
                rows = new int[batch.Count];
            }

            condition.Evaluate(batch, outcomes);
            var count = 0;
            for (var row = 0; row < batch.Count; row++)
            {
                if (outcomes[row].IsTrue)
                {
                    rows[count++] = row;
                }
            }

            return count == batch.Count ? batch : count == 0 ? null : batch.Select(rows.AsSpan(0, count));
        }
    }
}
