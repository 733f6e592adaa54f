using Indexer.Model.Text;

namespace Indexer.Search.Language;

/// <summary>What the <c>search</c> command was given: the condition and the time modifiers that stood in it.</summary>
/// <param name="Condition">Without the time modifiers.</param>
/// <param name="Earliest">The value of <c>earliest=</c>, or null.</param>
/// <param name="Latest">The value of <c>latest=</c>, or null.</param>
public sealed record SearchTerms(SearchNode Condition, Token? Earliest, Token? Latest);

/// <summary>
/// Reads the arguments of the <c>search</c> command. Parentheses bind first, then <c>NOT</c>, then <c>OR</c>, and last <c>AND</c>,
/// written or implied: <c>a b OR c</c> is <c>a AND (b OR c)</c>. Operators are upper case; <c>or</c> is a term.
/// </summary>
public sealed class SearchTermsParser
{
    private const int DepthMax = 200;

    private readonly TokenReader tokens;
    private Token? earliest;
    private Token? latest;
    private int depth;
    private int alternatives;

    private SearchTermsParser(TokenReader tokens) => this.tokens = tokens;

    /// <summary>Reads up to the pipe or the end. No terms at all match every event. Throws <see cref="SearchSyntaxException"/>.</summary>
    public static SearchTerms Parse(TokenReader tokens)
    {
        tokens.Mode = TokenMode.Search;
        var parser = new SearchTermsParser(tokens);
        var condition = tokens.AtEndOfCommand ? SearchNode.Everything : parser.ParseAnd();
        if (!tokens.AtEndOfCommand)
        {
            throw tokens.Peek().Kind == TokenKind.RightParenthesis
                ? tokens.Error("a parenthesis closes that was never opened", "a term or the end", tokens.Peek().Position)
                : tokens.Unexpected("a term");
        }

        return new SearchTerms(condition, parser.earliest, parser.latest);
    }

    private bool AtEndOfGroup => tokens.AtEndOfCommand || tokens.Peek().Kind == TokenKind.RightParenthesis;

    private SearchNode ParseAnd()
    {
        var parts = new List<SearchNode>();
        while (!AtEndOfGroup)
        {
            if (IsOperator("AND"))
            {
                var and = tokens.Next();
                if (parts.Count == 0 || AtEndOfGroup)
                {
                    throw tokens.Error("AND stands alone", "a term on both sides", and.Position);
                }
            }

            parts.Add(ParseOr());
        }

        return parts.Count == 0 ? throw tokens.Unexpected("a term") : SearchNode.AllOf(parts);
    }

    private SearchNode ParseOr()
    {
        var start = tokens.Position;
        var timesBefore = (earliest, latest);
        var first = ParseNot();
        if (!IsOperator("OR"))
        {
            return first;
        }

        if (timesBefore != (earliest, latest))
        {
            throw TimeInAlternative(start);
        }

        alternatives++;
        var parts = new List<SearchNode> { first };
        while (IsOperator("OR"))
        {
            var or = tokens.Next();
            if (AtEndOfGroup)
            {
                throw tokens.Error("OR stands alone", "a term on both sides", or.Position);
            }

            parts.Add(ParseNot());
        }

        alternatives--;
        return SearchNode.AnyOf(parts);
    }

    private SearchNode ParseNot()
    {
        if (!IsOperator("NOT"))
        {
            return ParsePrimary();
        }

        var not = tokens.Next();
        if (AtEndOfGroup)
        {
            throw tokens.Error("NOT stands alone", "a term after it", not.Position);
        }

        Descend();
        alternatives++;
        var part = ParseNot();
        alternatives--;
        depth--;
        return SearchNode.Negate(part);
    }

    private SearchNode ParsePrimary()
    {
        var token = tokens.Peek();
        switch (token.Kind)
        {
            case TokenKind.LeftParenthesis:
                return ParseGroup();
            case TokenKind.Macro:
                throw tokens.Error("macros are not known here", "the text that the macro stands for", token.Position);
            case TokenKind.LeftBracket:
                throw tokens.Error("subsearches are not known here", "the terms that the subsearch would return", token.Position);
            case TokenKind.Comma:
                throw tokens.Error("a comma parts nothing here", "text that has a comma in double quotes", token.Position);
            case TokenKind.Word or TokenKind.String when !IsAnyOperator(token):
                return ParseTerm();
            default:
                throw tokens.Unexpected("a term");
        }
    }

    private SearchNode ParseGroup()
    {
        var open = tokens.Next();
        Descend();
        if (tokens.TryTake(TokenKind.RightParenthesis))
        {
            throw tokens.Error("the parentheses are empty", "a term", open.Position);
        }

        var group = ParseAnd();
        if (!tokens.TryTake(TokenKind.RightParenthesis))
        {
            throw tokens.Error("unbalanced parenthesis", "a closing )", open.Position);
        }

        depth--;
        return group;
    }

    private SearchNode ParseTerm()
    {
        var token = tokens.Next();
        if (OperatorOf(tokens.Peek().Kind) is { } comparison)
        {
            return ParseComparison(token, comparison);
        }

        if (token.Kind == TokenKind.Word)
        {
            if (IsOperator("IN"))
            {
                return ParseIn(token);
            }

            if (token.Text == "TERM" && tokens.Peek() is { Kind: TokenKind.LeftParenthesis, SpaceBefore: false })
            {
                return ParseExactTerm();
            }

            if (TryParseIndexedField(token) is { } indexed)
            {
                return indexed;
            }
        }

        var pattern = TextPattern.Parse(token.Text);
        return pattern.MatchesEverything ? SearchNode.Everything : new SearchNode.Text(pattern);
    }

    private SearchNode ParseComparison(Token field, ComparisonOperator comparison)
    {
        tokens.Next();
        if (tokens.Peek().Kind is not (TokenKind.Word or TokenKind.String))
        {
            throw tokens.Unexpected($"a value for '{field.Text}'");
        }

        var value = tokens.Next();
        switch (field.Text)
        {
            case "earliest" or "starttime" when comparison == ComparisonOperator.Equal:
                SetTime(ref earliest, field, value);
                return SearchNode.Everything;
            case "latest" or "endtime" when comparison == ComparisonOperator.Equal:
                SetTime(ref latest, field, value);
                return SearchNode.Everything;
            case "_index_earliest" or "_index_latest":
                throw tokens.Error($"the time at which an event was indexed is not stored, so '{field.Text}' cannot be used", "earliest= or latest=", field.Position);
            default:
                return new SearchNode.Comparison(field.Text, comparison, value.Text);
        }
    }

    private void SetTime(ref Token? target, Token field, Token value)
    {
        if (alternatives > 0)
        {
            throw TimeInAlternative(field.Position);
        }

        if (target is not null)
        {
            throw tokens.Error($"'{field.Text}' is given twice", "one time", field.Position);
        }

        target = value;
    }

    private SearchSyntaxException TimeInAlternative(int position) =>
        tokens.Error("a time modifier holds for the whole search and cannot stand under OR or NOT", "it beside the other terms", position);

    private SearchNode ParseIn(Token field)
    {
        tokens.Next();
        tokens.Take(TokenKind.LeftParenthesis, "( and a list of values");
        var values = new List<SearchNode>();
        do
        {
            if (tokens.Peek().Kind is not (TokenKind.Word or TokenKind.String))
            {
                throw tokens.Unexpected("a value");
            }

            values.Add(new SearchNode.Comparison(field.Text, ComparisonOperator.Equal, tokens.Next().Text));
        }
        while (tokens.TryTake(TokenKind.Comma) || !AtEndOfGroup);

        tokens.Take(TokenKind.RightParenthesis, "a comma or a closing )");
        return SearchNode.AnyOf(values);
    }

    // The text of TERM(…) is taken as it stands: it may hold what would otherwise be operators.
    private SearchNode ParseExactTerm()
    {
        var open = tokens.Next();
        var close = tokens.Search.IndexOf(')', open.End);
        if (close < 0)
        {
            throw tokens.Error("unbalanced parenthesis", "a closing )", open.Position);
        }

        var text = tokens.Search[open.End..close].Trim().Trim('"');
        if (text.Length == 0)
        {
            throw tokens.Error("TERM() is empty", "a term", open.Position);
        }

        tokens.Position = close + 1;
        return new SearchNode.Text(TextPattern.Term(text));
    }

    private SearchNode.IndexedField? TryParseIndexedField(Token token)
    {
        var colons = token.Text.IndexOf("::", StringComparison.Ordinal);
        if (colons <= 0)
        {
            return null;
        }

        var field = token.Text[..colons];
        var value = token.Text[(colons + 2)..];
        if (value.Length == 0)
        {
            if (tokens.Peek() is not { Kind: TokenKind.String, SpaceBefore: false })
            {
                return null;
            }

            value = tokens.Next().Text;
        }

        return new SearchNode.IndexedField(field, value);
    }

    private void Descend()
    {
        if (++depth > DepthMax)
        {
            throw tokens.Error("the search is nested too deeply", $"at most {DepthMax} levels", tokens.Position);
        }
    }

    private bool IsOperator(string name) => tokens.Peek() is { Kind: TokenKind.Word } token && token.Text == name;

    private static bool IsAnyOperator(Token token) => token is { Kind: TokenKind.Word, Text: "AND" or "OR" or "NOT" };

    private static ComparisonOperator? OperatorOf(TokenKind kind) => kind switch
    {
        TokenKind.Equal or TokenKind.DoubleEqual => ComparisonOperator.Equal,
        TokenKind.NotEqual => ComparisonOperator.NotEqual,
        TokenKind.Less => ComparisonOperator.Less,
        TokenKind.LessOrEqual => ComparisonOperator.LessOrEqual,
        TokenKind.Greater => ComparisonOperator.Greater,
        TokenKind.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };
}
