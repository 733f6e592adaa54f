using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// The hot buckets of one index: gives each batch its bucket, makes buckets when they are needed and lets full ones roll in
/// the background while new events go to a new one. Thread-safe.
/// </summary>
internal sealed class HotBucketSet(IndexContext context, LocalIdSequence sequence, Func<HotSlot, Task> roll)
{
    /// <summary>Buckets that wait for their roll or roll. When so many are there, appends that need a new bucket wait.</summary>
    private const int RollingMax = 4;

    private readonly Lock gate = new();
    private readonly List<HotSlot> open = [];
    private readonly List<HotSlot> rolling = [];
    private Task? creation;
    private bool closed;

    /// <summary>Takes over the part's reference of the batch.</summary>
    public async Task AppendAsync(BatchPart part, CancellationToken cancellation)
    {
        HotSlot slot;
        try
        {
            slot = await AcquireAsync(part, cancellation);
        }
        catch
        {
            context.Ledger.Failed(part.Id, Task.CompletedTask);
            part.Batch.Release();
            throw;
        }

        // From here the batch is on its way to the disk; a caller that loses patience does not change whether it is stored.
        await StoreAsync(slot, part).WaitAsync(cancellation);
    }

    /// <summary>Lets the buckets roll for which <paramref name="reason"/> names one; completes when they, and those that were rolling already, have.</summary>
    public Task RollAsync(Func<HotSlot, string?> reason)
    {
        lock (gate)
        {
            var chosen = open.Select(slot => (Slot: slot, Reason: reason(slot))).Where(entry => entry.Reason is not null).ToList();
            foreach (var (slot, why) in chosen)
            {
                BeginRoll(slot, why!);
            }

            return Task.WhenAll(rolling.Select(slot => slot.Rolled));
        }
    }

    /// <summary>
    /// Takes no more events, and completes when no bucket is open, being made or rolling. A bucket that did not roll stays on disk
    /// as it is, and the next start recovers it.
    /// </summary>
    /// <param name="rollFirst">Whether the open buckets roll now.</param>
    /// <param name="impatience">Once it is cancelled, searches that still hold a bucket are no longer waited for.</param>
    public async Task CloseAsync(bool rollFirst, CancellationToken impatience)
    {
        Task? making;
        lock (gate)
        {
            closed = true;
            making = creation;
        }

        if (making is not null)
        {
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (rollFirst)
        {
            await RollAsync(_ => "the index closes");
        }

        List<HotSlot> left;
        Task rolls;
        lock (gate)
        {
            rolls = Task.WhenAll(rolling.Select(slot => slot.Rolled));
            left = [.. open];
            open.Clear();
            left.ForEach(slot => slot.Close());
        }

        await rolls;
        foreach (var slot in left)
        {
            await slot.Idle;
            context.Catalog.Remove(slot.Handle);
            await slot.Handle.Retired.WaitAsync(impatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await slot.Bucket.DisposeAsync();
        }
    }

    private async Task<HotSlot> AcquireAsync(BatchPart part, CancellationToken cancellation)
    {
        var quarantine = part.Quarantine;
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (closed)
                {
                    throw new IndexingPausedException($"index '{context.Name}' is being closed; send the events again");
                }

                var now = context.Time.GetUtcNow();
                var choice = HotBucketChooser.Choose(open.ConvertAll(slot => slot.Candidate), part.Batch.Earliest, part.Batch.Latest, quarantine, context.Settings, now);
                switch (choice.Kind)
                {
                    case HotChoiceKind.Use:
                        open[choice.Ordinal].BeginAppend(part.Batch.Earliest, part.Batch.Latest, now);
                        return open[choice.Ordinal];
                    case HotChoiceKind.Roll:
                        BeginRoll(open[choice.Ordinal], "it makes room for events of another time");
                        continue;
                    case HotChoiceKind.Quarantine:
                        quarantine = true;
                        continue;
                    default:
                        wait = rolling.Count >= RollingMax
                            ? Task.WhenAny(rolling.Select(slot => slot.Rolled))
                            : creation ??= Task.Run(() => CreateAsync(quarantine), CancellationToken.None);
                        break;
                }
            }

            await wait.WaitAsync(cancellation);
        }
    }

    private async Task CreateAsync(bool quarantine)
    {
        IHotBucket? bucket = null;
        try
        {
            var id = new BucketId(context.Name, sequence.Take(), context.Peer);
            bucket = context.Buckets.Create(context.Settings, id, Path.Combine(context.Settings.HomePath, BucketName.Hot(id.LocalId).ToString()));
            context.Disk.SyncDirectory(context.Settings.HomePath);
            var handle = new BucketHandle(bucket);
            lock (gate)
            {
                creation = null;
                context.Catalog.Add(handle);
                open.Add(new HotSlot(bucket, handle, quarantine, context.Time.GetUtcNow()));
            }
        }
        catch
        {
            lock (gate)
            {
                creation = null;
            }

            // A bucket whose name may not survive a crash must not take events. The next start finds it empty and removes it.
            if (bucket is not null)
            {
                await bucket.DisposeAsync();
            }

            throw;
        }
    }

    private async Task StoreAsync(HotSlot slot, BatchPart part)
    {
        try
        {
            await slot.Bucket.AppendAsync(part.Batch, part.Id, CancellationToken.None);
            context.Ledger.Stored(part.Id);
        }
        catch
        {
            // Whether the batch reached the disk is known when the bucket is sealed or recovered. A bucket that is sound says: it did not.
            context.Ledger.Failed(part.Id, slot.Bucket.IsFailed ? slot.Resolved : Task.CompletedTask);
            throw;
        }
        finally
        {
            Release(slot);
        }
    }

    private void Release(HotSlot slot)
    {
        lock (gate)
        {
            var reason = slot.Bucket.IsFailed ? "its journal failed" : slot.Bucket.BytesOnDisk >= context.RollBytes ? "it is full"
                : slot.Bucket.IsFull ? "it has too many kinds of events or different origins" : null;
            slot.EndAppend();
            if (reason is not null)
            {
                BeginRoll(slot, reason);
            }
        }
    }

    // Called under the lock. A slot that rolls already is left alone.
    private void BeginRoll(HotSlot slot, string reason)
    {
        if (!open.Remove(slot))
        {
            return;
        }

        rolling.Add(slot);
        slot.Close();
        context.Log.BucketRolls(slot.Bucket.Id, reason);
        _ = Task.Run(() => RollAsync(slot), CancellationToken.None);
    }

    private async Task RollAsync(HotSlot slot)
    {
        try
        {
            await slot.Idle;
            await roll(slot);
        }
        finally
        {
            lock (gate)
            {
                rolling.Remove(slot);
            }

            slot.EndRoll();
        }
    }
}
