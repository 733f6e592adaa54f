using System.Globalization;
using Indexer.Search.Aggregation;
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
        new Operator(keys, count, new RowStore(context.OpenBudget("sort", "the rows that came later are missing")), context.Messages, context.Cancellation);

    private sealed class Operator(IReadOnlyList<SortKey> keys, int count, RowStore rows, SearchMessages messages, CancellationToken cancellation) : RowOperator
    {
        // Of the last row that is kept: rows that sort after it cannot be among the first.
        private SortColumn[]? worst;

        public override RowBatch? Process(RowBatch batch)
        {
            if (Candidates(batch) is not { } candidates)
            {
                return null;
            }

            rows.Add(candidates);
            if (count > 0 && rows.RowCount > (2L * count) + SlackRows)
            {
                var best = SortedRows().AsSpan(0, count);
                rows.Keep(best);
                worst = ColumnsOf(rows.Batches[0].Select([count - 1]));
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

        private SortColumn[] ColumnsOf(RowBatch batch) => [.. keys.Select(key => new SortColumn(key, batch))];

        private RowBatch? Candidates(RowBatch batch)
        {
            if (worst is null)
            {
                return batch;
            }

            var columns = ColumnsOf(batch);
            var better = new List<int>();
            for (var row = 0; row < batch.Count; row++)
            {
                // Of equal rows those that came first are kept.
                if (Compare(columns, row, worst, 0) < 0)
                {
                    better.Add(row);
                }
            }

            return better.Count == 0 ? null : better.Count == batch.Count ? batch : batch.Select([.. better]);
        }

        private RowReference[] SortedRows()
        {
            var references = rows.References();
            var columns = rows.Batches.Select(ColumnsOf).ToArray();

            // Equal rows stay in the order in which they came.
            var order = CancellableSort.Order(
                references.Length,
                (x, y) => Compare(columns[references[x].Batch], references[x].Row, columns[references[y].Batch], references[y].Row),
                cancellation);
            return Array.ConvertAll(order, i => references[i]);
        }

        private static int Compare(SortColumn[] columns, int row, SortColumn[] otherColumns, int otherRow)
        {
            for (var key = 0; key < columns.Length; key++)
            {
                var difference = columns[key].Compare(row, otherColumns[key], otherRow);
                if (difference != 0)
                {
                    return difference;
                }
            }

            return 0;
        }
    }
}
