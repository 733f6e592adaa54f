using Indexer.Model.Text;

namespace Indexer.Search.Language;

/// <summary>What the <c>search</c> command asks of an event, as a tree.</summary>
public abstract record SearchNode
{
    public static readonly SearchNode Everything = new And([]);
    public static readonly SearchNode Nothing = new Or([]);

    private SearchNode()
    {
    }

    /// <summary>All parts hold; an empty list always holds.</summary>
    public sealed record And(IReadOnlyList<SearchNode> Parts) : SearchNode;

    /// <summary>Some part holds; an empty list never holds.</summary>
    public sealed record Or(IReadOnlyList<SearchNode> Parts) : SearchNode;

    public sealed record Not(SearchNode Part) : SearchNode;

    /// <summary>A term or phrase in the raw text.</summary>
    public sealed record Text(TextPattern Pattern) : SearchNode;

    /// <summary>A field compared with a value. <c>*</c> is a wildcard with <see cref="ComparisonOperator.Equal"/> and <see cref="ComparisonOperator.NotEqual"/>.</summary>
    public sealed record Comparison(string Field, ComparisonOperator Operator, string Value) : SearchNode;

    /// <summary><c>field::value</c>: an index-time field.</summary>
    public sealed record IndexedField(string Field, string Value) : SearchNode;

    /// <summary>The event is in an index that is searched when none is named.</summary>
    public sealed record InDefaultIndex : SearchNode;

    /// <summary>The conjunction in its simplest form: nested ones taken apart, what always holds left out.</summary>
    public static SearchNode AllOf(IEnumerable<SearchNode> parts)
    {
        var flat = new List<SearchNode>();
        foreach (var part in parts)
        {
            if (part is And and)
            {
                flat.AddRange(and.Parts);
            }
            else if (part is Or { Parts.Count: 0 })
            {
                return Nothing;
            }
            else
            {
                flat.Add(part);
            }
        }

        return flat.Count == 1 ? flat[0] : new And(flat);
    }

    /// <summary>The disjunction in its simplest form.</summary>
    public static SearchNode AnyOf(IEnumerable<SearchNode> parts)
    {
        var flat = new List<SearchNode>();
        foreach (var part in parts)
        {
            if (part is Or or)
            {
                flat.AddRange(or.Parts);
            }
            else if (part is And { Parts.Count: 0 })
            {
                return Everything;
            }
            else
            {
                flat.Add(part);
            }
        }

        return flat.Count == 1 ? flat[0] : new Or(flat);
    }

    /// <summary>The negation in its simplest form.</summary>
    public static SearchNode Negate(SearchNode part) => part switch
    {
        Not not => not.Part,
        And { Parts.Count: 0 } => Nothing,
        Or { Parts.Count: 0 } => Everything,
        _ => new Not(part),
    };
}

public enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
