using System.Globalization;
using Indexer.Search.Expressions;
using Indexer.Search.Expressions.Functions;
using Indexer.Search.Values;

namespace Indexer.Search.Language;

/// <summary>
/// Compiles the expressions of <c>eval</c>, <c>where</c> and the like. From loosest to tightest: <c>XOR</c>, <c>OR</c>, <c>AND</c>,
/// <c>NOT</c>, comparisons with <c>LIKE</c> and <c>IN</c>, <c>+ - .</c>, <c>* / %</c>, sign. Operators of one level group from
/// the left. Keywords take any case.
/// </summary>
public sealed class ExpressionParser
{
    // Bounds the stack; far beyond what a person writes.
    private const int DepthMax = 200;

    // Bounds the length of a chain such as 1+1+1…, which is a deep tree as well.
    private const int OperatorsMax = 1_000;

    private readonly TokenReader tokens;
    private int depth;
    private int operators;

    private ExpressionParser(TokenReader tokens)
    {
        this.tokens = tokens;
    }

    /// <summary>
    /// Reads the longest expression that starts here and leaves what follows it. The reader's <see cref="TokenReader.Mode"/> is
    /// as before.
    /// </summary>
    /// <exception cref="SearchSyntaxException">There is no expression here.</exception>
    public static Expression Parse(TokenReader tokens)
    {
        var mode = tokens.Mode;
        tokens.Mode = TokenMode.Expression;
        try
        {
            return new ExpressionParser(tokens).ParseXor();
        }
        finally
        {
            tokens.Mode = mode;
        }
    }

    /// <summary>As <see cref="Parse"/>, for a place where only a condition makes sense.</summary>
    public static Expression ParseTest(TokenReader tokens) => RequireTest(Parse(tokens), tokens);

    private static Expression RequireTest(Expression expression, TokenReader tokens) =>
        expression.IsTest ? expression : throw tokens.Error("not a condition", "a comparison or a function that tests something", expression.Position);

    private Expression ParseXor()
    {
        if (++depth > DepthMax)
        {
            throw tokens.Error("the expression is nested too deeply", $"at most {DepthMax} levels", tokens.Peek().Position);
        }

        var left = ParseOr();
        while (TryTakeOperator("XOR"))
        {
            left = Combine(LogicalOperation.Xor, left, ParseOr());
        }

        depth--;
        return left;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (TryTakeOperator("OR"))
        {
            left = Combine(LogicalOperation.Or, left, ParseAnd());
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (TryTakeOperator("AND"))
        {
            left = Combine(LogicalOperation.And, left, ParseNot());
        }

        return left;
    }

    private Expression Combine(LogicalOperation operation, Expression left, Expression right) =>
        Fold(new LogicalExpression(operation, RequireTest(left, tokens), RequireTest(right, tokens)), left, right);

    private Expression ParseNot()
    {
        var position = tokens.Peek().Position;
        if (!TryTakeOperator("NOT"))
        {
            return ParseComparison();
        }

        if (++depth > DepthMax)
        {
            throw tokens.Error("the expression is nested too deeply", $"at most {DepthMax} levels", position);
        }

        var operand = RequireTest(ParseNot(), tokens);
        depth--;
        return Fold(new NotExpression(operand, position), operand);
    }

    private Expression ParseComparison()
    {
        var left = ParseSum();
        var next = tokens.Peek();
        switch (next.Kind)
        {
            case TokenKind.Equal or TokenKind.DoubleEqual or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual
                or TokenKind.Greater or TokenKind.GreaterOrEqual:
                tokens.Next();
                var right = ParseSum();
                return Fold(new ComparisonExpression(next.Kind, left, right), left, right);
            case TokenKind.Word when next.IsWord("LIKE"):
                tokens.Next();
                return Call("like", left.Position, [left, ParseSum()]);
            case TokenKind.Word when next.IsWord("IN"):
                tokens.Next();
                tokens.Take(TokenKind.LeftParenthesis, "'(' and a list of values");
                return Call("in", left.Position, [left, .. ParseArguments()]);
            default:
                return left;
        }
    }

    private Expression ParseSum()
    {
        var left = ParseProduct();
        while (tokens.Peek().Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Dot)
        {
            CountOperator();
            var operation = tokens.Next().Kind;
            var right = ParseProduct();
            left = operation == TokenKind.Dot
                ? Fold(new ConcatenationExpression(left, right), left, right)
                : Fold(new ArithmeticExpression(operation, left, right), left, right);
        }

        return left;
    }

    private Expression ParseProduct()
    {
        var left = ParseSigned();
        while (tokens.Peek().Kind is TokenKind.Star or TokenKind.Slash or TokenKind.Percent)
        {
            CountOperator();
            var operation = tokens.Next().Kind;
            var right = ParseSigned();
            left = Fold(new ArithmeticExpression(operation, left, right), left, right);
        }

        return left;
    }

    private Expression ParseSigned()
    {
        var negative = false;
        var position = tokens.Peek().Position;
        while (tokens.Peek().Kind is TokenKind.Minus or TokenKind.Plus)
        {
            negative ^= tokens.Next().Kind == TokenKind.Minus;
        }

        var operand = ParsePrimary();
        return negative
            ? Fold(new ArithmeticExpression(TokenKind.Minus, new ConstantExpression(Value.Of(0), position), operand), operand)
            : operand;
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Peek();
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Next();
                return Number(token.Text, token.Position);
            case TokenKind.Dot:
                tokens.Next();
                var fraction = tokens.Peek();
                return fraction is { Kind: TokenKind.Number, SpaceBefore: false } && !fraction.Text.Contains('.', StringComparison.Ordinal)
                    ? Number("0." + tokens.Next().Text, token.Position)
                    : throw tokens.Error("unexpected '.'", "a value before the '.' that joins two texts", token.Position);
            case TokenKind.String:
                tokens.Next();
                return new ConstantExpression(Value.Of(token.Text), token.Position);
            case TokenKind.Field when token.Text.Length > 0:
                tokens.Next();
                return new FieldExpression(token.Text, token.Position);
            case TokenKind.LeftParenthesis:
                tokens.Next();
                var inner = ParseXor();
                tokens.Take(TokenKind.RightParenthesis, "')' or an operator");
                return inner;
            case TokenKind.Word when !IsOperatorWord(token):
                tokens.Next();
                return ParseName(token);
            default:
                throw tokens.Unexpected("a field, a value, a function or '('");
        }
    }

    private Expression ParseName(Token name)
    {
        if (tokens.Peek().Kind == TokenKind.LeftParenthesis)
        {
            var definition = FunctionCatalog.Find(name.Text)
                ?? throw tokens.Error($"unknown function '{name.Text}'", FunctionCatalog.Suggest(name.Text), name.Position);
            tokens.Next();
            return Call(definition.Name, name.Position, ParseArguments());
        }

        return name.Text switch
        {
            "true" => new ConstantExpression(Value.True, name.Position),
            "false" => new ConstantExpression(Value.False, name.Position),
            _ => new FieldExpression(name.Text, name.Position),
        };
    }

    /// <summary>After the opening parenthesis: expressions between commas, and the closing one.</summary>
    private List<Expression> ParseArguments()
    {
        var arguments = new List<Expression>();
        if (tokens.TryTake(TokenKind.RightParenthesis))
        {
            return arguments;
        }

        do
        {
            arguments.Add(ParseXor());
        }
        while (tokens.TryTake(TokenKind.Comma));

        tokens.Take(TokenKind.RightParenthesis, "',' or ')'");
        return arguments;
    }

    private Expression Call(string function, int position, IReadOnlyList<Expression> arguments)
    {
        var definition = FunctionCatalog.Find(function)!;
        if (arguments.Count < definition.ArgumentsMin || arguments.Count > definition.ArgumentsMax)
        {
            throw tokens.Error($"function {function} does not take {arguments.Count} arguments", definition.Signature, position);
        }

        var expression = definition.Compile(new FunctionCall(definition, position, arguments, tokens));
        return definition.IsPure ? Fold(expression, arguments) : expression;
    }

    private Expression Fold(Expression expression, params IReadOnlyList<Expression> operands)
    {
        if (!operands.All(operand => operand is ConstantExpression))
        {
            return expression;
        }

        var value = new Value[1];
        try
        {
            expression.Evaluate(new RowBatch(1), value);
        }
        catch (EvaluationException e)
        {
            throw tokens.Error(e.Message, string.Empty, expression.Position);
        }

        return new ConstantExpression(value[0], expression.Position);
    }

    private ConstantExpression Number(string text, int position) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new ConstantExpression(Value.Of(number), position)
            : throw tokens.Error("the number is too large", "a number below 1.8e308", position);

    private bool TryTakeOperator(string word)
    {
        if (!tokens.TryTakeWord(word))
        {
            return false;
        }

        CountOperator();
        return true;
    }

    private void CountOperator()
    {
        if (++operators > OperatorsMax)
        {
            throw tokens.Error("the expression is too long", $"at most {OperatorsMax} operators", tokens.Peek().Position);
        }
    }

    // "in" and "like" can be functions and fields as well; the others never.
    private static bool IsOperatorWord(Token token) => token.IsWord("AND") || token.IsWord("OR") || token.IsWord("XOR") || token.IsWord("NOT");
}
