namespace Indexer.Storage.Terms;

/// <summary>A word of a page.</summary>
/// <param name="Start">Where it stands in the folded text, in bytes.</param>
/// <param name="Length">In bytes, at least 1.</param>
/// <param name="Page">Counted from the first page of the slice.</param>
/// <param name="Events">Events of the page that have it, or <see cref="PostingList.UnknownEvents"/>.</param>
internal readonly record struct PageWord(int Start, int Length, int Page, int Events);
