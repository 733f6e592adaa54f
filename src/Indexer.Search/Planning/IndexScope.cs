using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Search.Language;

namespace Indexer.Search.Planning;

/// <summary>Which indexes a user searches, as names or patterns with <c>*</c>. A pattern matches internal indexes only when it begins with an underscore.</summary>
/// <param name="Default">Searched when a search names none.</param>
/// <param name="Allowed">Nothing outside these is ever read.</param>
public sealed record IndexAccess(IReadOnlyList<string> Default, IReadOnlyList<string> Allowed)
{
    /// <summary>All indexes, <c>main</c> by default.</summary>
    public static readonly IndexAccess Everything = new(["main"], ["*", "_*"]);

    public bool IsDefault(IndexName index) => Matches(Default, index);

    public bool IsAllowed(IndexName index) => Matches(Allowed, index);

    internal static bool Matches(string pattern, IndexName index) =>
        (!index.IsInternal || pattern.StartsWith('_')) && new WildcardText(pattern).IsMatch(index.Value);

    private static bool Matches(IReadOnlyList<string> patterns, IndexName index) => patterns.Any(pattern => Matches(pattern, index));
}

/// <summary>Indexes for which a search asks the same.</summary>
/// <param name="Indexes">At least one.</param>
/// <param name="Condition">What is left of the condition once the index is known.</param>
public sealed record IndexScope(IReadOnlyList<IndexName> Indexes, SearchNode Condition);

/// <summary>
/// Decides the <c>index=</c> terms of a search for every index that exists, so that storage need not know about them. A branch
/// of the search that names no index searches the default ones.
/// </summary>
public static class IndexScoping
{
    /// <param name="missing">Names without a wildcard that the search mentions and no index has.</param>
    public static IReadOnlyList<IndexScope> Resolve(SearchNode condition, IReadOnlyCollection<IndexName> existing, IndexAccess access, out IReadOnlyList<string> missing)
    {
        var constrained = Constrain(condition);
        var comparisons = new List<SearchNode.Comparison>();
        CollectIndexComparisons(constrained, comparisons);
        missing = [.. comparisons.Where(c => c.Operator == ComparisonOperator.Equal && !c.Value.Contains('*'))
            .Select(c => c.Value)
            .Where(name => !existing.Any(index => IndexAccess.Matches(name, index)))
            .Distinct(StringComparer.OrdinalIgnoreCase)];

        var scopes = new List<(string Signature, List<IndexName> Indexes, SearchNode Condition)>();
        foreach (var index in existing.Where(access.IsAllowed).OrderBy(index => index.Value, StringComparer.Ordinal))
        {
            var isDefault = access.IsDefault(index);
            var signature = string.Concat(comparisons.Select(c => Holds(c, index) ? '1' : '0').Append(isDefault ? 'd' : '-'));
            var known = scopes.Find(scope => scope.Signature == signature);
            if (known.Indexes is not null)
            {
                known.Indexes.Add(index);
                continue;
            }

            scopes.Add((signature, [index], Decide(constrained, index, isDefault)));
        }

        return [.. scopes.Where(scope => scope.Condition is not SearchNode.Or { Parts.Count: 0 }).Select(scope => new IndexScope(scope.Indexes, scope.Condition))];
    }

    /// <summary>Whether a condition has a term about the index.</summary>
    public static bool MentionsIndex(SearchNode condition)
    {
        var comparisons = new List<SearchNode.Comparison>();
        CollectIndexComparisons(condition, comparisons);
        return comparisons.Count > 0;
    }

    private static SearchNode Constrain(SearchNode node) => node switch
    {
        SearchNode.Or { Parts.Count: > 0 } or => SearchNode.AnyOf(or.Parts.Select(Constrain)),
        SearchNode.And conjunction when conjunction.Parts.Any(NamesIndex) => SearchNode.AllOf(conjunction.Parts.Select(part => NamesIndex(part) ? Constrain(part) : part)),
        _ when NamesIndex(node) => node,
        _ => SearchNode.AllOf([node, new SearchNode.InDefaultIndex()]),
    };

    private static bool NamesIndex(SearchNode node) => node switch
    {
        SearchNode.And and => and.Parts.Any(NamesIndex),
        SearchNode.Or or => or.Parts.Any(NamesIndex),
        SearchNode.Comparison { Field: EventFields.Index, Operator: ComparisonOperator.Equal } => true,
        _ => false,
    };

    private static void CollectIndexComparisons(SearchNode node, List<SearchNode.Comparison> found)
    {
        switch (node)
        {
            case SearchNode.And and:
                foreach (var part in and.Parts)
                {
                    CollectIndexComparisons(part, found);
                }

                break;
            case SearchNode.Or or:
                foreach (var part in or.Parts)
                {
                    CollectIndexComparisons(part, found);
                }

                break;
            case SearchNode.Not not:
                CollectIndexComparisons(not.Part, found);
                break;
            case SearchNode.Comparison { Field: EventFields.Index } comparison:
                found.Add(comparison);
                break;
        }
    }

    private static SearchNode Decide(SearchNode node, IndexName index, bool isDefault) => node switch
    {
        SearchNode.And and => SearchNode.AllOf(and.Parts.Select(part => Decide(part, index, isDefault))),
        SearchNode.Or or => SearchNode.AnyOf(or.Parts.Select(part => Decide(part, index, isDefault))),
        SearchNode.Not not => SearchNode.Negate(Decide(not.Part, index, isDefault)),
        SearchNode.InDefaultIndex => isDefault ? SearchNode.Everything : SearchNode.Nothing,
        SearchNode.Comparison { Field: EventFields.Index } comparison => Holds(comparison, index) ? SearchNode.Everything : SearchNode.Nothing,
        _ => node,
    };

    private static bool Holds(SearchNode.Comparison comparison, IndexName index)
    {
        var order = string.Compare(index.Value, comparison.Value, StringComparison.OrdinalIgnoreCase);
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => IndexAccess.Matches(comparison.Value, index),
            ComparisonOperator.NotEqual => !IndexAccess.Matches(comparison.Value, index),
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
