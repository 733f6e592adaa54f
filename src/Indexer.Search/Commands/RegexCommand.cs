using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("regex",
    Syntax = "regex [<field>=|<field>!=]\"<regular expression>\"",
    Description = "Keeps the rows whose field (by default _raw) matches a regular expression, or with != does not. Case counts.",
    Example = "error | regex user=\"^svc-\\d+$\"")]
internal sealed class RegexCommand(string field, SearchRegex regex, bool negated) : SearchCommand, IParsedCommand
{
    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var field = EventFields.Raw;
        var negated = false;
        var start = tokens.Position;
        var name = tokens.TakeField();
        if (tokens.Peek().Kind is TokenKind.Equal or TokenKind.NotEqual)
        {
            field = name.Text;
            negated = tokens.Next().Kind == TokenKind.NotEqual;
        }
        else
        {
            tokens.Position = start;
        }

        return new RegexCommand(field, TakeRegex(tokens), negated);
    }

    public override FieldSet Needs(FieldSet after) => after.With(field);

    internal override RowOperator Start(OperatorContext context) => new Operator(field, regex, negated);

    /// <summary>Takes a regular expression, quoted or a word.</summary>
    internal static SearchRegex TakeRegex(TokenReader tokens)
    {
        var at = tokens.Peek().Position;
        var pattern = tokens.TakeText("a regular expression in double quotes");
        return SearchRegex.TryCreate(pattern, out var regex, out var problem)
            ? regex
            : throw tokens.Error(problem, "a regular expression", at);
    }

    private sealed class Operator(string field, SearchRegex regex, bool negated) : RowOperator
    {
        public override RowBatch? Process(RowBatch batch)
        {
            var column = batch.ColumnOrNulls(field);
            var kept = new List<int>(batch.Count);
            for (var row = 0; row < batch.Count; row++)
            {
                var value = column[row];
                var matches = value.IsList ? value.Items.Any(item => regex.IsMatch(item.AsText())) : !value.IsNull && regex.IsMatch(value.AsText());
                if (matches != negated)
                {
                    kept.Add(row);
                }
            }

            return kept.Count == batch.Count ? batch : kept.Count == 0 ? null : batch.Select([.. kept]);
        }
    }
}
