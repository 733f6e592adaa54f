using System.Text;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;
using Indexer.Storage.Tests.Lifecycle;

namespace Indexer.Storage.Tests.Engine;

/// <summary>
/// The whole storage engine of one node as it is put together for real, on any disk, with slices and runs so small that a few
/// batches make many of them.
/// </summary>
internal sealed class EngineNode : IAsyncDisposable
{
    public const string Root = "/db";
    public const string Archive = "/db/archive";
    public static readonly PeerId Peer = PeerId.Parse("11111111-2222-3333-4444-555555555555");

    private readonly HotBucketFactory buckets;
    private StorageService service = null!;
    private EventStore store = null!;

    public EngineNode(IDisk disk, string root = Root, ManualTime? time = null, int sliceEventsMax = 3, int wordsPerRun = 12, int templatesMax = SliceLimits.TemplatesMax)
    {
        Disk = disk;
        Time = time ?? new ManualTime();
        buckets = new HotBucketFactory(Time, new BucketWriterOptions
        {
            Disk = disk,
            Encoders = new SliceEncoderPool(2),
            TermsCache = new TermsBlockCache(1 << 20),
            WordsPerRun = wordsPerRun,
            SliceEventsMax = sliceEventsMax,
            TemplatesMax = templatesMax,
            BacklogMax = 1,
        });
        Main = new IndexSettings
        {
            Name = IndexName.Main,
            HomePath = Path.Combine(root, "main", "db"),
            ColdPath = Path.Combine(root, "main", "colddb"),
            ThawedPath = Path.Combine(root, "main", "thaweddb"),
            MaxWarmDbCount = 2,
            FrozenTimePeriod = TimeSpan.FromDays(10),
            ColdToFrozenDir = Path.Combine(root, "archive"),
        };
        Options = new StorageOptions
        {
            Root = root,
            Peer = Peer,
            Disk = disk,
            Buckets = buckets,
            Log = Log,
            Time = Time,
            MinFreeSpaceBytes = 0,
            RollConcurrency = 1,
            Lock = root == Root ? _ => new NoLock() : DirectoryLock.Acquire,
        };
    }

    public IDisk Disk { get; }

    public ManualTime Time { get; }

    public ListLogger Log { get; } = new();

    public IndexSettings Main { get; set; }

    public StorageOptions Options { get; set; }

    public StorageService Service => service;

    public HotBucketFactory Buckets => buckets;

    public async Task<EngineNode> OpenAsync()
    {
        service = await StorageService.OpenAsync(Options with { Indexes = [Main] }, CancellationToken.None);
        store = new EventStore(service, buckets, useBloomFilter: true);
        return this;
    }

    /// <summary>Stores a batch of events that no other batch has.</summary>
    public ValueTask AppendAsync(string name, int events = 4, TimeSpan age = default, BatchId? id = null) =>
        service.AppendAsync(IndexName.Main, Batch(name, events, age), id ?? BatchId.None, CancellationToken.None);

    public EventBatch Batch(string name, int events, TimeSpan age = default)
    {
        using var builder = new EventBatchBuilder();
        foreach (var (text, number) in Texts(name, events).Select((text, number) => (text, number)))
        {
            var origin = new EventOrigin($"host{number % 2}", "/var/log/app.log", "app");
            builder.Add(EventTime.FromDateTimeOffset(Time.GetUtcNow() - age + TimeSpan.FromMilliseconds(number)), origin, Encoding.UTF8.GetBytes(text));
        }

        return builder.Build();
    }

    public static IEnumerable<string> Texts(string name, int events) =>
        Enumerable.Range(0, events).Select(number => number % 3 == 2
            ? $"{{\"batch\":\"{name}\",\"number\":{number},\"text\":\"user u{number} of {name} took {number * 7} ms\"}}"
            : $"batch={name} number {number} from 10.0.0.{number} path=/srv/{name}/{number % 2}");

    /// <summary>What a search finds, and what it says it could not read.</summary>
    public (List<string> Texts, IReadOnlyList<string> Warnings) Search(string? pattern = null)
    {
        var predicate = pattern is null ? EventPredicate.True : new EventPredicate.Matches(TextPattern.Parse(pattern));
        var request = new ScanRequest(TimeRange.All, predicate, EventColumns.All);
        using var snapshot = store.OpenSnapshot([IndexName.Main], TimeRange.All);
        var texts = new List<string>();
        var damage = new List<string>();
        foreach (var unit in snapshot.Plan(request, CancellationToken.None))
        {
            try
            {
                using var block = unit.Read(CancellationToken.None);
                for (var row = 0; row < block.Count; row++)
                {
                    texts.Add(Encoding.UTF8.GetString(block.Raw(row)));
                }
            }
            catch (BucketDamagedException e)
            {
                damage.Add(e.Message);
            }
        }

        return (texts, [.. snapshot.Warnings, .. damage]);
    }

    public (long Count, IReadOnlyList<string> Warnings) Count(string pattern)
    {
        var total = 0L;
        using var snapshot = store.OpenSnapshot([IndexName.Main], TimeRange.All);
        var request = new ScanRequest(TimeRange.All, new EventPredicate.Matches(TextPattern.Parse(pattern)), EventColumns.Time);
        snapshot.Count(request, long.MaxValue, new EventTime(0), (_, count) => total += count, CancellationToken.None);
        return (total, snapshot.Warnings);
    }

    /// <summary>The texts of all events that are served or archived.</summary>
    public List<string> SearchEverywhere()
    {
        var archive = Main.ColdToFrozenDir!;
        var archived = Disk.List(archive).Where(entry => BucketName.TryParse(entry.Name, out _)).Select(entry => Path.Combine(archive, entry.Name));
        return [.. Search().Texts, .. archived.SelectMany(directory => BucketTexts.OfRawData(Disk, directory))];
    }

    /// <summary>Directories of the index's buckets in a stage, as the index serves them.</summary>
    public IReadOnlyList<string> Directories(BucketStage stage)
    {
        using var snapshot = service.OpenSnapshot(IndexName.Main, TimeRange.All)!;
        return [.. snapshot.Buckets.Where(bucket => bucket.Stage == stage).Select(bucket => bucket.Directory)];
    }

    public Task RollAsync() => service.RollHotBucketsAsync(IndexName.Main);

    public async Task HousekeepAsync()
    {
        await service.HousekeepAsync(CancellationToken.None);
        await service.Erasing;
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        buckets.Dispose();
    }

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
