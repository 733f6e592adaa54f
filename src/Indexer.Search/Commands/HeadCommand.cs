using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("head",
    Syntax = "head [<n> | limit=<n>] [(<condition>)] [null=<bool>] [keeplast=<bool>]",
    Description = "Keeps the first rows: 10, or n, or as long as the condition holds. With null=true the condition counts as true for a row that lacks one of its fields; with keeplast=true the row that ends it is kept.",
    Example = "error | head 100")]
internal sealed class HeadCommand(HeadCommand.Settings settings) : SearchCommand, IParsedCommand
{
    private const int DefaultCount = 10;

    public override CommandKind Kind => CommandKind.Ordered;

    public override bool MayEndEarly => true;

    public override SearchCommand? OnPeer => this;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var settings = new Settings(null, null, false, false);
        while (!tokens.AtEndOfCommand)
        {
            if (tokens.TryTakeOption("limit"))
            {
                settings = settings with { Count = tokens.TakeInteger(0) };
            }
            else if (tokens.TryTakeOption("null"))
            {
                settings = settings with { NullContinues = tokens.TakeBoolean() };
            }
            else if (tokens.TryTakeOption("keeplast"))
            {
                settings = settings with { KeepLast = tokens.TakeBoolean() };
            }
            else if (tokens.Peek().Kind == TokenKind.LeftParenthesis)
            {
                settings = settings with { Condition = ExpressionParser.ParseTest(tokens) };
            }
            else
            {
                settings = settings with { Count = tokens.TakeInteger(0) };
            }
        }

        return new HeadCommand(settings.Condition is null ? settings with { Count = settings.Count ?? DefaultCount } : settings);
    }

    public override FieldSet Needs(FieldSet after) => settings.Condition is { } condition ? after.With(condition.Fields) : after;

    internal override RowOperator Start(OperatorContext context) => new Operator(settings);

    /// <param name="Count">At most this many rows; null is no limit.</param>
    /// <param name="Condition">Ends with the first row for which it does not hold.</param>
    internal sealed record Settings(int? Count, Expression? Condition, bool NullContinues, bool KeepLast);

    private sealed class Operator(Settings settings) : RowOperator
    {
        private int left = settings.Count ?? int.MaxValue;
        private bool ended;

        public override bool IsSatisfied => left == 0 || ended;

        public override RowBatch? Process(RowBatch batch)
        {
            var count = Math.Min(left, batch.Count);
            if (ended || count == 0)
            {
                return null;
            }

            if (settings.Condition is { } condition)
            {
                count = Math.Min(count, CountUntilEnd(batch, condition));
            }

            left -= settings.Count is null ? 0 : count;
            if (count == batch.Count)
            {
                return batch;
            }

            var rows = new int[count];
            for (var i = 0; i < count; i++)
            {
                rows[i] = i;
            }

            return count == 0 ? null : batch.Select(rows);
        }

        private int CountUntilEnd(RowBatch batch, Expression condition)
        {
            var outcomes = new Value[batch.Count];
            condition.Evaluate(batch, outcomes);
            for (var row = 0; row < outcomes.Length; row++)
            {
                if (!outcomes[row].IsTrue && !(settings.NullContinues && condition.Fields.Any(field => batch[field, row].IsNull)))
                {
                    ended = true;
                    return settings.KeepLast ? row + 1 : row;
                }
            }

            return outcomes.Length;
        }
    }
}
