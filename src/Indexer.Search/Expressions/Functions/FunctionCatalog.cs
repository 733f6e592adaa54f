using System.Collections.Frozen;
using Indexer.Search.Language;

namespace Indexer.Search.Expressions.Functions;

/// <summary>All functions by name. Names take any case.</summary>
public static class FunctionCatalog
{
    private static readonly FrozenDictionary<string, FunctionDefinition> ByName = new[]
    {
        ArithmeticFunctions.Define(),
        ConditionalFunctions.Define(),
        TextFunctions.Define(),
        ConversionFunctions.Define(),
        CryptographicFunctions.Define(),
        TimeFunctions.Define(),
        MultivalueFunctions.Define(),
        JsonFunctions.Define(),
    }.SelectMany(family => family).ToFrozenDictionary(definition => definition.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of the reference: by family, then by name.</summary>
    public static IReadOnlyList<FunctionDefinition> All { get; } =
        [.. ByName.Values.OrderBy(definition => definition.Family).ThenBy(definition => definition.Name, StringComparer.Ordinal)];

    public static FunctionDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>For a message: the functions whose names are nearest to a mistyped one.</summary>
    internal static string Suggest(string name)
    {
        var near = ByName.Keys
            .Select(candidate => (candidate, distance: NameDistance.Between(name, candidate)))
            .Where(pair => pair.distance <= 2)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(3)
            .Select(pair => pair.candidate)
            .ToList();
        return near.Count == 0 ? "a function such as if, round or strftime" : string.Join(" or ", near);
    }
}
