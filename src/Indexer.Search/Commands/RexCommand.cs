using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("rex",
    Syntax = "rex [field=<field>] [max_match=<n>] \"<regular expression with (?<name>…)>\" | rex [field=<field>] mode=sed \"s/<regular expression>/<replacement>/[g|<n>]\"",
    Description = "Extracts fields by the named groups of a regular expression from a field, by default _raw; a row that does not match keeps its fields. With max_match other than 1 (0 is all, up to 1000) several matches make lists. With mode=sed replaces text in the field.",
    Example = "sshd | rex \"from (?<src>\\S+) port (?<port>\\d+)\"")]
internal sealed class RexCommand(RexCommand.Settings settings) : SearchCommand, IParsedCommand
{
    private const int MatchesMax = 1000;

    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var field = EventFields.Raw;
        var matchesMax = 1;
        var isSed = false;
        SearchRegex? regex = null;
        SedScript? sed = null;
        while (!tokens.AtEndOfCommand)
        {
            if (tokens.TryTakeOption("field"))
            {
                field = tokens.TakeField().Text;
            }
            else if (tokens.TryTakeOption("max_match"))
            {
                matchesMax = tokens.TakeInteger(0, MatchesMax);
            }
            else if (tokens.TryTakeOption("mode"))
            {
                isSed = tokens.TryTakeWord("sed") ? true : throw tokens.Unexpected("sed");
            }
            else if (tokens.AtOption())
            {
                throw tokens.UnknownOption("field", "max_match", "mode");
            }
            else if (isSed)
            {
                sed = sed is null ? SedScript.Take(tokens) : throw tokens.Unexpected("one sed expression");
            }
            else
            {
                regex = regex is null ? TakeExtraction(tokens) : throw tokens.Unexpected("one regular expression");
            }
        }

        return regex is not null || sed is not null
            ? new RexCommand(new Settings(field, matchesMax == 0 ? MatchesMax : matchesMax, regex, sed))
            : throw tokens.Unexpected(isSed ? "a sed expression" : "a regular expression");
    }

    public override FieldSet Needs(FieldSet after) => settings.Regex is { } regex && !regex.GroupNames.Any(after.Contains)
        ? after
        : after.With(settings.Field);

    internal override RowOperator Start(OperatorContext context) =>
        settings.Regex is { } regex ? new Extractor(settings.Field, regex, settings.MatchesMax) : new Replacer(settings.Field, settings.Sed!);

    private static SearchRegex TakeExtraction(TokenReader tokens)
    {
        var at = tokens.Peek().Position;
        var regex = RegexCommand.TakeRegex(tokens);
        return regex.GroupNames.Count > 0
            ? regex
            : throw tokens.Error("the regular expression extracts nothing", "a named group (?<name>…)", at);
    }

    internal sealed record Settings(string Field, int MatchesMax, SearchRegex? Regex, SedScript? Sed);

    private sealed class Extractor(string field, SearchRegex regex, int matchesMax) : RowOperator
    {
        public override RowBatch Process(RowBatch batch)
        {
            var source = batch.ColumnOrNulls(field);
            var result = batch.Share();
            var names = regex.GroupNames;
            var columns = new Value[names.Count][];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = batch.TryGetColumn(names[i], out var existing) ? existing.AsSpan(0, batch.Count).ToArray() : new Value[batch.Count];
            }

            for (var row = 0; row < batch.Count; row++)
            {
                if (!source[row].IsNull)
                {
                    Extract(source[row].AsText(), row, columns);
                }
            }

            for (var i = 0; i < columns.Length; i++)
            {
                result.Set(names[i], columns[i]);
            }

            return result;
        }

        private void Extract(string text, int row, Value[][] columns)
        {
            var match = regex.Match(text);
            if (!match.Success)
            {
                return;
            }

            if (matchesMax == 1)
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    var group = match.Groups[regex.GroupNames[i]];
                    columns[i][row] = group.Success ? Value.Of(group.Value) : columns[i][row];
                }

                return;
            }

            var found = columns.Select(_ => new List<Value>()).ToArray();
            for (var count = 0; match.Success && count < matchesMax; count++)
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    var group = match.Groups[regex.GroupNames[i]];
                    if (group.Success)
                    {
                        found[i].Add(Value.Of(group.Value));
                    }
                }

                // An empty match must not be found again.
                var next = match.Index + Math.Max(1, match.Length);
                match = next <= text.Length ? regex.Match(text, next) : System.Text.RegularExpressions.Match.Empty;
            }

            for (var i = 0; i < columns.Length; i++)
            {
                columns[i][row] = found[i].Count > 0 ? Value.OfList(found[i]) : columns[i][row];
            }
        }
    }

    private sealed class Replacer(string field, SedScript sed) : RowOperator
    {
        public override RowBatch Process(RowBatch batch)
        {
            if (!batch.TryGetColumn(field, out var source))
            {
                return batch;
            }

            var column = new Value[batch.Count];
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = source[row].IsList
                    ? Value.OfList([.. source[row].Items.Select(item => Value.Of(sed.Apply(item.AsText())))])
                    : source[row].IsNull ? Value.Null : Value.Of(sed.Apply(source[row].AsText()));
            }

            var result = batch.Share();
            result.Set(field, column);
            return result;
        }
    }
}
