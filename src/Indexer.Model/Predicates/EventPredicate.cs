using Indexer.Model.Text;

namespace Indexer.Model.Predicates;

/// <summary>
/// The part of a search that storage decides by itself, exactly: text, the default fields, index-time fields. Everything
/// else (search-time fields, pipes) is decided on the rows that storage returns.
/// </summary>
public abstract record EventPredicate
{
    public static readonly EventPredicate True = new And([]);
    public static readonly EventPredicate False = new Or([]);

    private EventPredicate()
    {
    }

    /// <summary>All parts hold; an empty list is always true.</summary>
    public sealed record And(IReadOnlyList<EventPredicate> Parts) : EventPredicate;

    /// <summary>Some part holds; an empty list is never true.</summary>
    public sealed record Or(IReadOnlyList<EventPredicate> Parts) : EventPredicate;

    public sealed record Not(EventPredicate Part) : EventPredicate;

    /// <summary>The raw text matches.</summary>
    public sealed record Matches(TextPattern Pattern) : EventPredicate;

    /// <summary>A default field equals a value, compared without case; <c>*</c> in the value is a wildcard.</summary>
    public sealed record OriginIs(OriginField Field, string Value) : EventPredicate;

    /// <summary><c>field::value</c>: an index-time field equals a value, compared without case; <c>*</c> in the value is a wildcard.</summary>
    public sealed record IndexedFieldIs(string Field, string Value) : EventPredicate;
}

/// <summary>The default fields that say where an event came from.</summary>
public enum OriginField
{
    Host,
    Source,
    SourceType,
}
