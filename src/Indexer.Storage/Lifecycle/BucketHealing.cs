using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Takes buckets out of service in which a search found damage. What can be made again from the raw data or, of a hot bucket,
/// from the journal is made again, and the bucket is served anew; otherwise <see cref="BucketRecovery"/> sets it aside. Until then
/// the catalog names it as unserved. Thread-safe.
/// </summary>
/// <param name="context">The index.</param>
/// <param name="recovery">Does the work.</param>
/// <param name="maintain">Runs an action while nobody else changes the stages of buckets.</param>
/// <param name="rollHot">Rolls a hot bucket; completes when it is warm or left to <paramref name="recovery"/>.</param>
internal sealed class BucketHealing(IndexContext context, BucketRecovery recovery, Func<Action, Task> maintain, Func<BucketHandle, Task> rollHot)
{
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private bool closed;

    /// <summary>Completes when everything that was reported so far is with <see cref="BucketRecovery"/>. Never fails.</summary>
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

    /// <summary>Returns at once. Only the first report of a bucket counts.</summary>
    public void Report(BucketHandle bucket, BucketDamagedException damage)
    {
        if (!bucket.TryMarkDamaged())
        {
            return;
        }

        context.Log.DamageFound(damage, bucket.Id);
        lock (gate)
        {
            if (!closed)
            {
                running = Task.WhenAll(running, Task.Run(() => HealAsync(bucket, damage), CancellationToken.None));
            }
        }
    }

    /// <summary>What was reported and is not yet with <see cref="BucketRecovery"/> stays as it is; the next search of the next run finds it again.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
        }
    }

    private async Task HealAsync(BucketHandle bucket, BucketDamagedException damage)
    {
        try
        {
            if (bucket.Hot is not null)
            {
                await rollHot(bucket);
                StartRecovery();
                return;
            }

            var taken = false;
            await maintain(() => taken = TryTakeOut(bucket, damage));
            if (taken)
            {
                // Searches that hold the bucket go on; its directory is touched when the last has ended.
                await bucket.Retired;
                Recover(bucket, damage);
            }
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private bool TryTakeOut(BucketHandle bucket, BucketDamagedException damage)
    {
        lock (gate)
        {
            if (closed || !context.Catalog.State.Buckets.Contains(bucket))
            {
                return false;
            }

            context.Catalog.SetUnserved(Path.GetFileName(bucket.Directory), ReasonOf(damage));
            context.Catalog.Remove(bucket);
            return true;
        }
    }

    private void Recover(BucketHandle bucket, BucketDamagedException damage)
    {
        lock (gate)
        {
            if (!closed)
            {
                recovery.Add(bucket.Directory, bucket.Stage, ReasonOf(damage), rebuild: true);
                _ = recovery.Start();
            }
        }
    }

    private void StartRecovery()
    {
        lock (gate)
        {
            if (!closed)
            {
                _ = recovery.Start();
            }
        }
    }

    private static string ReasonOf(BucketDamagedException damage) => $"is damaged and is being made again: {damage.Message}";
}
