namespace Indexer.Search.Expressions.Functions;

/// <summary>Reads how many arguments a signature such as <c>round(number, [digits])</c> allows.</summary>
internal static class FunctionSignature
{
    public static (int Min, int Max) CountArguments(string signature)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        var names = signature[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var more = names is [.., "…"];
        var named = more ? names.Length - 1 : names.Length;
        return (names.Take(named).Count(name => name[0] != '['), more ? int.MaxValue : named);
    }
}
