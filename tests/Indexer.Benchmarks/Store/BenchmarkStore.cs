using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Benchmarks.Store;

/// <summary>One index in a directory, with the real disk and the settings of an index of high volume.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    private const long AutoHighVolumeBytes = 10L << 30;

    private readonly HotBucketFactory buckets;

    private BenchmarkStore(HotBucketFactory buckets, StorageService storage)
    {
        this.buckets = buckets;
        Storage = storage;
        Events = new EventStore(storage, buckets, useBloomFilter: true);
    }

    public StorageService Storage { get; }

    public EventStore Events { get; }

    public static async Task<BenchmarkStore> OpenAsync(string directory)
    {
        var buckets = new HotBucketFactory(LocalDisk.Instance, TimeProvider.System, encoders: Environment.ProcessorCount);
        var index = new IndexSettings
        {
            Name = IndexName.Main,
            HomePath = Path.Combine(directory, "db"),
            ColdPath = Path.Combine(directory, "colddb"),
            ThawedPath = Path.Combine(directory, "thaweddb"),
            MaxHotBuckets = 10,
            MaxDataSizeBytes = AutoHighVolumeBytes,
            FrozenTimePeriod = TimeSpan.FromDays(100_000),
            QuarantinePast = TimeSpan.FromDays(100_000),
            QuarantineFuture = TimeSpan.FromDays(100_000),
        };
        var storage = await StorageService.OpenAsync(new StorageOptions
        {
            Root = directory,
            Peer = new PeerId(new Guid(1, 2, 3, new byte[8])),
            Disk = LocalDisk.Instance,
            Buckets = buckets,
            Log = NullLogger.Instance,
            Indexes = [index],
        }, CancellationToken.None);
        await storage.Recovered;
        return new BenchmarkStore(buckets, storage);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        buckets.Dispose();
    }
}
