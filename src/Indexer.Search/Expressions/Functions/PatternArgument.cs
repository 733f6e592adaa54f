using System.Collections.Concurrent;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>
/// The regular expression that a function takes: compiled once when it is a constant (and an error in it is an error of the
/// search), otherwise compiled per distinct text, and null where it is not valid.
/// </summary>
internal sealed class PatternArgument
{
    private const int CacheMax = 256;
    private readonly SearchRegex? constant;
    private readonly ConcurrentDictionary<string, SearchRegex?>? cache;

    public PatternArgument(FunctionCall call, int argument)
    {
        if (call.ConstantText(argument) is not { } pattern)
        {
            cache = new ConcurrentDictionary<string, SearchRegex?>(StringComparer.Ordinal);
        }
        else if (!SearchRegex.TryCreate(pattern, out constant, out var problem))
        {
            throw call.Error(argument, problem, "a regular expression");
        }
    }

    public SearchRegex? Resolve(Value pattern)
    {
        if (cache is null)
        {
            return constant;
        }

        var text = pattern.AsText();
        if (!cache.TryGetValue(text, out var regex))
        {
            if (cache.Count >= CacheMax)
            {
                cache.Clear();
            }

            SearchRegex.TryCreate(text, out regex, out _, compiled: false);
            cache[text] = regex;
        }

        return regex;
    }
}
