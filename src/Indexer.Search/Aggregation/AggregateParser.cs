using Indexer.Search.Commands;
using Indexer.Search.Language;

namespace Indexer.Search.Aggregation;

/// <summary>Reads the aggregates of <c>stats</c> and <c>timechart</c>: <c>function[(field or eval(expression))] [as name]</c>.</summary>
internal static class AggregateParser
{
    /// <summary>One or more aggregates, parted by commas or spaces, up to <c>by</c>, an option or the end.</summary>
    public static IReadOnlyList<AggregateSpec> ParseList(TokenReader tokens)
    {
        var specs = new List<AggregateSpec>();
        do
        {
            var start = tokens.Peek().Position;
            var spec = Parse(tokens);
            if (specs.Exists(other => other.Output == spec.Output))
            {
                throw tokens.Error($"two aggregates have the name '{spec.Output}'", "another name after 'as'", start);
            }

            specs.Add(spec);
        }
        while (tokens.TryTake(TokenKind.Comma) || !(tokens.AtEndOfCommand || tokens.Peek().IsWord("by") || tokens.AtOption()));

        return specs;
    }

    private static AggregateSpec Parse(TokenReader tokens)
    {
        var name = tokens.Take(TokenKind.Word, "an aggregate function such as count or avg(field)");
        var function = AggregateFunctions.Find(name.Text, out var percent);
        if (function is null)
        {
            var near = AggregateFunctions.Near(name.Text);
            throw tokens.Error($"unknown aggregate function '{name.Text}'", near.Count > 0 ? NearNames.Describe(near) : "count, avg, sum, min, max, dc or another", name.Position);
        }

        var spec = new AggregateSpec(function, percent, null, null, name.Text);
        if (tokens.TryTake(TokenKind.LeftParenthesis))
        {
            spec = ParseArgument(tokens, spec);
        }

        if (spec is { Field: null, Expression: null })
        {
            if (!ReferenceEquals(function, AggregateFunctions.Count))
            {
                throw tokens.Error($"'{name.Text}' needs a field", $"{name.Text}(field)", name.Position);
            }

            spec = spec with { Output = AggregateSpec.CountOfRows.Output };
        }

        return tokens.TryTakeWord("as") ? spec with { Output = tokens.TakeField().Text } : spec;
    }

    private static AggregateSpec ParseArgument(TokenReader tokens, AggregateSpec spec)
    {
        if (tokens.TryTake(TokenKind.RightParenthesis))
        {
            return spec;
        }

        var start = tokens.Peek();
        if (start.IsWord("eval"))
        {
            tokens.Next();
            if (tokens.TryTake(TokenKind.LeftParenthesis))
            {
                var from = tokens.Position;
                var expression = ExpressionParser.Parse(tokens);
                var text = tokens.Search[from..tokens.Peek().Position].Trim();
                tokens.Take(TokenKind.RightParenthesis, "a closing )");
                tokens.Take(TokenKind.RightParenthesis, "a second closing )");
                return spec with { Expression = expression, Output = $"{spec.Output}(eval({text}))" };
            }

            tokens.Position = start.Position;
        }

        var field = tokens.TakeField();
        if (field.Text.Contains('*'))
        {
            throw tokens.Error($"'{field.Text}' has a wildcard", "one field", field.Position);
        }

        tokens.Take(TokenKind.RightParenthesis, "a closing )");
        return spec with { Field = field.Text, Output = $"{spec.Output}({field.Text})" };
    }
}
