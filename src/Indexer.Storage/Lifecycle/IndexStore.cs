using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// One index on this peer's disk: takes batches, holds the buckets and moves them through their stages. Thread-safe: batches
/// come concurrently; rolls run in the background; all other work on stages is done by one caller at a time.
/// </summary>
internal sealed class IndexStore
{
    /// <summary>The largest batch, in bytes. A part of a batch that is split by time can be a little longer than the whole.</summary>
    public const int BatchBytesMax = JournalFrameHeader.PayloadBytesMax - 1024;

    private readonly IndexContext context;
    private readonly LocalIdSequence sequence;
    private readonly BucketRecovery recovery;
    private readonly BucketMover mover;
    private readonly IndexFiles files;
    private readonly BucketHealing healing;
    private readonly SemaphoreSlim maintenance = new(1, 1);
    private volatile HotBucketSet hot;
    private volatile Task learning = Task.CompletedTask;

    private IndexStore(IndexContext context, LocalIdSequence sequence, BucketRecovery recovery)
    {
        this.context = context;
        this.sequence = sequence;
        this.recovery = recovery;
        mover = new BucketMover(context);
        files = new IndexFiles(context);
        hot = NewHotBuckets();
        healing = new BucketHealing(context, recovery, work => MaintainAsync(work, context.Stopping),
            bucket => hot.RollAsync(slot => slot.Handle == bucket ? "it is damaged" : null));
    }

    public IndexSettings Settings => context.Settings;

    /// <summary>Sealed buckets of aging stages, and hot ones, as limits see them.</summary>
    public IReadOnlyList<BucketFacts> Facts
    {
        get
        {
            using var snapshot = OpenSnapshot(TimeRange.All);
            return [.. snapshot.Buckets.Where(bucket => bucket.Stage != BucketStage.Thawed).Select(BucketFacts.Of)];
        }
    }

    public IndexStatus Status
    {
        get
        {
            using var snapshot = OpenSnapshot(TimeRange.All);
            return IndexStatus.Of(snapshot, Settings.Disabled);
        }
    }

    /// <summary>
    /// Finds what is on disk; sealed buckets can be searched when it returns. What needs recovery is recovered by
    /// <see cref="StartRecovery"/>.
    /// </summary>
    public static IndexStore Open(IndexContext context)
    {
        var pending = new BucketRecovery(context);
        var opener = new IndexOpener(context, pending);
        opener.OpenAll();
        var localIds = LocalIdSequence.Open(context.Disk, context.Settings.HomePath, opener.NextLocalId, damage => context.Log.IndexFileDamaged(damage, context.Name));
        var store = new IndexStore(context, localIds, pending);
        store.files.ReportVanished();
        return store;
    }

    /// <summary>Completes when everything has been tried that is being recovered now, or was reported as damaged.</summary>
    public async Task WaitForRecoveryAsync()
    {
        await healing.Running;
        await recovery.Running;
    }

    /// <summary>Starts bringing back what cannot be served yet.</summary>
    public void StartRecovery()
    {
        learning = Task.Run(recovery.LearnBatchesAsync, CancellationToken.None);
        _ = recovery.Start(after: learning);
    }

    /// <summary>
    /// Completes when the batch is on stable storage and searchable. A batch whose id was stored before completes without being
    /// stored again. Takes over the caller's reference of the batch. Cancelling gives up the wait, not the batch.
    /// </summary>
    public async ValueTask AppendAsync(EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        if (Settings.Disabled)
        {
            batch.Release();
            throw new IndexDisabledException(context.Name);
        }

        if (batch.Length > BatchBytesMax)
        {
            var length = batch.Length;
            batch.Release();
            throw new BatchTooLargeException(length, BatchBytesMax);
        }

        if (!id.IsNone && !learning.IsCompleted)
        {
            // The batch may be in a journal of the last run: its journals are being looked through.
            await WaitToLearnAsync(batch, cancellation);
        }

        var parts = BatchSplitter.Split(batch, id, Settings, context.Time.GetUtcNow());
        var next = 0;
        try
        {
            while (next < parts.Count)
            {
                await AppendAsync(parts[next++], cancellation);
            }
        }
        finally
        {
            for (; next < parts.Count; next++)
            {
                parts[next].Batch.Release();
            }
        }
    }

    /// <summary>Takes a bucket out of service in which a search found damage. Returns at once.</summary>
    public void ReportDamage(BucketHandle bucket, BucketDamagedException damage) => healing.Report(bucket, damage);

    public IndexSnapshot OpenSnapshot(TimeRange range) => context.Catalog.Open(context.Name, range);

    /// <summary>Rolls all hot buckets; completes when they are warm.</summary>
    public Task RollHotBucketsAsync() => hot.RollAsync(_ => "it was told to");

    /// <summary>Rolls one bucket, if it is hot; completes when it is warm.</summary>
    public Task RollHotBucketAsync(BucketId bucket) => hot.RollAsync(slot => slot.Bucket.Id == bucket ? "it was told to" : null);

    /// <summary>Rolls hot buckets that are idle or old, recovers what failed before, and applies the limits of the index.</summary>
    public async Task HousekeepAsync(CancellationToken cancellation)
    {
        _ = recovery.Start();
        var now = context.Time.GetUtcNow();
        _ = hot.RollAsync(slot => ReasonToRoll(slot, now));
        await ApplyAsync(StagePlanner.Plan(Facts, Settings, now), cancellation);
        await MaintainAsync(() => files.UpdateBucketManifest(), cancellation);
    }

    public Task ApplyAsync(IReadOnlyList<StageAction> actions, CancellationToken cancellation) =>
        MaintainAsync(async () =>
        {
            foreach (var action in actions)
            {
                if (action.Kind == StageActionKind.Roll)
                {
                    _ = hot.RollAsync(slot => slot.Bucket.Id == action.Bucket.Id ? action.Reason : null);
                }
                else
                {
                    await mover.ApplyAsync(action, cancellation);
                }
            }
        }, cancellation);

    /// <summary>Completes when buckets that left a place are erased there.</summary>
    public Task Erasing => mover.Erasing;

    /// <summary>Puts other settings in force. Throws <see cref="ArgumentException"/> for another path, which needs a restart.</summary>
    public async Task EditAsync(IndexSettings settings)
    {
        var old = Settings;
        if (settings.Name != old.Name || settings.HomePath != old.HomePath || settings.ColdPath != old.ColdPath || settings.ThawedPath != old.ThawedPath)
        {
            throw new ArgumentException($"the paths of index '{old.Name}' change with a restart only", nameof(settings));
        }

        context.Settings = settings;
        if (settings.Disabled)
        {
            await RollHotBucketsAsync();
        }
    }

    /// <summary>
    /// Looks for buckets that were put into the paths by hand, serves them, and writes the index-level files anew.
    /// </summary>
    public Task RebuildManifestsAsync(bool bucketManifest, bool metadata, CancellationToken cancellation) =>
        MaintainAsync(() =>
        {
            if (bucketManifest)
            {
                var opener = new IndexOpener(context, recovery);
                opener.OpenNew();
                sequence.SkipPast(opener.NextLocalId - 1);
                _ = recovery.Start();
                files.WriteBucketManifest();
            }

            if (metadata)
            {
                files.RebuildMetadata(cancellation);
            }
        }, cancellation);

    /// <summary>Erases all events. Local ids go on where they were.</summary>
    public Task CleanAsync(CancellationToken cancellation) =>
        MaintainAsync(async () =>
        {
            await EraseEverythingAsync(cancellation);
            hot = NewHotBuckets();
        }, cancellation);

    /// <summary>Erases all events and the index's directories, as far as nothing else is in them. The store is of no use afterwards.</summary>
    public Task RemoveAsync(CancellationToken cancellation) =>
        MaintainAsync(async () =>
        {
            await EraseEverythingAsync(cancellation);
            IndexEraser.EraseDirectories(context);
        }, cancellation);

    /// <summary>Takes no more batches and closes all files.</summary>
    /// <param name="rollFirst">Whether hot buckets become warm now; otherwise the next start recovers them.</param>
    /// <param name="impatience">Once it is cancelled, searches that still hold a bucket are no longer waited for.</param>
    public async Task CloseAsync(bool rollFirst, CancellationToken impatience)
    {
        healing.Close();
        await hot.CloseAsync(rollFirst, impatience);
        await recovery.Running;
        await mover.Erasing.WaitAsync(impatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await MaintainAsync(() =>
        {
            files.UpdateBucketManifest();
            foreach (var bucket in context.Catalog.State.Buckets)
            {
                context.Catalog.Remove(bucket);
            }
        }, CancellationToken.None);
    }

    private async Task WaitToLearnAsync(EventBatch batch, CancellationToken cancellation)
    {
        try
        {
            await learning.WaitAsync(cancellation);
        }
        catch
        {
            batch.Release();
            throw;
        }
    }

    private async Task AppendAsync(BatchPart part, CancellationToken cancellation)
    {
        try
        {
            while (!context.Ledger.TryBegin(part.Id, out var earlier))
            {
                if (earlier is null)
                {
                    part.Batch.Release();
                    return;
                }

                await WaitForEarlierAsync(earlier, cancellation);
            }
        }
        catch
        {
            part.Batch.Release();
            throw;
        }

        await hot.AppendAsync(part, cancellation);
    }

    // How an attempt ended may come to be known only with the next start; a process that stops sends its senders away.
    private async Task WaitForEarlierAsync(Task earlier, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, context.Stopping);
        try
        {
            await earlier.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IndexingPausedException($"index '{context.Name}' is being closed; send the events again");
        }
    }

    private string? ReasonToRoll(HotSlot slot, DateTimeOffset now)
    {
        var candidate = slot.Candidate;
        if (candidate is not { Earliest: { } earliest, Latest: { } latest })
        {
            return null;
        }

        if (Settings.MaxHotIdle > TimeSpan.Zero && now - candidate.LastUse >= Settings.MaxHotIdle)
        {
            return "it was idle for maxHotIdleSecs";
        }

        var spanMax = HotBucketChooser.NanosecondsOf(Settings.MaxHotSpan);
        return now - candidate.Created >= Settings.MaxHotSpan || (!candidate.IsQuarantine && HotBucketChooser.Span(earliest, latest) >= spanMax)
            ? "it has reached maxHotSpanSecs"
            : null;
    }

    private async Task EraseEverythingAsync(CancellationToken cancellation)
    {
        await hot.CloseAsync(rollFirst: false, cancellation);
        await recovery.Running.WaitAsync(cancellation);
        await mover.Erasing.WaitAsync(cancellation);
        foreach (var bucket in context.Catalog.State.Buckets)
        {
            context.Catalog.Remove(bucket);
            await bucket.Retired.WaitAsync(cancellation);
        }

        IndexEraser.EraseBuckets(context);
        recovery.Forget();
        context.Ledger.Forget();
        files.Delete();
    }

    private Task MaintainAsync(Action work, CancellationToken cancellation) =>
        MaintainAsync(() =>
        {
            work();
            return Task.CompletedTask;
        }, cancellation);

    private async Task MaintainAsync(Func<Task> work, CancellationToken cancellation)
    {
        await maintenance.WaitAsync(cancellation);
        try
        {
            await work();
        }
        finally
        {
            maintenance.Release();
        }
    }

    private HotBucketSet NewHotBuckets() => new(context, sequence, new HotBucketRoller(context, recovery).RollAsync);
}
