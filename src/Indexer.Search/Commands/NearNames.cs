using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>Finds what somebody may have meant, for messages.</summary>
internal static class NearNames
{
    private const int SuggestionsMax = 3;
    private const int PrefixMin = 3;

    /// <summary>The names closest to <paramref name="name"/>, closest first; none where all are far.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        var distanceMax = Math.Max(1, name.Length / 3);
        return
        [
            .. from candidate in known
               let distance = NameDistance.Between(name, candidate)
               where distance <= distanceMax || (name.Length >= PrefixMin && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
               orderby distance, candidate
               select candidate,
        ];
    }

    /// <summary><c>'a' or 'b'</c>, or empty.</summary>
    public static string Describe(IEnumerable<string> names) => string.Join(" or ", names.Take(SuggestionsMax).Select(name => $"'{name}'"));
}
