using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// A hot bucket among those of its index, with what was given to it. All but the completions is guarded by the lock of the
/// <see cref="HotBucketSet"/>.
/// </summary>
internal sealed class HotSlot(IHotBucket bucket, BucketHandle handle, bool isQuarantine, DateTimeOffset created)
{
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource rolled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource resolved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventTime? earliest;
    private EventTime? latest;
    private DateTimeOffset lastUse = created;
    private int appends;
    private bool isClosed;

    public IHotBucket Bucket { get; } = bucket;

    public BucketHandle Handle { get; } = handle;

    public bool IsQuarantine { get; } = isQuarantine;

    public DateTimeOffset Created { get; } = created;

    /// <summary>What was given to the bucket, also what it has not stored yet: choices must not depend on how fast a disk is.</summary>
    public HotCandidate Candidate => new(earliest, latest, lastUse, Created, IsQuarantine);

    /// <summary>Completes when the slot is closed and the last append has ended.</summary>
    public Task Idle => idle.Task;

    /// <summary>Completes when the roll ended, well or not. Never fails.</summary>
    public Task Rolled => rolled.Task;

    /// <summary>
    /// Completes when it is known for good which batches the bucket holds: it was sealed, recovered or set aside. What a journal
    /// shows after a failed sync may be in memory only, so it does not count before the final form was written from it.
    /// </summary>
    public Task Resolved => resolved.Task;

    public void BeginAppend(EventTime from, EventTime to, DateTimeOffset now)
    {
        earliest = earliest is { } first && first < from ? first : from;
        latest = latest is { } last && last > to ? last : to;
        lastUse = now;
        appends++;
    }

    public void EndAppend()
    {
        appends--;
        CompleteIfIdle();
    }

    public void Close()
    {
        isClosed = true;
        CompleteIfIdle();
    }

    public void EndRoll() => rolled.TrySetResult();

    public void Resolve() => resolved.TrySetResult();

    private void CompleteIfIdle()
    {
        if (isClosed && appends == 0)
        {
            idle.TrySetResult();
        }
    }
}
