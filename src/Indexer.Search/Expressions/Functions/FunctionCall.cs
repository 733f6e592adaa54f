using Indexer.Search.Language;

namespace Indexer.Search.Expressions.Functions;

/// <summary>A call that is being compiled.</summary>
internal sealed class FunctionCall(FunctionDefinition definition, int position, IReadOnlyList<Expression> arguments, TokenReader tokens)
{
    public FunctionDefinition Definition => definition;

    public int Position => position;

    public IReadOnlyList<Expression> Arguments => arguments;

    public SearchContext Context => tokens.Context;

    /// <summary>The text of an argument that is a constant; null for one that is computed per row.</summary>
    public string? ConstantText(int argument) =>
        argument < arguments.Count && arguments[argument] is ConstantExpression { Value.IsNull: false } constant ? constant.Value.AsText() : null;

    /// <summary>Demands that an argument is a condition.</summary>
    public void RequireTest(int argument)
    {
        if (!arguments[argument].IsTest)
        {
            throw Error(argument, "not a condition", "a comparison or a function that tests something");
        }
    }

    /// <summary>An error at the place of an argument.</summary>
    public SearchSyntaxException Error(int argument, string problem, string expected) =>
        tokens.Error($"{problem} (argument {argument + 1} of {definition.Name})", expected, arguments[argument].Position);
}
