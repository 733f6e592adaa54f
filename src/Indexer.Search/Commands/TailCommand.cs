using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("tail",
    Syntax = "tail [<n>]",
    Description = "Keeps the last 10 or n rows, last row first.",
    Example = "error | tail 5")]
internal sealed class TailCommand(int count) : SearchCommand, IParsedCommand
{
    private const int DefaultCount = 10;

    public override CommandKind Kind => CommandKind.Collecting;

    public static SearchCommand Parse(TokenReader tokens) =>
        new TailCommand(tokens.AtEndOfCommand ? DefaultCount : tokens.TakeInteger(0));

    public override FieldSet Needs(FieldSet after) => after;

    internal override RowOperator Start(OperatorContext context) =>
        new Operator(count, new RowStore(context.OpenBudget("tail", "the rows that came later are missing")));

    private sealed class Operator(int count, RowStore rows) : RowOperator
    {
        public override RowBatch? Process(RowBatch batch)
        {
            rows.Add(batch);
            rows.DropFirst(count);
            return null;
        }

        public override IEnumerable<RowBatch> Finish()
        {
            var references = rows.References();
            var last = references.AsSpan(Math.Max(0, references.Length - count));
            last.Reverse();
            return last.Length == 0 ? [] : [RowGather.Gather(rows.Batches, last)];
        }

        public override void Release() => rows.Release();
    }
}
