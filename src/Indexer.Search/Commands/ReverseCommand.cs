using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("reverse",
    Syntax = "reverse",
    Description = "Turns the order of the rows around.",
    Example = "error | head 20 | reverse")]
internal sealed class ReverseCommand : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.Collecting;

    public static SearchCommand Parse(TokenReader tokens) => new ReverseCommand();

    public override FieldSet Needs(FieldSet after) => after;

    internal override RowOperator Start(OperatorContext context) =>
        new Operator(new RowStore(context.OpenBudget("reverse", "the rows that came later are missing")));

    private sealed class Operator(RowStore rows) : RowOperator
    {
        public override RowBatch? Process(RowBatch batch)
        {
            rows.Add(batch);
            return null;
        }

        public override IEnumerable<RowBatch> Finish()
        {
            for (var i = rows.Batches.Count - 1; i >= 0; i--)
            {
                var order = new int[rows.Batches[i].Count];
                for (var row = 0; row < order.Length; row++)
                {
                    order[row] = order.Length - 1 - row;
                }

                yield return rows.Batches[i].Select(order);
            }
        }

        public override void Release() => rows.Release();
    }
}
