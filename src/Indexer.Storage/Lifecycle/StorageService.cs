using System.Collections.Concurrent;
using System.Collections.Immutable;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Volumes;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Everything that this process stores: the owner of <c>$INDEXER_DB</c> and of all indexes in it. Thread-safe. A housekeeping
/// loop of its own applies limits; tests may run its steps themselves.
/// </summary>
public sealed class StorageService : IAsyncDisposable
{
    private readonly StorageOptions options;
    private readonly IDisposable directoryLock;
    private readonly SemaphoreSlim rollSlots;
    private readonly SemaphoreSlim changes = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly FreeSpaceMonitor freeSpace;
    private readonly StorageMetrics metrics;
    private readonly ConcurrentDictionary<IndexName, byte> refused = [];
    private readonly Housekeeping housekeeping;
    private volatile ImmutableSortedDictionary<IndexName, IndexStore> indexes =
        ImmutableSortedDictionary.Create<IndexName, IndexStore>(Comparer<IndexName>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value)));

    private volatile IReadOnlyList<VolumeSettings> volumes;
    private bool closed;

    private StorageService(StorageOptions options, IDisposable directoryLock)
    {
        this.options = options;
        this.directoryLock = directoryLock;
        volumes = options.Volumes;
        rollSlots = new SemaphoreSlim(options.RollConcurrency, options.RollConcurrency);
        freeSpace = new FreeSpaceMonitor(options.Disk, options.MinFreeSpaceBytes);
        metrics = new StorageMetrics(() => Statuses);
        housekeeping = new Housekeeping(options.Time, options.FreeSpacePeriod, () => indexes.Values, CheckFreeSpace, HousekeepIndexAsync);
    }

    /// <summary>Why no events are taken now, for the user; null while all is well.</summary>
    public string? PausedBecause => freeSpace.PausedBecause;

    /// <summary>Whether events that name an index that does not exist go to another one.</summary>
    public bool HasLastChanceIndex => options.LastChanceIndex is { } index && indexes.ContainsKey(index);

    public IReadOnlyCollection<IndexName> Indexes => [.. indexes.Keys];

    public IReadOnlyList<IndexStatus> Statuses => [.. indexes.Values.Select(store => store.Status)];

    /// <summary>
    /// Opens all indexes. Warm, cold and thawed buckets can be searched when it returns; hot buckets of the previous run are
    /// recovered in the background meanwhile, and <see cref="Recovered"/> completes with them.
    /// </summary>
    /// <exception cref="StorageLockedException">Another process has the directory.</exception>
    public static Task<StorageService> OpenAsync(StorageOptions options, CancellationToken cancellation)
    {
        var service = new StorageService(options, options.Lock(options.Root));
        return Task.Run(() =>
        {
            try
            {
                foreach (var settings in options.Indexes)
                {
                    cancellation.ThrowIfCancellationRequested();
                    service.indexes = service.indexes.Add(settings.Name, service.OpenIndex(settings));
                }

                service.CheckFreeSpace();
                foreach (var store in service.indexes.Values)
                {
                    store.StartRecovery();
                }

                service.housekeeping.Start();
                return service;
            }
            catch
            {
                service.metrics.Dispose();
                service.directoryLock.Dispose();
                throw;
            }
        }, CancellationToken.None);
    }

    /// <summary>Completes when every bucket that is being recovered now has been tried: it is served, set aside, or tried again with the next housekeeping.</summary>
    public Task Recovered => Task.WhenAll(indexes.Values.Select(store => store.WaitForRecoveryAsync()));

    /// <summary>
    /// Completes when the batch is on stable storage and searchable; a batch whose id was stored before is not stored again. Takes
    /// over the caller's reference of the batch, also when it throws.
    /// </summary>
    /// <exception cref="UnknownIndexException">No such index, and no index of last chance.</exception>
    /// <exception cref="IndexDisabledException">The index takes no events.</exception>
    /// <exception cref="BatchTooLargeException">The batch has more bytes than a journal takes at once.</exception>
    /// <exception cref="IndexingPausedException">Too little disk space; the batch may be sent again.</exception>
    public ValueTask AppendAsync(IndexName index, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        if (PausedBecause is { } reason)
        {
            metrics.Refused(batch.Count, "paused");
            batch.Release();
            throw new IndexingPausedException(reason);
        }

        if (!indexes.TryGetValue(index, out var store) && !TryLastChance(out store))
        {
            metrics.Refused(batch.Count, "unknown");
            SayOnce(index);
            batch.Release();
            throw new UnknownIndexException(index);
        }

        metrics.Taken(store.Settings.Name, batch);
        return store.AppendAsync(batch, id, cancellation);
    }

    /// <summary>The buckets of an index that may have events in the range; null where there is no such index.</summary>
    public IndexSnapshot? OpenSnapshot(IndexName index, TimeRange range) =>
        indexes.TryGetValue(index, out var store) ? store.OpenSnapshot(range) : null;

    /// <summary>
    /// Takes a bucket out of service in which a search found damage: it is made again from its raw data or its journal, or set aside
    /// where they are damaged. Returns at once; <see cref="Recovered"/> completes with it.
    /// </summary>
    public void ReportDamage(BucketHandle bucket, BucketDamagedException damage)
    {
        if (indexes.TryGetValue(bucket.Id.Index, out var store))
        {
            store.ReportDamage(bucket, damage);
        }
    }

    /// <exception cref="UnknownIndexException">No such index.</exception>
    public IndexStatus StatusOf(IndexName index) => StoreOf(index).Status;

    /// <exception cref="UnknownIndexException">No such index.</exception>
    public IndexSettings SettingsOf(IndexName index) => StoreOf(index).Settings;

    /// <summary>Throws <see cref="SearchSpaceException"/> where the directory for search results has less than minFreeSpace.</summary>
    public void EnsureSpaceForSearch(string dispatchDirectory)
    {
        var (free, suffices) = freeSpace.Measure(dispatchDirectory);
        if (!suffices)
        {
            throw new SearchSpaceException(dispatchDirectory, free, options.MinFreeSpaceBytes);
        }
    }

    /// <exception cref="ArgumentException">The index is there already.</exception>
    public Task AddIndexAsync(IndexSettings settings, CancellationToken cancellation) => ChangeAsync(async () =>
    {
        if (indexes.ContainsKey(settings.Name))
        {
            throw new ArgumentException($"index '{settings.Name}' exists already; edit it instead", nameof(settings));
        }

        var store = await Task.Run(() => OpenIndex(settings), cancellation);
        indexes = indexes.Add(settings.Name, store);
        refused.TryRemove(settings.Name, out _);
        store.StartRecovery();
        options.Log.IndexChanged(settings.Name, "was added");
    }, cancellation);

    /// <summary>Puts other settings in force, also <see cref="IndexSettings.Disabled"/>: a disabled index keeps its data, lets it be searched, and takes no events.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    /// <exception cref="ArgumentException">A path differs, which needs a restart.</exception>
    public Task EditIndexAsync(IndexSettings settings, CancellationToken cancellation) => ChangeAsync(async () =>
    {
        await StoreOf(settings.Name).EditAsync(settings);
        options.Log.IndexChanged(settings.Name, settings.Disabled ? "was disabled" : "has new settings");
    }, cancellation);

    /// <summary>Erases the index with its data. Events sent to it from now on are refused.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    public Task RemoveIndexAsync(IndexName index, CancellationToken cancellation) => ChangeAsync(async () =>
    {
        var store = StoreOf(index);
        indexes = indexes.Remove(index);
        await store.RemoveAsync(cancellation);
        options.Log.IndexChanged(index, "was removed with all its data");
    }, cancellation);

    /// <summary>Erases all events of the index and keeps the index.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    public Task CleanIndexAsync(IndexName index, CancellationToken cancellation) => ChangeAsync(async () =>
    {
        await StoreOf(index).CleanAsync(cancellation);
        options.Log.IndexChanged(index, "was emptied");
    }, cancellation);

    /// <summary>Puts other limits of volumes in force; they act with the next housekeeping.</summary>
    public void EditVolumes(IReadOnlyList<VolumeSettings> settings) => volumes = settings;

    /// <summary>Rolls the hot buckets of an index; completes when they are warm.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    public Task RollHotBucketsAsync(IndexName index) => StoreOf(index).RollHotBucketsAsync();

    /// <summary>Rolls one hot bucket; completes when it is warm. Does nothing where it is not hot.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    public Task RollHotBucketAsync(BucketId bucket) => StoreOf(bucket.Index).RollHotBucketAsync(bucket);

    /// <summary>Writes the index-level manifests and metadata of an index anew, and serves buckets that were put there by hand.</summary>
    /// <exception cref="UnknownIndexException">No such index.</exception>
    public Task RebuildManifestsAsync(IndexName index, bool bucketManifest, bool metadata, CancellationToken cancellation) =>
        StoreOf(index).RebuildManifestsAsync(bucketManifest, metadata, cancellation);

    /// <summary>One pass of housekeeping over all indexes and volumes, whether it is due or not.</summary>
    public async Task HousekeepAsync(CancellationToken cancellation)
    {
        CheckFreeSpace();
        foreach (var store in indexes.Values)
        {
            await store.HousekeepAsync(cancellation);
        }

        await ApplyVolumeLimitsAsync(cancellation);
    }

    /// <summary>Looks at free space now instead of with the next period.</summary>
    public void CheckFreeSpace()
    {
        var paths = indexes.Values.SelectMany(store => new[] { store.Settings.HomePath, store.Settings.ColdPath, store.Settings.ThawedPath }).Append(options.Root);
        if (!freeSpace.Check(paths))
        {
            return;
        }

        if (freeSpace.PausedBecause is { } reason)
        {
            options.Log.IndexingPaused(reason);
        }
        else
        {
            options.Log.IndexingResumed();
        }
    }

    /// <summary>Completes when buckets that left a place are erased there.</summary>
    public Task Erasing => Task.WhenAll(indexes.Values.Select(store => store.Erasing));

    /// <summary>
    /// Ends the service: hot buckets roll, so that the next start serves them at once. When <paramref name="impatience"/> is
    /// cancelled, what has not rolled is left to the recovery of the next start; nothing is lost.
    /// </summary>
    public async Task StopAsync(CancellationToken impatience)
    {
        await using var registration = impatience.Register(stopping.Cancel);
        await CloseAsync(rollFirst: true, impatience);
    }

    /// <summary>Ends the service without rolling hot buckets.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await CloseAsync(rollFirst: false, stopping.Token);
    }

    private async Task CloseAsync(bool rollFirst, CancellationToken impatience)
    {
        if (Interlocked.Exchange(ref closed, true))
        {
            return;
        }

        await housekeeping.StopAsync();
        await Task.WhenAll(indexes.Values.Select(store => store.CloseAsync(rollFirst, impatience)));
        metrics.Dispose();
        directoryLock.Dispose();
    }

    private IndexStore OpenIndex(IndexSettings settings) => IndexStore.Open(new IndexContext(settings, options, rollSlots, stopping.Token));

    private IndexStore StoreOf(IndexName index) => indexes.TryGetValue(index, out var store) ? store : throw new UnknownIndexException(index);

    private bool TryLastChance([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IndexStore? store)
    {
        store = null;
        return options.LastChanceIndex is { } lastChance && indexes.TryGetValue(lastChance, out store);
    }

    // Bounded: a sender that invents index names fills neither the memory nor the log.
    private void SayOnce(IndexName index)
    {
        const int namesMax = 1_000;
        if (refused.Count < namesMax && refused.TryAdd(index, 0))
        {
            options.Log.UnknownIndex(index);
        }
    }

    private async Task HousekeepIndexAsync(IndexStore store)
    {
        try
        {
            await store.HousekeepAsync(stopping.Token);
            await ApplyVolumeLimitsAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start takes up what was under way.
        }
        catch (Exception e)
        {
            options.Log.HousekeepingFailed(e, store.Settings.Name);
        }
    }

    private async Task ApplyVolumeLimitsAsync(CancellationToken cancellation)
    {
        var stores = indexes;
        var plan = VolumePlanner.Plan(volumes, [.. stores.Values.Select(store => new VolumeTenant(store.Settings, store.Facts))]);
        foreach (var action in plan)
        {
            await stores[action.Bucket.Id.Index].ApplyAsync([action], cancellation);
        }
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellation)
    {
        await changes.WaitAsync(cancellation);
        try
        {
            await change();
        }
        finally
        {
            changes.Release();
        }
    }
}
