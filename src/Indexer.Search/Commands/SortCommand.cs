using System.Globalization;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("sort",
    Syntax = "sort [<n>] [+|-]<field> [, [+|-]<field>]… [desc]",
    Description = "Sorts by fields, ascending or with - descending, and keeps the first 10000 rows, or n; 0 keeps all. Numbers sort by number before other text; num(field), str(field) and ip(field) sort all values as that. Rows without the field come last.",
    Example = "sourcetype=access | sort 20 -bytes, +ip(clientip)")]
internal sealed class SortCommand(IReadOnlyList<SortKey> keys, int count) : SearchCommand, IParsedCommand
{
    private const int DefaultCount = 10_000;

    // How many more rows than wanted are collected before the worst are thrown away.
    private const int SlackRows = 50_000;

    public override CommandKind Kind => CommandKind.Collecting;

    public override SearchCommand? OnPeer => count == 0 ? null : this;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var count = DefaultCount;
        if (tokens.TryTakeOption("limit"))
        {
            count = tokens.TakeInteger(0);
        }
        else if (tokens.TryTakeInteger(out var given))
        {
            count = given;
        }

        return new SortCommand(SortKey.ParseList(tokens), count);
    }

    public override FieldSet Needs(FieldSet after) => after.With(keys.Select(key => key.Field));

    internal override RowOperator Start(OperatorContext context) =>
        new Operator(keys, count, new RowStore(context.OpenBudget("sort", "the rows that came later are missing")), context.Messages);

    private sealed class Operator(IReadOnlyList<SortKey> keys, int count, RowStore rows, SearchMessages messages) : RowOperator
    {
        public override RowBatch? Process(RowBatch batch)
        {
            rows.Add(batch);
            if (count > 0 && rows.RowCount > (2L * count) + SlackRows)
            {
                rows.Keep(SortedRows().AsSpan(0, count));
                Tell();
            }

            return null;
        }

        public override IEnumerable<RowBatch> Finish()
        {
            var sorted = SortedRows();
            var kept = sorted.Length;
            if (count > 0 && kept > count)
            {
                kept = count;
                Tell();
            }

            for (var start = 0; start < kept; start += Columns.BatchRows)
            {
                yield return RowGather.Gather(rows.Batches, sorted.AsSpan(start, Math.Min(Columns.BatchRows, kept - start)));
            }
        }

        public override void Release() => rows.Release();

        private void Tell()
        {
            // Who gave the number knows.
            if (count == DefaultCount)
            {
                messages.Inform(string.Create(CultureInfo.InvariantCulture, $"sort kept the first {count} rows; sort 0 keeps all"));
            }
        }

        private RowReference[] SortedRows()
        {
            var references = rows.References();
            var columns = keys.Select(key => rows.Batches.Select(batch => batch.ColumnOrNulls(key.Field)).ToArray()).ToArray();
            var order = new int[references.Length];
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            // Equal rows stay in the order in which they came.
            Array.Sort(order, (x, y) =>
            {
                for (var key = 0; key < keys.Count; key++)
                {
                    var difference = keys[key].Compare(
                        columns[key][references[x].Batch][references[x].Row],
                        columns[key][references[y].Batch][references[y].Row]);
                    if (difference != 0)
                    {
                        return difference;
                    }
                }

                return x.CompareTo(y);
            });
            return Array.ConvertAll(order, i => references[i]);
        }
    }
}
