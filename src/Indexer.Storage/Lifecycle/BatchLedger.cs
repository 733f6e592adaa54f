using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Which batches an index has stored lately, over all its buckets and over restarts, so that a batch sent again is stored once.
/// A batch whose first attempt is under way, or failed with an unknown outcome, makes later attempts wait until that is known.
/// Thread-safe.
/// </summary>
internal sealed class BatchLedger
{
    private readonly Lock gate = new();
    private BatchIdSet stored = new();
    private readonly Dictionary<BatchId, TaskCompletionSource> underWay = [];

    /// <summary>
    /// True where the caller must store the batch, and then call <see cref="Stored"/> or <see cref="Failed"/>. Otherwise the batch
    /// is stored (<paramref name="earlier"/> is null) or an earlier attempt must be waited for and asked about again.
    /// </summary>
    public bool TryBegin(BatchId id, out Task? earlier)
    {
        earlier = null;
        if (id.IsNone)
        {
            return true;
        }

        lock (gate)
        {
            if (underWay.TryGetValue(id, out var attempt))
            {
                earlier = attempt.Task;
                return false;
            }

            if (stored.Contains(id))
            {
                return false;
            }

            underWay.Add(id, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return true;
        }
    }

    public void Stored(BatchId id)
    {
        if (!id.IsNone)
        {
            lock (gate)
            {
                stored.Add(id);
            }

            End(id);
        }
    }

    /// <param name="id">The batch that may or may not have reached its bucket.</param>
    /// <param name="resolved">Completes when the bucket's content is known and was given to <see cref="Add"/>; never fails.</param>
    public void Failed(BatchId id, Task resolved)
    {
        if (id.IsNone)
        {
            return;
        }

        if (resolved.IsCompleted)
        {
            End(id);
            return;
        }

        _ = resolved.ContinueWith((_, state) => End((BatchId)state!), id, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Takes in what a sealed bucket holds.</summary>
    public void Add(BatchIdSet batches)
    {
        lock (gate)
        {
            stored.Add(batches);
        }
    }

    /// <summary>For an index that was emptied: what was stored may be stored again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            stored = new BatchIdSet();
        }
    }

    private void End(BatchId id)
    {
        TaskCompletionSource? attempt;
        lock (gate)
        {
            underWay.Remove(id, out attempt);
        }

        attempt?.TrySetResult();
    }
}
