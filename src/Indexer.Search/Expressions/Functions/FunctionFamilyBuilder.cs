using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>Collects the definitions of one family; the methods differ in what happens to nulls and lists.</summary>
internal sealed class FunctionFamilyBuilder(FunctionFamily family)
{
    private readonly List<FunctionDefinition> definitions = [];

    public IReadOnlyList<FunctionDefinition> Definitions => definitions;

    /// <summary>A function that is null when an argument is.</summary>
    public void Add(string signature, string description, string example, string result, RowFunction function) =>
        AddCompiled(signature, description, example, result, call => new FunctionExpression(call, function, NullRule.Propagate, isTest: false, eachItem: false));

    /// <summary>As <see cref="Add"/>; a multivalue in the first place makes a multivalue of the outcomes.</summary>
    public void AddForEachItem(string signature, string description, string example, string result, RowFunction function) =>
        AddCompiled(signature, description, example, result, call => new FunctionExpression(call, function, NullRule.Propagate, isTest: false, eachItem: true));

    /// <summary>A function of numbers, null when the argument is not one.</summary>
    public void AddNumeric(string signature, string description, string example, string result, Func<double, double> function) =>
        AddForEachItem(signature, description, example, result, arguments =>
            arguments[0].TryGetNumber(out var number) ? Value.Of(function(number)) : Value.Null);

    /// <summary>A function that wants to see nulls and lists.</summary>
    public void AddSeeingNulls(string signature, string description, string example, string result, RowFunction function) =>
        AddCompiled(signature, description, example, result, call => new FunctionExpression(call, function, NullRule.Pass, isTest: false, eachItem: false));

    /// <summary>A test that is false when an argument is null, and true for a multivalue when one item passes.</summary>
    public void AddTest(string signature, string description, string example, string result, RowFunction function) =>
        AddCompiled(signature, description, example, result, call => new FunctionExpression(call, function, NullRule.False, isTest: true, eachItem: true));

    /// <summary>A test that wants to see nulls and lists.</summary>
    public void AddTestSeeingNulls(string signature, string description, string example, string result, RowFunction function) =>
        AddCompiled(signature, description, example, result, call => new FunctionExpression(call, function, NullRule.Pass, isTest: true, eachItem: false));

    /// <summary>A function that prepares something when it is compiled, or that is more than a function of a row.</summary>
    public void AddCompiled(string signature, string description, string example, string result, Func<FunctionCall, Expression> compile, bool isPure = true) =>
        definitions.Add(new FunctionDefinition(family, signature, description, example, result, compile) { IsPure = isPure });
}
