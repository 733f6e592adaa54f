using Indexer.Model;
using Indexer.Search.Expressions;
using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Expressions;

/// <summary>Compiles and evaluates an expression over one row.</summary>
internal static class Evaluation
{
    /// <summary>2023-11-14T22:13:20Z in UTC.</summary>
    public static readonly SearchContext Context = new(EventTime.FromSeconds(1_700_000_000), TimeZoneInfo.Utc);

    public static Expression Compile(string text)
    {
        var tokens = new TokenReader(text, Context);
        var expression = ExpressionParser.Parse(tokens);
        Assert.Equal(TokenKind.End, tokens.Peek().Kind);
        return expression;
    }

    public static Value Evaluate(string text, params (string Field, Value Value)[] fields)
    {
        var rows = new RowBatch(1);
        foreach (var (field, value) in fields)
        {
            rows.Set(field, [value]);
        }

        var result = new Value[1];
        Compile(text).Evaluate(rows, result);
        return result[0];
    }

    public static SearchSyntaxException Fails(string text) => Assert.Throws<SearchSyntaxException>(() => Compile(text));
}
