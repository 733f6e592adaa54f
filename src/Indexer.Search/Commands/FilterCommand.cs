using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("search",
    Syntax = "search <terms>",
    Description = "Keeps the rows that match the terms: words, phrases, wildcards and comparisons, joined by AND, OR and NOT. At the beginning of a search the word itself is left out.",
    Example = "error OR warn host=web* | search status>=500")]
internal sealed class FilterCommand(SearchNode condition) : SearchCommand, IParsedCommand
{
    public SearchNode Condition => condition;

    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var start = tokens.Position;
        var terms = SearchTermsParser.Parse(tokens);
        return terms is { Earliest: null, Latest: null }
            ? new FilterCommand(terms.Condition)
            : throw tokens.Error("time modifiers choose which events are read", "them before the first pipe", start);
    }

    public override FieldSet Needs(FieldSet after) => after.Union(RowFilter.FieldsOf(condition, textFromBlock: false));

    internal override RowOperator Start(OperatorContext context) => new Operator(condition);

    private sealed class Operator(SearchNode condition) : RowOperator
    {
        private readonly RowFilter filter = new(condition);
        private int[] rows = [];

        public override RowBatch? Process(RowBatch batch)
        {
            if (rows.Length < batch.Count)
            {
                rows = new int[batch.Count];
            }

            var count = filter.Select(batch, block: null, rows);
            return count == batch.Count ? batch : count == 0 ? null : batch.Select(rows.AsSpan(0, count));
        }
    }
}
