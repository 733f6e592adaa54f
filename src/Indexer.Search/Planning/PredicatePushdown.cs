using Indexer.Model.Predicates;
using Indexer.Model.Text;
using Indexer.Search.Expressions.Functions;
using Indexer.Search.Language;

namespace Indexer.Search.Planning;

/// <summary>A condition divided between storage and search.</summary>
/// <param name="Predicate">Holds for every event for which the condition holds; storage decides it.</param>
/// <param name="Residual">What must be checked on the rows that storage returns; null when the predicate is the whole condition.</param>
public sealed record PushedCondition(EventPredicate Predicate, SearchNode? Residual)
{
    public bool IsExact => Residual is null;
}

/// <summary>
/// Turns as much of a condition as possible into an <see cref="EventPredicate"/>, without ever losing an event.
/// </summary>
/// <remarks>
/// <para>Text, the default fields and <c>field::value</c> go down exactly. <c>field=value</c> on any other field goes down as a
/// necessary condition: the words of the value stand in the raw text (or the value is an index-time field), and the comparison
/// is checked again on the extracted field. Everything else (<c>!=</c>, <c>&lt;</c>, existence) is checked on rows alone, as is
/// the negation of what is not exact.</para>
/// <para>Words of a value are used only where they must stand in the text in this very form: runs of ASCII letters and digits,
/// because JSON may write any other character as an escape sequence (and is assumed not to escape these); not next to a
/// wildcard-free end when an <c>EXTRACT-</c> expression may have cut the value out of a word; not at all for computed fields
/// and for address ranges such as <c>10.0.0.0/8</c>.</para>
/// </remarks>
public sealed class PredicatePushdown(IFieldOrigins origins)
{
    public PushedCondition Push(SearchNode condition)
    {
        var (predicate, residual) = Divide(condition);
        return new PushedCondition(predicate, residual);
    }

    private (EventPredicate Predicate, SearchNode? Residual) Divide(SearchNode node)
    {
        switch (node)
        {
            case SearchNode.And and:
                var parts = and.Parts.Select(Divide).ToList();
                var residuals = parts.Where(part => part.Residual is not null).Select(part => part.Residual!).ToList();
                return (AllOf(parts.Select(part => part.Predicate)), residuals.Count == 0 ? null : SearchNode.AllOf(residuals));
            case SearchNode.Or or:
                var branches = or.Parts.Select(Divide).ToList();
                return (AnyOf(branches.Select(branch => branch.Predicate)), branches.TrueForAll(branch => branch.Residual is null) ? null : or);
            case SearchNode.Not not:
                var (negated, inexact) = Divide(not.Part);
                return inexact is null ? (new EventPredicate.Not(negated), null) : (EventPredicate.True, not);
            case SearchNode.Text text:
                return (new EventPredicate.Matches(text.Pattern), null);
            case SearchNode.IndexedField indexed:
                return (OriginOf(indexed.Field) is { } origin
                    ? new EventPredicate.OriginIs(origin, indexed.Value)
                    : new EventPredicate.IndexedFieldIs(indexed.Field, indexed.Value), null);
            case SearchNode.Comparison comparison:
                return DivideComparison(comparison);
            default:
                return (EventPredicate.True, node);
        }
    }

    private (EventPredicate Predicate, SearchNode? Residual) DivideComparison(SearchNode.Comparison comparison)
    {
        if (OriginOf(comparison.Field) is { } origin && comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            EventPredicate equal = new EventPredicate.OriginIs(origin, comparison.Value);
            return (comparison.Operator == ComparisonOperator.Equal ? equal : new EventPredicate.Not(equal), null);
        }

        return comparison.Operator == ComparisonOperator.Equal
            ? (NecessaryWords(comparison), comparison)
            : (EventPredicate.True, comparison);
    }

    private EventPredicate NecessaryWords(SearchNode.Comparison comparison)
    {
        var origin = comparison.Field == EventFields.Raw ? FieldOrigin.WholeWords
            : EventFields.Contains(comparison.Field) ? FieldOrigin.Computed
            : origins.Of(comparison.Field);
        if (origin == FieldOrigin.Computed || (comparison.Value.Contains('/') && CidrNetwork.TryParse(comparison.Value, out _)))
        {
            return EventPredicate.True;
        }

        var words = AllOf(WordsOf(comparison.Value, cutAnywhere: origin == FieldOrigin.PartsOfWords));
        return words is EventPredicate.And { Parts.Count: 0 } || comparison.Field == EventFields.Raw
            ? words
            : new EventPredicate.Or([words, new EventPredicate.IndexedFieldIs(comparison.Field, comparison.Value)]);
    }

    // A word ends where the value ends or at a breaker. Next to a wildcard it may go on, next to a non-ASCII character it does
    // (as that character or as an escape sequence that ends the word), so that nothing is known about it.
    private static IEnumerable<EventPredicate> WordsOf(string value, bool cutAnywhere)
    {
        var i = 0;
        while (i < value.Length)
        {
            if (!char.IsAsciiLetterOrDigit(value[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < value.Length && (char.IsAsciiLetterOrDigit(value[i]) || IsInnerJoiner(value, i)))
            {
                i++;
            }

            var before = start > 0 ? value[start - 1] : '\0';
            var after = i < value.Length ? value[i] : '\0';
            if (char.IsAscii(before) && char.IsAscii(after) && before != '\\')
            {
                var openLeft = before == '*' || (cutAnywhere && start == 0);
                var openRight = after == '*' || (cutAnywhere && i == value.Length);
                if (cutAnywhere && start == 0 && i - start > 1 && value[start] is 'n' or 'r' or 't' or 'b' or 'f' or 'u')
                {
                    // What was cut out of a JSON text may begin with the letter of an escape sequence, which is no part of a word there.
                    start++;
                }

                yield return new EventPredicate.Matches(TextPattern.Parse($"{(openLeft ? "*" : "")}{value[start..i]}{(openRight ? "*" : "")}"));
            }
        }
    }

    private static bool IsInnerJoiner(string value, int i) =>
        value[i] is '.' or '-' or '_' && i + 1 < value.Length && char.IsAsciiLetterOrDigit(value[i + 1]);

    private static OriginField? OriginOf(string field) => field switch
    {
        EventFields.Host => OriginField.Host,
        EventFields.Source => OriginField.Source,
        EventFields.SourceType => OriginField.SourceType,
        _ => null,
    };

    private static EventPredicate AllOf(IEnumerable<EventPredicate> parts)
    {
        var needed = parts.Where(part => part is not EventPredicate.And { Parts.Count: 0 }).ToList();
        return needed.Count == 1 ? needed[0] : needed.Count == 0 ? EventPredicate.True : new EventPredicate.And(needed);
    }

    private static EventPredicate AnyOf(IEnumerable<EventPredicate> parts)
    {
        var all = parts.ToList();
        return all.Exists(part => part is EventPredicate.And { Parts.Count: 0 }) ? EventPredicate.True
            : all.Count == 1 ? all[0] : new EventPredicate.Or(all);
    }
}
