using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("table",
    Syntax = "table <field> [, <field>]…",
    Description = "Keeps exactly the listed fields, in this order. * is a wildcard.",
    Example = "error | table _time, host, message")]
internal sealed class TableCommand(FieldPatterns fields) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.RowWise;

    public override bool MakesTable => true;

    public static SearchCommand Parse(TokenReader tokens) => new TableCommand(new FieldPatterns(tokens.TakeFields()));

    public override FieldSet Needs(FieldSet after) =>
        fields.HasWildcards ? FieldSet.All : FieldSet.Of(fields.Patterns.Where(after.Contains));

    internal override RowOperator Start(OperatorContext context) => new Operator(fields);

    private sealed class Operator(FieldPatterns fields) : RowOperator
    {
        public override RowBatch Process(RowBatch batch)
        {
            var table = new RowBatch(batch.Count);
            foreach (var field in fields.Expand(batch.Fields).Concat(batch.Fields.Where(EventFields.IsHidden)))
            {
                table.Set(field, batch.ColumnOrNulls(field));
            }

            return table;
        }
    }
}
