namespace Indexer.Search.Expressions.Functions;

/// <summary>A function of expressions: what the parser needs to compile a call, and what the reference shows.</summary>
public sealed class FunctionDefinition
{
    internal FunctionDefinition(FunctionFamily family, string signature, string description, string example, string result,
        Func<FunctionCall, Expression> compile)
    {
        Family = family;
        Signature = signature;
        Description = description;
        Example = example;
        ExampleResult = result;
        Compile = compile;
        Name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        (ArgumentsMin, ArgumentsMax) = FunctionSignature.CountArguments(signature);
    }

    public string Name { get; }

    public FunctionFamily Family { get; }

    /// <summary>Such as <c>round(number, [digits])</c>: optional arguments in brackets, <c>…</c> for any number more.</summary>
    public string Signature { get; }

    public string Description { get; }

    /// <summary>An expression that needs no fields.</summary>
    public string Example { get; }

    /// <summary>What <see cref="Example"/> evaluates to, as text; empty for null, and where it depends on chance or time.</summary>
    public string ExampleResult { get; }

    public int ArgumentsMin { get; }

    /// <summary><see cref="int.MaxValue"/> for any number.</summary>
    public int ArgumentsMax { get; }

    /// <summary>Whether equal arguments give an equal outcome, so that a call with constants is computed once.</summary>
    internal bool IsPure { get; init; } = true;

    internal Func<FunctionCall, Expression> Compile { get; }
}

/// <summary>The chapters of the function reference.</summary>
public enum FunctionFamily
{
    Arithmetic,
    Conditional,
    Text,
    Conversion,
    Cryptographic,
    Time,
    Multivalue,
    Json,
}
