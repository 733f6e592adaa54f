using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("rename",
    Syntax = "rename <field> as <field> [, <field> as <field>]…",
    Description = "Renames fields. With one * in both names, what it stands for is kept. A field that has the new name already is replaced, even by nothing where the first one is missing.",
    Example = "… | rename clientip as \"client address\", http_* as *")]
internal sealed class RenameCommand(IReadOnlyList<RenameCommand.Renaming> renamings) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var renamings = new List<Renaming>();
        do
        {
            var from = tokens.TakeField();
            if (!tokens.TryTakeWord("as"))
            {
                throw tokens.Unexpected($"as and a new name for '{from.Text}'");
            }

            var to = tokens.TakeField();
            var wildcards = from.Text.Count(c => c == '*');
            if (wildcards > 1 || wildcards != to.Text.Count(c => c == '*'))
            {
                throw tokens.Error($"'{from.Text}' cannot become '{to.Text}'", "one * in both names or in none", from.Position);
            }

            renamings.Add(new Renaming(from.Text, to.Text));
        }
        while (tokens.TryTake(TokenKind.Comma) || !tokens.AtEndOfCommand);

        return new RenameCommand(renamings);
    }

    public override FieldSet Needs(FieldSet after)
    {
        for (var i = renamings.Count - 1; i >= 0; i--)
        {
            if (renamings[i].HasWildcard)
            {
                return FieldSet.All;
            }

            if (after.Contains(renamings[i].To))
            {
                after = after.Without(renamings[i].To).With(renamings[i].From);
            }
        }

        return after;
    }

    internal override RowOperator Start(OperatorContext context) => new Operator(renamings);

    internal sealed record Renaming(string From, string To)
    {
        public bool HasWildcard => From.Contains('*');

        /// <summary>The new name of a field, or null when it is not meant.</summary>
        public string? Rename(string field)
        {
            if (!HasWildcard)
            {
                return field == From ? To : null;
            }

            var star = From.IndexOf('*');
            var before = From.AsSpan(0, star);
            var after = From.AsSpan(star + 1);
            return field.Length >= before.Length + after.Length && field.AsSpan().StartsWith(before) && field.AsSpan().EndsWith(after)
                ? To.Replace("*", field[before.Length..(field.Length - after.Length)], StringComparison.Ordinal)
                : null;
        }
    }

    private sealed class Operator(IReadOnlyList<Renaming> renamings) : RowOperator
    {
        public override RowBatch Process(RowBatch batch)
        {
            foreach (var renaming in renamings)
            {
                batch = Rename(batch, renaming);
            }

            return batch;
        }

        private static RowBatch Rename(RowBatch batch, Renaming renaming)
        {
            if (!renaming.HasWildcard && !batch.TryGetColumn(renaming.From, out _))
            {
                return batch.Project([.. batch.Fields.Where(field => field != renaming.To)]);
            }

            var names = batch.Fields.Select(field => EventFields.IsHidden(field) ? field : renaming.Rename(field) ?? field).ToList();
            if (names.SequenceEqual(batch.Fields))
            {
                return batch;
            }

            var renamed = new RowBatch(batch.Count);
            for (var i = 0; i < names.Count; i++)
            {
                // A field that merely had the name gives way to the one that gets it.
                var gaveWay = names[i] == batch.Fields[i] && names.Where((name, other) => other != i && name == names[i]).Any();
                if (!gaveWay && batch.TryGetColumn(batch.Fields[i], out var column))
                {
                    renamed.Set(names[i], column);
                }
            }

            return renamed;
        }
    }
}
