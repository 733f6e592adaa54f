using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>
/// Matching events of one <see cref="IScanUnit"/>, column by column. Rows are in order of time, newest first. The memory is
/// pooled: dispose the block when done, and keep no span of it.
/// </summary>
public abstract class EventBlock : IDisposable
{
    public abstract int Count { get; }

    /// <summary>Per row nanoseconds since the epoch.</summary>
    public abstract ReadOnlySpan<long> Times { get; }

    /// <summary>The origins that rows refer to.</summary>
    public abstract IReadOnlyList<EventOrigin> Origins { get; }

    /// <summary>Per row the ordinal in <see cref="Origins"/>; empty without <see cref="EventColumns.Origin"/>.</summary>
    public abstract ReadOnlySpan<int> OriginOrdinals { get; }

    /// <summary>The raw text of a row in UTF-8 as it arrived; empty without <see cref="EventColumns.Raw"/>.</summary>
    public abstract ReadOnlySpan<byte> Raw(int row);

    /// <summary>The index-time fields of a row, see <see cref="Model.IndexedFields"/>; empty without <see cref="EventColumns.IndexedFields"/>.</summary>
    public abstract ReadOnlySpan<byte> IndexedFields(int row);

    /// <summary>
    /// A name for the event that no other event has and that stays for its life: <c>bucket:ordinal in the bucket</c>.
    /// </summary>
    public abstract (BucketId Bucket, long Ordinal) Address(int row);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
