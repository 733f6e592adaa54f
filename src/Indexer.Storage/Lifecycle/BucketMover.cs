using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Takes sealed buckets from warm to cold and from there out of the index. A bucket stays searchable until its successor is in
/// place or its archive is complete; its files go when the last search that holds it has ended. One call at a time.
/// </summary>
internal sealed class BucketMover(IndexContext context)
{
    /// <summary>A bucket that could not be moved or archived is tried again after this time; younger ones wait behind it.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private const string DirectoryPlaceholder = "$DIR";
    private readonly Dictionary<BucketId, DateTimeOffset> retryAt = [];
    private Task erasing = Task.CompletedTask;

    /// <summary>Completes when every bucket that was frozen or copied so far is erased from where it was.</summary>
    public Task Erasing => erasing;

    /// <summary>Does nothing for a bucket that is gone, or whose last attempt failed just now. Fails only by cancellation.</summary>
    public async Task ApplyAsync(StageAction action, CancellationToken cancellation)
    {
        var now = context.Time.GetUtcNow();
        var bucket = context.Catalog.State.Buckets.FirstOrDefault(candidate => candidate.Id == action.Bucket.Id && candidate.Stage == action.Bucket.Stage);
        if (bucket is null || (retryAt.TryGetValue(bucket.Id, out var due) && now < due))
        {
            return;
        }

        try
        {
            if (action.Kind == StageActionKind.ToCold)
            {
                MoveToCold(bucket, action.Reason, cancellation);
            }
            else
            {
                await FreezeAsync(bucket, action.Reason, cancellation);
            }

            retryAt.Remove(bucket.Id);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            retryAt[bucket.Id] = now + RetryAfter;
            context.Log.MoveFailed(e, bucket.Id, now + RetryAfter);
        }
    }

    private void MoveToCold(BucketHandle bucket, string reason, CancellationToken cancellation)
    {
        context.Log.BucketMovesToCold(bucket.Id, reason);
        var disk = context.Disk;
        var source = bucket.Directory;
        var target = Path.Combine(context.Settings.ColdPath, Path.GetFileName(source));
        try
        {
            bucket.Relocate(target, BucketStage.Cold, disk.Rename);
        }
        catch (IOException) when (disk.DirectoryExists(source) && !disk.DirectoryExists(target))
        {
            // Another file system: a name cannot move there, bytes can.
            CopyToCold(bucket, target, cancellation);
            return;
        }

        context.Catalog.Touch();
        disk.SyncDirectory(DurableFile.ParentOf(target));
        disk.SyncDirectory(DurableFile.ParentOf(source));
    }

    private void CopyToCold(BucketHandle bucket, string target, CancellationToken cancellation)
    {
        var disk = context.Disk;
        var source = bucket.Directory;
        var copy = target + DirectoryTree.CopyingExtension;
        DirectoryTree.Copy(disk, source, copy, DirectoryTree.Files(disk, source).Select(file => file.Path), cancellation);
        bucket.Manifest!.VerifyContent(disk, copy, cancellation);
        DirectoryTree.Rename(disk, copy, target);
        context.Catalog.Replace(bucket, new BucketHandle(bucket.Id, BucketStage.Cold, target, bucket.Manifest));
        erasing = Task.WhenAll(erasing, EraseAsync(bucket));
    }

    private async Task FreezeAsync(BucketHandle bucket, string reason, CancellationToken cancellation)
    {
        var settings = context.Settings;
        if (settings.ColdToFrozenDir is { } archive)
        {
            context.Log.BucketFreezes(bucket.Id, reason, archive);
            BucketArchive.Store(context.Disk, bucket, archive, cancellation);
        }
        else if (settings.ColdToFrozenScript.Count > 0)
        {
            context.Log.BucketFreezes(bucket.Id, reason, settings.ColdToFrozenScript[0]);
            var exitCode = await context.ArchiveScript.RunAsync(CommandFor(settings.ColdToFrozenScript, bucket.Directory), cancellation);
            if (exitCode != 0)
            {
                throw new IOException($"coldToFrozenScript ended with exit code {exitCode} for {bucket.Directory}");
            }
        }
        else
        {
            context.Log.BucketFreezes(bucket.Id, reason, "none");
        }

        context.Catalog.Remove(bucket);
        erasing = Task.WhenAll(erasing, EraseAsync(bucket));
    }

    // The directory is the only argument that the script gets from us: in place of $DIR, or else at the end.
    private static List<string> CommandFor(IReadOnlyList<string> script, string directory)
    {
        var command = script.Select(part => part.Replace(DirectoryPlaceholder, directory, StringComparison.Ordinal)).ToList();
        if (command.SequenceEqual(script))
        {
            command.Add(directory);
        }

        return command;
    }

    private async Task EraseAsync(BucketHandle bucket)
    {
        await bucket.Retired;
        try
        {
            DirectoryTree.Delete(context.Disk, bucket.Directory);
            context.Log.BucketErased(bucket.Directory);
        }
        catch (IOException e)
        {
            // It comes back with the next start, and goes again.
            context.Log.MoveFailed(e, bucket.Id, context.Time.GetUtcNow() + RetryAfter);
        }
    }
}
