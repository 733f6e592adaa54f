using System.Text;
using Indexer.Configuration;
using Indexer.Configuration.Files;
using Indexer.Inputs.Ingest;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Inputs.Tests.Support;

/// <summary>Real storage in a temporary directory, with the way of events into it.</summary>
public sealed class Ingesting : IAsyncDisposable
{
    private readonly HotBucketFactory buckets;
    private readonly bool ownsDirectory;

    private Ingesting(string directory, bool ownsDirectory, ConfigurationStore configuration, HotBucketFactory buckets, StorageService storage, TimeProvider clock)
    {
        Directory = directory;
        this.ownsDirectory = ownsDirectory;
        Configuration = configuration;
        this.buckets = buckets;
        Storage = storage;
        Metrics = new InputMetrics();
        Ingest = new EventIngest(storage, new PropsParsingRules(() => configuration.Current.Props, NullLogger<PropsParsingRules>.Instance), Metrics, clock, NullLogger<EventIngest>.Instance);
    }

    public string Directory { get; }

    public ConfigurationStore Configuration { get; }

    public StorageService Storage { get; }

    public InputMetrics Metrics { get; }

    public EventIngest Ingest { get; }

    /// <param name="directory">Of an earlier one, to go on in; null for a new one.</param>
    /// <param name="local">Files of <c>etc/system/local</c> by name.</param>
    public static async Task<Ingesting> StartAsync(string? directory = null, IReadOnlyDictionary<string, string>? local = null, TimeProvider? clock = null, Func<StorageOptions, StorageOptions>? change = null)
    {
        var home = directory ?? System.IO.Directory.CreateTempSubdirectory("indexer-inputs-").FullName;
        foreach (var (name, text) in local ?? new Dictionary<string, string>())
        {
            var path = Path.Combine(home, "etc", "system", "local", name);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        var configuration = ConfigurationStore.Open(new ConfigurationEnvironment(home, new Dictionary<string, string>(), "test-host"), new LocalConfigurationFiles());
        var disk = LocalDisk.Instance;
        clock ??= TimeProvider.System;
        var buckets = new HotBucketFactory(disk, TimeProvider.System, 1);
        var options = new StorageOptions
        {
            Root = configuration.Current.Database,
            Peer = new PeerId(new Guid(1, 2, 3, new byte[8])),
            Disk = disk,
            Buckets = buckets,
            Log = NullLogger.Instance,
            Indexes = [.. configuration.Current.Indexes.Indexes.Values.Select(index => index with { QuarantinePast = TimeSpan.FromDays(100_000) })],
            MinFreeSpaceBytes = 1 << 20,
            LastChanceIndex = configuration.Current.Indexes.LastChanceIndex,
        };
        var storage = await StorageService.OpenAsync(change?.Invoke(options) ?? options, CancellationToken.None);
        await storage.Recovered;
        return new Ingesting(home, directory is null, configuration, buckets, storage, clock);
    }

    /// <summary>All events of an index, oldest first, as <c>host|source|sourcetype|raw</c>.</summary>
    public IReadOnlyList<StoredEvent> Events(IndexName? index = null)
    {
        var store = new EventStore(Storage, buckets, useBloomFilter: true);
        using var snapshot = store.OpenSnapshot([index ?? IndexName.Main], TimeRange.All);
        Assert.Empty(snapshot.Warnings);
        var events = new List<StoredEvent>();
        foreach (var unit in snapshot.Plan(new ScanRequest(TimeRange.All, EventPredicate.True, EventColumns.All), CancellationToken.None))
        {
            using var block = unit.Read(CancellationToken.None);
            for (var row = 0; row < block.Count; row++)
            {
                var fields = new List<string>();
                var reader = IndexedFields.Read(block.IndexedFields(row));
                while (reader.MoveNext())
                {
                    fields.Add($"{Encoding.UTF8.GetString(reader.Name)}={Encoding.UTF8.GetString(reader.Value)}");
                }

                events.Add(new StoredEvent(new EventTime(block.Times[row]), block.Origins[block.OriginOrdinals[row]], Encoding.UTF8.GetString(block.Raw(row)), string.Join(',', fields)));
            }
        }

        events.Reverse();
        return [.. events.OrderBy(stored => stored.Time)];
    }

    public IReadOnlyList<string> Texts(IndexName? index = null) => [.. Events(index).Select(stored => stored.Raw)];

    /// <summary>Ends without cleaning up the directory, so that another one can go on in it.</summary>
    public async Task StopAsync()
    {
        await Storage.DisposeAsync();
        buckets.Dispose();
        Metrics.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}

public sealed record StoredEvent(EventTime Time, EventOrigin Origin, string Raw, string Fields);
