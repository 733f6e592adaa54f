namespace Indexer.Storage.Terms;

/// <summary>Walks the words of one source in the order of <see cref="StoredWord"/>. For one thread.</summary>
internal abstract class TermCursor : IDisposable
{
    /// <summary>Class of the current word.</summary>
    public int WordClass { get; protected set; }

    /// <summary>The current word; valid until the next <see cref="MoveNext"/>.</summary>
    public abstract ReadOnlySpan<byte> Word { get; }

    public abstract bool MoveNext();

    /// <summary>Appends the postings of the current word to <paramref name="target"/>.</summary>
    public abstract void AppendPostings(PostingBuffer target);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
