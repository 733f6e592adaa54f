using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("dedup",
    Syntax = "dedup [<n>] <field> [, <field>]… [keepevents=<bool>] [keepempty=<bool>] [consecutive=<bool>]",
    Description = "Keeps the first row (or n) of each combination of values; of events the newest. Rows without one of the fields are dropped unless keepempty=true; with keepevents=true further rows stay but lose the fields; with consecutive=true only neighbours are compared.",
    Example = "error | dedup host, user")]
internal sealed class DedupCommand(DedupCommand.Settings settings) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.Ordered;

    // With rows of other peers in between, what a peer sees as neighbours are none.
    public override SearchCommand? OnPeer => settings.Consecutive || settings.KeepEvents ? null : this;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var count = 1;
        if (tokens.TryTakeInteger(out var given))
        {
            count = given > 0 ? given : throw tokens.Error("dedup 0 would keep nothing", "1 or more", tokens.Position);
        }

        var settings = new Settings([], count, false, false, false);
        while (!tokens.AtEndOfCommand)
        {
            if (tokens.TryTakeOption("keepevents"))
            {
                settings = settings with { KeepEvents = tokens.TakeBoolean() };
            }
            else if (tokens.TryTakeOption("keepempty"))
            {
                settings = settings with { KeepEmpty = tokens.TakeBoolean() };
            }
            else if (tokens.TryTakeOption("consecutive"))
            {
                settings = settings with { Consecutive = tokens.TakeBoolean() };
            }
            else if (tokens.Peek().IsWord("sortby"))
            {
                throw tokens.Error("dedup does not sort", "a sort command before or after dedup", tokens.Peek().Position);
            }
            else if (tokens.AtOption())
            {
                throw tokens.UnknownOption("keepevents", "keepempty", "consecutive");
            }
            else
            {
                settings = settings with { Fields = [.. settings.Fields, .. tokens.TakeFields("sortby")] };
            }
        }

        return settings.Fields.Count > 0 ? new DedupCommand(settings) : throw tokens.Unexpected("a field");
    }

    public override FieldSet Needs(FieldSet after) => after.With(settings.Fields);

    internal override RowOperator Start(OperatorContext context) =>
        new Operator(settings, context.OpenBudget("dedup", "rows with values that came later are missing"));

    internal sealed record Settings(IReadOnlyList<string> Fields, int Count, bool KeepEvents, bool KeepEmpty, bool Consecutive);

    private sealed class Operator(Settings settings, MemoryBudget budget) : RowOperator
    {
        private const int GroupBytes = 64;

        private readonly GroupTable seen = new(settings.Fields.Count);
        private readonly Value[] key = new Value[settings.Fields.Count];
        private readonly Value[] previous = new Value[settings.Fields.Count];
        private int run;
        private int[] counts = new int[16];

        public override RowBatch? Process(RowBatch batch)
        {
            var columns = settings.Fields.Select(batch.ColumnOrNulls).ToArray();
            var kept = new List<int>(batch.Count);
            var repeated = new bool[batch.Count];
            for (var row = 0; row < batch.Count; row++)
            {
                var complete = true;
                for (var i = 0; i < key.Length; i++)
                {
                    key[i] = columns[i][row];
                    complete &= !key[i].IsNull;
                }

                repeated[row] = complete && IsRepeated();
                if (complete ? !repeated[row] || settings.KeepEvents : settings.KeepEmpty || settings.KeepEvents)
                {
                    kept.Add(row);
                }
            }

            var result = settings.KeepEvents ? WithoutRepeatedValues(batch, columns, repeated) : batch;
            return kept.Count == batch.Count ? result : kept.Count == 0 ? null : result.Select([.. kept]);
        }

        public override void Release() => budget.ReleaseAll();

        private bool IsRepeated()
        {
            if (settings.Consecutive)
            {
                run = key.AsSpan().SequenceEqual(previous) ? run + 1 : 1;
                key.CopyTo(previous, 0);
                return run > settings.Count;
            }

            var group = seen.Find(key);
            if (group < 0)
            {
                if (!budget.TryCharge(GroupBytes + key.Sum(value => 16 + (value.TryGetText(out var text) ? text.Length * 2 : 0))))
                {
                    return true;
                }

                group = seen.FindOrAdd(key);
                if (group == counts.Length)
                {
                    Array.Resize(ref counts, counts.Length * 2);
                }
            }

            return ++counts[group] > settings.Count;
        }

        private RowBatch WithoutRepeatedValues(RowBatch batch, Value[][] columns, bool[] repeated)
        {
            var result = batch.Share();
            for (var i = 0; i < columns.Length; i++)
            {
                var column = new Value[batch.Count];
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] = repeated[row] ? Value.Null : columns[i][row];
                }

                result.Set(settings.Fields[i], column);
            }

            return result;
        }
    }
}
