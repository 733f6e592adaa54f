using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("eval",
    Syntax = "eval <field>=<expression> [, <field>=<expression>]…",
    Description = "Sets fields to the outcomes of expressions, from left to right; a later one sees the earlier ones.",
    Example = "sourcetype=access | eval kb=round(bytes/1024, 1), slow=if(duration>2, \"yes\", \"no\")")]
internal sealed class EvalCommand(IReadOnlyList<EvalCommand.Assignment> assignments) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var assignments = new List<Assignment>();
        do
        {
            var field = tokens.TakeField();
            tokens.Take(TokenKind.Equal, $"= and an expression for '{field.Text}'");
            assignments.Add(new Assignment(field.Text, ExpressionParser.Parse(tokens)));
        }
        while (tokens.TryTake(TokenKind.Comma));

        return new EvalCommand(assignments);
    }

    public override FieldSet Needs(FieldSet after)
    {
        for (var i = assignments.Count - 1; i >= 0; i--)
        {
            if (after.Contains(assignments[i].Field))
            {
                after = after.Without(assignments[i].Field).With(assignments[i].Expression.Fields);
            }
        }

        return after;
    }

    internal override RowOperator Start(OperatorContext context) => new Operator(assignments);

    internal sealed record Assignment(string Field, Expression Expression);

    private sealed class Operator(IReadOnlyList<Assignment> assignments) : RowOperator
    {
        public override RowBatch Process(RowBatch batch)
        {
            var result = batch.Share();
            foreach (var assignment in assignments)
            {
                var column = new Value[batch.Count];
                assignment.Expression.Evaluate(result, column);
                result.Set(assignment.Field, column);
            }

            return result;
        }
    }
}
