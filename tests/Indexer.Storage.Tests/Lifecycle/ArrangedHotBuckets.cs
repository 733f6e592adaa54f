using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Reading;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>The real hot buckets, with failures and pauses that a test arranges.</summary>
internal sealed class ArrangedHotBuckets(IDisk disk, TimeProvider time) : IHotBucketFactory, IDisposable
{
    private readonly HotBucketFactory factory = new(disk, time, encoders: 1);

    /// <summary>Called before a batch is written; may throw or wait.</summary>
    public Func<ArrangedHotBucket, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a bucket is sealed; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeSeal { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a journal is looked through for batches; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeReadBatches { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a bucket is recovered; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeRecover { get; set; } = _ => Task.CompletedTask;

    public IHotBucket Create(IndexSettings index, BucketId id, string directory) => new ArrangedHotBucket(this, (HotBucket)factory.Create(index, id, directory));

    public async Task<BatchIdSet> ReadBatchesAsync(BucketId id, string directory, CancellationToken cancellation)
    {
        await BeforeReadBatches(id);
        return await factory.ReadBatchesAsync(id, directory, cancellation);
    }

    public async Task<BucketManifest> RecoverAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation)
    {
        await BeforeRecover(id);
        return await factory.RecoverAsync(index, id, directory, cancellation);
    }

    public Task<BucketManifest> RebuildAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation) =>
        factory.RebuildAsync(index, id, directory, cancellation);

    /// <summary>The raw texts of a bucket, found as a search finds them.</summary>
    public IReadOnlyList<string> Texts(BucketHandle bucket)
    {
        if (bucket.Hot is ArrangedHotBucket hot)
        {
            using var view = hot.OpenView();
            return BucketTexts.Of(view);
        }

        return BucketTexts.Of(bucket.Open((handle, directory) => SealedBucket.Open(disk, factory.TermsCache, handle.Id, directory, useBloomFilter: true)));
    }

    public void Dispose() => factory.Dispose();
}

/// <summary>A bucket of <see cref="ArrangedHotBuckets"/>.</summary>
internal sealed class ArrangedHotBucket(ArrangedHotBuckets owner, HotBucket bucket) : IHotBucket
{
    private volatile bool failed;

    public BucketId Id => bucket.Id;

    public string Directory => bucket.Directory;

    public EventTime? Earliest => bucket.Earliest;

    public EventTime? Latest => bucket.Latest;

    public long EventCount => bucket.EventCount;

    public long RawBytes => bucket.RawBytes;

    public long BytesOnDisk => bucket.BytesOnDisk;

    public DateTimeOffset LastAppend => bucket.LastAppend;

    public bool IsFailed
    {
        get => failed || bucket.IsFailed;
        set => failed = value;
    }

    public bool IsFull => bucket.IsFull;

    public bool IsDisposed { get; private set; }

    public BucketContent OpenView() => bucket.OpenView();

    /// <summary>Appends without what was arranged.</summary>
    public ValueTask StoreAsync(EventBatch batch, BatchId id) => bucket.AppendAsync(batch, id, CancellationToken.None);

    public async ValueTask AppendAsync(EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        try
        {
            await owner.BeforeAppend(this);
        }
        catch
        {
            batch.Release();
            throw;
        }

        await bucket.AppendAsync(batch, id, cancellation);
    }

    public async Task<BucketManifest> SealAsync(CancellationToken cancellation)
    {
        await owner.BeforeSeal(Id);
        cancellation.ThrowIfCancellationRequested();
        return await bucket.SealAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        IsDisposed = true;
        await bucket.DisposeAsync();
    }
}
