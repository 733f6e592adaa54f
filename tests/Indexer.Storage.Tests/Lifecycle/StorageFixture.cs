using System.Text;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>A node's storage on a real directory (or on any disk), with a clock that stands, and short ways to fill and read it.</summary>
internal sealed class StorageFixture : IAsyncDisposable
{
    public static readonly PeerId Peer = PeerId.Parse("11111111-2222-3333-4444-555555555555");
    public static readonly EventOrigin Origin = new("web1", "/var/log/app.log", "app");

    private readonly string? temporary;
    private long batches;

    public StorageFixture(IDisk? disk = null, ManualTime? time = null)
    {
        if (disk is null)
        {
            temporary = System.IO.Directory.CreateTempSubdirectory("indexer-lifecycle-").FullName;
            disk = LocalDisk.Instance;
        }

        Root = temporary ?? "/db";
        Disk = disk;
        Time = time ?? new ManualTime();
        Buckets = new ArrangedHotBuckets(disk, Time);
        Main = Index("main");
        Options = new StorageOptions
        {
            Root = Root,
            Peer = Peer,
            Disk = disk,
            Buckets = Buckets,
            Log = NullLogger.Instance,
            Time = Time,
            MinFreeSpaceBytes = 0,
            Lock = temporary is null ? _ => new NoLock() : DirectoryLock.Acquire,
        };
    }

    public string Root { get; }

    public IDisk Disk { get; }

    public ManualTime Time { get; }

    public ArrangedHotBuckets Buckets { get; }

    /// <summary>Settings of <c>main</c> for the next opening.</summary>
    public IndexSettings Main { get; set; }

    public StorageOptions Options { get; set; }

    public StorageService Service { get; private set; } = null!;

    public EventTime Now => EventTime.FromDateTimeOffset(Time.GetUtcNow());

    public IndexSettings Index(string name) => new()
    {
        Name = IndexName.Parse(name),
        HomePath = Path.Combine(Root, name, "db"),
        ColdPath = Path.Combine(Root, name, "colddb"),
        ThawedPath = Path.Combine(Root, name, "thaweddb"),
    };

    public async Task<StorageFixture> OpenAsync()
    {
        Service = await StorageService.OpenAsync(Options with { Indexes = [Main, .. Options.Indexes] }, CancellationToken.None);
        return this;
    }

    /// <summary>Ends the service as a crash of the process does, as far as one process can: nothing is sealed.</summary>
    public async Task<StorageFixture> ReopenAsync(bool roll = false)
    {
        await (roll ? Service.StopAsync(CancellationToken.None) : Service.DisposeAsync().AsTask());
        return await OpenAsync();
    }

    /// <summary>One event now minus <paramref name="age"/>.</summary>
    public Task AppendAsync(string text, TimeSpan age = default, BatchId? id = null, string index = "main") =>
        Service.AppendAsync(IndexName.Parse(index), Batch((text, age)), id ?? NextId(), CancellationToken.None).AsTask();

    public EventBatch Batch(params (string Text, TimeSpan Age)[] events)
    {
        using var builder = new EventBatchBuilder();
        foreach (var (text, age) in events)
        {
            builder.Add(EventTime.FromDateTimeOffset(Time.GetUtcNow() - age), Origin, Encoding.UTF8.GetBytes(text));
        }

        return builder.Build();
    }

    public BatchId NextId() => new(Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001"), ++batches);

    /// <summary>Appends one event and rolls it into a warm bucket of its own.</summary>
    public async Task RollOneAsync(string text, TimeSpan age = default, string index = "main")
    {
        await AppendAsync(text, age, index: index);
        await Service.RollHotBucketsAsync(IndexName.Parse(index));
    }

    /// <summary>What a search over everything finds, in order of the texts.</summary>
    public IReadOnlyList<string> Search(string index = "main", TimeRange? range = null)
    {
        using var snapshot = Service.OpenSnapshot(IndexName.Parse(index), range ?? TimeRange.All)!;
        return [.. snapshot.Buckets.SelectMany(Texts).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Texts(BucketHandle bucket) => Buckets.Texts(bucket);

    /// <summary>Names of the buckets' directories in a path of an index.</summary>
    public IReadOnlyList<string> Names(string path) => [.. Disk.List(path).Where(entry => entry.IsDirectory).Select(entry => entry.Name)];

    public IndexStatus Status => Service.StatusOf(IndexName.Main);

    /// <summary>A housekeeping pass, and the erasures it brought about.</summary>
    public async Task HousekeepAsync()
    {
        await Service.HousekeepAsync(CancellationToken.None);
        await Service.Erasing;
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }

        Buckets.Dispose();
        if (temporary is not null)
        {
            System.IO.Directory.Delete(temporary, recursive: true);
        }
    }

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
