using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>A table of a page, as the index knows it.</summary>
/// <param name="Page">The page's number in the bucket.</param>
internal readonly record struct TablePlace(SliceInfo Slice, TableInfo Table, int Page)
{
    /// <summary>The id in the bucket of the table's template.</summary>
    public int Template => Slice.TemplateIds[Table.Template];
}

/// <summary>
/// A predicate made ready for one bucket: terms are looked up, templates searched, origins compared. Decides first from the
/// index what it can, then exactly per row. Immutable, thread-safe.
/// </summary>
internal abstract class QueryNode
{
    /// <summary>How much work a row costs; cheap parts of a conjunction are asked first.</summary>
    public abstract int Cost { get; }

    /// <summary>Whether deciding on a row takes what stands in the slice's rows: origins or index-time fields.</summary>
    public abstract bool NeedsRows { get; }

    /// <summary>Whether no event of the bucket can match.</summary>
    public abstract bool IsNever { get; }

    public abstract Truth Decide(TablePlace table);

    /// <summary>The number of matching rows of a page where the index knows it without looking at rows; −1 where it does not.</summary>
    public virtual long CountOf(SliceInfo slice, PageInfo page, int pageNumber) => -1;

    /// <summary>Clears the flags of rows of a decoded table that do not match.</summary>
    public abstract void Narrow(TableRows rows, Span<bool> active);

    /// <summary>Whether an event that is in no slice yet matches.</summary>
    public abstract bool IsMatch(TailEvent tailEvent);
}
