using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Brings back, in the background, buckets that cannot be served as they are: hot buckets of an earlier run, and sealed ones
/// without a valid manifest or without terms. What is damaged beyond that is set aside; what failed for want of space or the like
/// is tried again with the next housekeeping. Until then the catalog names them as unserved. Thread-safe.
/// </summary>
internal sealed class BucketRecovery(IndexContext context)
{
    /// <summary>Begins the names of sealed buckets that were set aside.</summary>
    public const string SetAsidePrefix = "invalid_";

    private readonly Lock gate = new();
    private readonly List<Pending> pending = [];
    private Task running = Task.CompletedTask;

    /// <param name="Directory">Where the bucket is.</param>
    /// <param name="Stage">Hot for one that becomes warm; otherwise the stage that it is served in.</param>
    /// <param name="Rebuild">Whether files that look sound are made again too.</param>
    /// <param name="Resolved">Called when the bucket is served or set aside.</param>
    private sealed record Pending(string Directory, BucketStage Stage, bool Rebuild, Action? Resolved)
    {
        public string Name => Path.GetFileName(Directory);
    }

    /// <summary>Completes when everything that is pending now has been tried.</summary>
    public Task Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    /// <param name="directory">Where the bucket is.</param>
    /// <param name="stage">Hot for one that becomes warm; otherwise the stage that it is served in.</param>
    /// <param name="reason">Why it is not served, for the user.</param>
    /// <param name="rebuild">Whether a sealed bucket is made again from its raw data although its files look sound.</param>
    /// <param name="resolved">Called when it is known for good which batches the bucket holds.</param>
    public void Add(string directory, BucketStage stage, string reason, bool rebuild = false, Action? resolved = null)
    {
        var bucket = new Pending(directory, stage, rebuild, resolved);
        context.Catalog.SetUnserved(bucket.Name, reason);
        lock (gate)
        {
            pending.Add(bucket);
        }
    }

    /// <summary>Starts on what is pending, unless that is under way.</summary>
    /// <param name="after">What must be over before; null for nothing.</param>
    public Task Start(Task? after = null)
    {
        lock (gate)
        {
            if (running.IsCompleted && pending.Count > 0)
            {
                running = Task.Run(() => RunAsync(after ?? Task.CompletedTask), CancellationToken.None);
            }

            return running;
        }
    }

    /// <summary>
    /// Makes the batches known that are in journals still to be recovered, so that a sender may send them again before that is
    /// done. Never fails: of a damaged journal nothing is kept, so what was in it may be stored again.
    /// </summary>
    public async Task LearnBatchesAsync()
    {
        Pending[] hot;
        lock (gate)
        {
            hot = [.. pending.Where(bucket => bucket.Stage == BucketStage.Hot)];
        }

        foreach (var bucket in hot)
        {
            try
            {
                if (TryReadManifest(bucket.Directory) is not null)
                {
                    AddBatches(context, bucket.Directory);
                }
                else
                {
                    context.Ledger.Add(await context.Buckets.ReadBatchesAsync(IdOf(bucket.Directory, context.Peer), bucket.Directory, context.Stopping));
                }
            }
            catch (Exception e)
            {
                context.Log.RecoveryFailed(e, context.Name, bucket.Directory);
            }
        }
    }

    /// <summary>Drops what is pending, whose directories are gone.</summary>
    public void Forget()
    {
        Pending[] forgotten;
        lock (gate)
        {
            forgotten = [.. pending];
            pending.Clear();
        }

        Array.ForEach(forgotten, bucket => bucket.Resolved?.Invoke());
    }

    /// <summary>Makes the ids of a sealed bucket's batches known, where the bucket has any.</summary>
    public static void AddBatches(IndexContext context, string directory)
    {
        var path = Path.Combine(directory, BucketFiles.Batches);
        if (context.Disk.FileExists(path))
        {
            context.Ledger.Add(BatchIdSet.Read(context.Disk, path));
        }
    }

    private async Task RunAsync(Task after)
    {
        await after;
        Pending[] work;
        lock (gate)
        {
            work = [.. pending];
            pending.Clear();
        }

        await Task.WhenAll(work.Select(TryAsync));
    }

    private async Task TryAsync(Pending bucket)
    {
        try
        {
            await context.RollSlots.WaitAsync(context.Stopping);
            try
            {
                await RecoverAsync(bucket);
                bucket.Resolved?.Invoke();
            }
            finally
            {
                context.RollSlots.Release();
            }
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is BucketDamagedException or JournalDamagedException)
        {
            SetAside(bucket, e);
            bucket.Resolved?.Invoke();
        }
        catch (Exception e)
        {
            context.Log.RecoveryFailed(e, context.Name, bucket.Directory);
            lock (gate)
            {
                pending.Add(bucket);
            }
        }
    }

    private async Task RecoverAsync(Pending bucket)
    {
        if (!context.Disk.DirectoryExists(bucket.Directory))
        {
            // The index was emptied meanwhile.
            context.Catalog.ClearUnserved(bucket.Name);
            return;
        }

        context.Log.RecoveryStarts(context.Name, bucket.Directory);
        var manifest = bucket.Stage == BucketStage.Hot ? await RecoverHotAsync(bucket) : await RebuildAsync(bucket);
        if (manifest is null || manifest.EventCount == 0)
        {
            DirectoryTree.Delete(context.Disk, bucket.Directory);
            context.Catalog.ClearUnserved(bucket.Name);
            return;
        }

        var directory = bucket.Directory;
        var stage = bucket.Stage;
        if (stage == BucketStage.Hot)
        {
            stage = BucketStage.Warm;
            directory = context.SealedPath(manifest);
            DirectoryTree.Rename(context.Disk, bucket.Directory, directory);
        }

        AddBatches(context, directory);
        context.Catalog.Add(new BucketHandle(IdOf(directory, manifest.Id.Origin), stage, directory, manifest));
        context.Catalog.ClearUnserved(bucket.Name);
        context.Log.BucketRolled(manifest.Id, directory);
    }

    // Null where the crash came before the bucket had anything in it.
    private async Task<BucketManifest?> RecoverHotAsync(Pending bucket)
    {
        var disk = context.Disk;
        var journal = Path.Combine(bucket.Directory, BucketFiles.JournalDirectory);
        if (TryReadManifest(bucket.Directory) is { } manifest)
        {
            // Sealed, and the crash came before the new name.
            disk.DeleteDirectory(journal);
            return manifest;
        }

        var id = IdOf(bucket.Directory, context.Peer);
        if (FasterJournal.Exists(disk, journal))
        {
            return await context.Buckets.RecoverAsync(context.Settings, id, bucket.Directory, context.Stopping);
        }

        var files = DirectoryTree.Files(disk, bucket.Directory);
        if (files.Any(file => BucketFiles.IsRawData(file.Path)))
        {
            // The journal goes when all else is sealed: only the manifest is not what it was.
            return await context.Buckets.RebuildAsync(context.Settings, id, bucket.Directory, context.Stopping);
        }

        return files.All(file => BucketFiles.IsJournal(file.Path))
            ? null
            : throw new BucketDamagedException(bucket.Directory, 0, "the hot bucket has neither a journal nor a valid manifest");
    }

    private async Task<BucketManifest> RebuildAsync(Pending bucket)
    {
        var manifest = TryReadManifest(bucket.Directory);
        return manifest is { IsSearchable: true } && !bucket.Rebuild
            ? manifest
            : await context.Buckets.RebuildAsync(context.Settings, IdOf(bucket.Directory, manifest?.Id.Origin ?? context.Peer), bucket.Directory, context.Stopping);
    }

    private BucketManifest? TryReadManifest(string directory)
    {
        try
        {
            var manifest = BucketManifest.Read(context.Disk, directory);
            manifest.VerifyLengths(context.Disk, directory);
            return manifest;
        }
        catch (BucketDamagedException)
        {
            return null;
        }
    }

    // A directory's name rules over its manifest: that is how an administrator gives a thawed bucket another id.
    private BucketId IdOf(string directory, PeerId origin) =>
        BucketName.TryParse(Path.GetFileName(directory), out var name)
            ? new BucketId(context.Name, name.LocalId, name.Origin ?? origin)
            : throw new ArgumentException($"'{directory}' is not named like a bucket", nameof(directory));

    private void SetAside(Pending bucket, Exception cause)
    {
        var parent = DurableFile.ParentOf(bucket.Directory);
        var quarantine = bucket.Stage == BucketStage.Hot && BucketName.TryParse(bucket.Name, out var name)
            ? BucketName.InvalidHot(name.LocalId).ToString()
            : SetAsidePrefix + bucket.Name;
        try
        {
            DirectoryTree.Rename(context.Disk, bucket.Directory, Path.Combine(parent, quarantine));
            context.Log.BucketQuarantined(cause, context.Name, bucket.Directory, quarantine);
            context.Catalog.SetUnserved(bucket.Name, $"is damaged and was set aside as {quarantine}: {cause.Message}");
        }
        catch (IOException e)
        {
            context.Log.BucketUnserved(context.Name, bucket.Directory, $"{cause.Message}; it could not be set aside: {e.Message}");
            context.Catalog.SetUnserved(bucket.Name, $"is damaged: {cause.Message}");
        }
    }
}
