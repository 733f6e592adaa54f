using Indexer.Configuration.Settings;
using Indexer.Grains;
using Indexer.Grains.Buckets;
using Indexer.Grains.Indexes;
using Indexer.Grains.Peers;
using Indexer.Model;
using Indexer.Storage.Journal;
using Indexer.Storage.Lifecycle;
using BucketHandle = Indexer.Storage.Buckets.BucketHandle;
using UnknownIndexException = Indexer.Grains.UnknownIndexException;

namespace Indexer.SiloHost;

/// <summary>This process's storage, as grains see it.</summary>
internal sealed class PeerStores(PeerId peer, StorageService storage) : IPeerStores
{
    public PeerId Peer => peer;

    public PeerReport DescribePeer()
    {
        var statuses = storage.Statuses;
        return new PeerReport(
            peer.Value,
            [.. storage.Indexes.Select(index => index.Value)],
            [.. statuses.SelectMany(status => status.Unserved.Select(bucket => $"{status.Name}/{bucket.Name}"))],
            storage.PausedBecause,
            [.. statuses.SelectMany(status => status.Unserved.Select(bucket => $"index '{status.Name}': {bucket.Name} is not served: it {bucket.Reason}"))]);
    }

    public IndexSettings GetSettings(IndexName index)
    {
        EnsureExists(index);
        return storage.SettingsOf(index);
    }

    public IndexTotals GetTotals(IndexName index)
    {
        EnsureExists(index);
        var status = storage.StatusOf(index);
        using var snapshot = storage.OpenSnapshot(index, TimeRange.All);
        return new IndexTotals(
            status.Hot.Buckets, status.Warm.Buckets, status.Cold.Buckets, status.Thawed.Buckets, status.EventCount,
            snapshot?.Buckets.Sum(bucket => RawBytesOf(bucket)) ?? 0,
            status.AgingBytesOnDisk + status.Thawed.BytesOnDisk, status.Earliest?.Nanoseconds, status.Latest?.Nanoseconds);
    }

    public BucketReport? DescribeBucket(BucketId bucket)
    {
        using var snapshot = storage.OpenSnapshot(bucket.Index, TimeRange.All);
        return Find(snapshot, bucket) is not { } found ? null : new BucketReport(
            bucket.ToString(), (BucketStage)(int)found.Stage, found.EventCount, RawBytesOf(found), found.BytesOnDisk,
            found.Earliest?.Nanoseconds, found.Latest?.Nanoseconds, found.Manifest?.IsSearchable ?? true);
    }

    public async ValueTask AppendAsync(BucketId bucket, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        using var snapshot = storage.OpenSnapshot(bucket.Index, TimeRange.All);
        if (Find(snapshot, bucket)?.Hot is not { } hot)
        {
            batch.Release();
            throw BucketNotHotException.For(bucket);
        }

        try
        {
            await hot.AppendAsync(batch, id, cancellation);
        }
        catch (Exception e) when (e is ObjectDisposedException or JournalFailedException)
        {
            throw BucketNotHotException.For(bucket);
        }
    }

    public async Task RollAsync(BucketId bucket, CancellationToken cancellation)
    {
        if (storage.Indexes.Contains(bucket.Index))
        {
            await storage.RollHotBucketAsync(bucket).WaitAsync(cancellation);
        }
    }

    public async Task<int> RollHotBucketsAsync(IndexName index, CancellationToken cancellation)
    {
        EnsureExists(index);
        var count = storage.StatusOf(index).Hot.Buckets;
        await storage.RollHotBucketsAsync(index).WaitAsync(cancellation);
        return count;
    }

    public async Task<IReadOnlyList<RetentionDecision>> EnforceRetentionAsync(IndexName index, CancellationToken cancellation)
    {
        EnsureExists(index);
        var before = StagesOf(index);
        await storage.HousekeepAsync(cancellation);
        var after = StagesOf(index);
        return [.. before.Where(entry => !after.TryGetValue(entry.Key, out var stage) || stage != entry.Value).SelectMany(entry => Decide(index, entry.Key, entry.Value, after))];
    }

    private IEnumerable<RetentionDecision> Decide(IndexName index, BucketId bucket, Storage.Buckets.BucketStage was, Dictionary<BucketId, Storage.Buckets.BucketStage> after)
    {
        if (!after.TryGetValue(bucket, out var stage))
        {
            var settings = storage.SettingsOf(index);
            var isArchived = settings.ColdToFrozenDir is not null || settings.ColdToFrozenScript.Count > 0;
            yield return new RetentionDecision(bucket.ToString(), isArchived ? RetentionAction.Archived : RetentionAction.Deleted, $"it was {was.ToString().ToLowerInvariant()} and froze");
        }
        else if (stage == Storage.Buckets.BucketStage.Cold)
        {
            yield return new RetentionDecision(bucket.ToString(), RetentionAction.MovedToCold, "the index has more warm buckets than its limits allow");
        }
    }

    private Dictionary<BucketId, Storage.Buckets.BucketStage> StagesOf(IndexName index)
    {
        using var snapshot = storage.OpenSnapshot(index, TimeRange.All);
        return snapshot?.Buckets.ToDictionary(bucket => bucket.Id, bucket => bucket.Stage) ?? [];
    }

    private static long RawBytesOf(BucketHandle bucket) => bucket.Manifest?.RawBytes ?? bucket.Hot!.RawBytes;

    private static BucketHandle? Find(IndexSnapshot? snapshot, BucketId bucket) => snapshot?.Buckets.FirstOrDefault(found => found.Id == bucket);

    private void EnsureExists(IndexName index)
    {
        if (!storage.Indexes.Contains(index))
        {
            throw UnknownIndexException.For(index, peer);
        }
    }
}
