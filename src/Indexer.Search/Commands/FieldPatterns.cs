using Indexer.Model.Predicates;
using Indexer.Search.Planning;

namespace Indexer.Search.Commands;

/// <summary>A list of field names in which <c>*</c> is a wildcard. Names compare with case.</summary>
internal sealed class FieldPatterns(IReadOnlyList<string> patterns)
{
    private readonly WildcardName[] names = [.. patterns.Select(pattern => new WildcardName(pattern))];

    public IReadOnlyList<string> Patterns => patterns;

    public bool HasWildcards { get; } = patterns.Any(pattern => pattern.Contains('*'));

    public bool Matches(string field) => Array.Exists(names, name => name.Matches(field));

    /// <summary>The fields that match, in the order of the patterns; names without a wildcard whether they exist or not.</summary>
    public IEnumerable<string> Expand(IReadOnlyList<string> fields) =>
        names.SelectMany(IEnumerable<string> (name) => name.HasWildcard
            ? fields.Where(field => name.Matches(field) && !EventFields.IsHidden(field)).Order(StringComparer.Ordinal)
            : [name.Pattern]).Distinct(StringComparer.Ordinal);

    private readonly struct WildcardName(string pattern)
    {
        private readonly WildcardText text = new(pattern);

        public string Pattern => pattern;

        public bool HasWildcard => text.HasWildcard;

        public bool Matches(string field) => text.HasWildcard ? text.IsMatch(field) : string.Equals(pattern, field, StringComparison.Ordinal);
    }
}
