using System.Collections.Immutable;

namespace Indexer.Storage.Reading;

/// <summary>Ordinals of a bucket's events that <c>delete</c> hid from every search. Immutable.</summary>
internal sealed class DeletedEvents(ImmutableSortedSet<long> ordinals)
{
    public static readonly DeletedEvents None = new([]);

    public bool IsEmpty => ordinals.IsEmpty;

    public bool Contains(long ordinal) => ordinals.Contains(ordinal);

    /// <summary>Whether an event of [first, first + count) is hidden.</summary>
    public bool Touches(long first, int count)
    {
        if (ordinals.IsEmpty)
        {
            return false;
        }

        var index = ordinals.IndexOf(first);
        index = index < 0 ? ~index : index;
        return index < ordinals.Count && ordinals[index] < first + count;
    }
}
