using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>Takes a closed hot bucket to warm: seals it, gives its directory the warm name, and puts the warm bucket in its place.</summary>
internal sealed class HotBucketRoller(IndexContext context, BucketRecovery recovery)
{
    private const string Reason = "could not be sealed and is being recovered";

    /// <summary>Never fails: a bucket that cannot be sealed is left to <see cref="BucketRecovery"/>.</summary>
    public async Task RollAsync(HotSlot slot)
    {
        var hot = slot.Bucket;
        string? target = null;
        try
        {
            await context.RollSlots.WaitAsync(context.Stopping);
            try
            {
                if (hot.EventCount == 0)
                {
                    await CloseAsync(slot.Handle);
                    DirectoryTree.Delete(context.Disk, hot.Directory);
                    slot.Resolve();
                    return;
                }

                var manifest = await hot.SealAsync(context.Stopping);
                BucketRecovery.AddBatches(context, hot.Directory);
                target = context.SealedPath(manifest);
                DirectoryTree.Rename(context.Disk, hot.Directory, target);
                context.Catalog.Replace(slot.Handle, new BucketHandle(manifest.Id, BucketStage.Warm, target, manifest));
                slot.Resolve();
                context.Log.BucketRolled(hot.Id, target);
            }
            finally
            {
                context.RollSlots.Release();
            }

            _ = DisposeWhenRetiredAsync(slot.Handle);
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            await CloseAsync(slot.Handle);
        }
        catch (Exception e)
        {
            context.Log.RollFailed(e, hot.Id);
            var (directory, stage) = target is not null && context.Disk.DirectoryExists(target) ? (target, BucketStage.Warm) : (hot.Directory, BucketStage.Hot);
            context.Catalog.SetUnserved(Path.GetFileName(directory), Reason);
            await CloseAsync(slot.Handle);
            recovery.Add(directory, stage, Reason, resolved: slot.Resolve);
        }
    }

    private async Task CloseAsync(BucketHandle handle)
    {
        if (context.Catalog.State.Buckets.Contains(handle))
        {
            context.Catalog.Remove(handle);
        }

        await DisposeWhenRetiredAsync(handle);
    }

    private async Task DisposeWhenRetiredAsync(BucketHandle handle)
    {
        // A process that stops does not wait for searches.
        await handle.Retired.WaitAsync(context.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await handle.Hot!.DisposeAsync();
    }
}
