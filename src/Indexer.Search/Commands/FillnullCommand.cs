using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("fillnull",
    Syntax = "fillnull [value=<text>] [<field> [, <field>]…]",
    Description = "Gives a value, by default 0, to the listed fields where they have none. Without a list every field that some row has is filled, which needs all rows first.",
    Example = "… | fillnull value=none user, action")]
internal sealed class FillnullCommand(Value value, IReadOnlyList<string> fields) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => fields.Count > 0 ? CommandKind.RowWise : CommandKind.Collecting;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var value = Value.Of(0);
        var fields = new List<string>();
        while (!tokens.AtEndOfCommand)
        {
            if (tokens.TryTakeOption("value"))
            {
                value = Value.Of(tokens.TakeText("a value"));
            }
            else if (tokens.AtOption())
            {
                throw tokens.UnknownOption("value");
            }
            else
            {
                fields.AddRange(tokens.TakeFields());
            }
        }

        return new FillnullCommand(value, fields);
    }

    public override FieldSet Needs(FieldSet after) => after;

    internal override RowOperator Start(OperatorContext context) => fields.Count > 0
        ? new FillListed(value, fields)
        : new FillAll(value, new RowStore(context.OpenBudget("fillnull", "the rows that came later are missing")));

    private static RowBatch Fill(RowBatch batch, Value value, IEnumerable<string> fields)
    {
        var result = batch.Share();
        foreach (var field in fields)
        {
            var column = batch.ColumnOrNulls(field);
            if (!column.AsSpan(0, batch.Count).Contains(Value.Null))
            {
                continue;
            }

            var filled = new Value[batch.Count];
            for (var row = 0; row < filled.Length; row++)
            {
                filled[row] = column[row].IsNull ? value : column[row];
            }

            result.Set(field, filled);
        }

        return result;
    }

    private sealed class FillListed(Value value, IReadOnlyList<string> fields) : RowOperator
    {
        public override RowBatch Process(RowBatch batch) => Fill(batch, value, fields);
    }

    private sealed class FillAll(Value value, RowStore rows) : RowOperator
    {
        public override RowBatch? Process(RowBatch batch)
        {
            rows.Add(batch);
            return null;
        }

        public override IEnumerable<RowBatch> Finish()
        {
            var fields = rows.Batches.SelectMany(batch => batch.Fields).Distinct(StringComparer.Ordinal).ToList();
            return rows.Batches.Select(batch => Fill(batch, value, fields));
        }

        public override void Release() => rows.Release();
    }
}
