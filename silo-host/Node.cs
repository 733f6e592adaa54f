using System.Reflection;
using Indexer.Configuration;
using Indexer.Configuration.Files;
using Indexer.Inputs.Files;
using Indexer.Inputs.Hec;
using Indexer.Inputs.Ingest;
using Indexer.Inputs.Own;
using Indexer.Model;
using Indexer.Storage.Lifecycle;
using Indexer.Web;
using Indexer.Web.Server;

namespace Indexer.SiloHost;

/// <summary>A running node: its parts, in the order in which they start; they stop in the opposite order.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>Hot buckets that have not rolled by then are recovered by the next start.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private const long IngestBytesMax = 64 << 20;

    // Each part begins to stop when the one after it has stopped.
    private readonly Stack<Func<Task>> stops = new();
    private WebApplication? web;

    private Node()
    {
    }

    public static async Task<Node> StartAsync(ConfigurationEnvironment environment, OwnLog log)
    {
        var node = new Node();
        try
        {
            await node.StartPartsAsync(environment, log);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the process was told to stop.</summary>
    public Task StoppedAsync() => web!.WaitForShutdownAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        while (stops.TryPop(out var stop))
        {
            await stop();
        }
    }

    private async Task StartPartsAsync(ConfigurationEnvironment environment, OwnLog log)
    {
        var clock = TimeProvider.System;
        var startTime = clock.GetUtcNow();
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(log).AddFilter("Microsoft", LogLevel.Warning));
        stops.Push(() => Disposed(loggers));
        var nodeLog = loggers.CreateLogger("Indexer.Node");

        var files = new LocalConfigurationFiles();
        var configuration = ConfigurationStore.Open(environment, files);
        var metrics = new MetricTable();
        stops.Push(() => Disposed(metrics));

        var identity = FirstStart.Prepare(configuration, files);
        var (storage, buckets) = await OpenStorageAsync(configuration.Current, identity, clock, loggers);
        var own = new OwnEvents(storage, environment.HostName);
        own.Start();
        log.Attach(own);
        stops.Push(async () =>
        {
            log.Detach();
            await own.DisposeAsync();
        });
        var snapshots = new MetricSnapshots(metrics, own, clock);
        stops.Push(() => snapshots.DisposeAsync().AsTask());
        stops.Push(Telemetry.Start(environment.Variables, configuration.Current.Server.ServerName));

        var rules = new PropsParsingRules(() => configuration.Current.Props, loggers.CreateLogger<PropsParsingRules>());
        var inputMetrics = new InputMetrics();
        stops.Push(() => Disposed(inputMetrics));
        var ingest = new EventIngest(storage, rules, inputMetrics, clock, loggers.CreateLogger<EventIngest>());
        var monitor = new FileMonitor(ingest, () => configuration.Current.Inputs.Monitors, Storage.Disk.LocalDisk.Instance, Path.Combine(configuration.Current.Database, "fishbucket"), loggers.CreateLogger<FileMonitor>());
        stops.Push(() => monitor.DisposeAsync().AsTask());
        var collector = new HecCollector(ingest, new IngestBudget(IngestBytesMax), () => configuration.Current.Inputs.Http, () => configuration.Current.Limits.HttpInput, loggers.CreateLogger<HecCollector>());
        stops.Push(() => collector.DisposeAsync().AsTask());
        var jobs = Searching.Start(configuration, storage, buckets, clock, loggers);
        stops.Push(() => jobs.DisposeAsync().AsTask());

        var info = new NodeInfo(VersionText, identity, configuration.Current.Server.ServerName, GrainEngineHosting.EngineName, startTime, environment.HostName);
        web = WebHost.Build(configuration, identity, new PeerStores(identity, storage), loggers, collector, grains => new RestParts(
            info, configuration, storage, jobs, grains, new OneShotInput(ingest, loggers.CreateLogger<OneShotInput>()), monitor, metrics, own, new AuditLog(own, clock), clock));
        stops.Push(() => web.DisposeAsync().AsTask());
        await web.StartAsync(CancellationToken.None);
        stops.Push(() => web.StopAsync(CancellationToken.None));
        monitor.Start();
        var announcement = Announcement.Publish(configuration.Current);
        stops.Push(() => Disposed(announcement));
        nodeLog.Started(identity, VersionText, GrainEngineHosting.EngineName, clock.GetUtcNow() - startTime);
        foreach (var warning in configuration.Current.Warnings)
        {
            nodeLog.Configured(warning);
        }
    }

    private async Task<(StorageService Storage, Storage.Buckets.HotBucketFactory Buckets)> OpenStorageAsync(
        IndexerConfiguration current, PeerId identity, TimeProvider clock, ILoggerFactory loggers)
    {
        Directory.CreateDirectory(current.Database);
        var buckets = new Storage.Buckets.HotBucketFactory(Storage.Disk.LocalDisk.Instance, clock, Environment.ProcessorCount);
        stops.Push(() => Disposed(buckets));
        var storage = await StorageService.OpenAsync(new StorageOptions
        {
            Root = current.Database,
            Peer = identity,
            Disk = Storage.Disk.LocalDisk.Instance,
            Buckets = buckets,
            Log = loggers.CreateLogger("Indexer.Storage"),
            Indexes = [.. current.Indexes.Indexes.Values],
            Volumes = [.. current.Indexes.Volumes.Values],
            Time = clock,
            MinFreeSpaceBytes = current.Server.MinFreeSpaceBytes,
            LastChanceIndex = current.Indexes.LastChanceIndex,
        }, CancellationToken.None);
        stops.Push(async () =>
        {
            using var impatience = new CancellationTokenSource(StopPatience);
            await storage.StopAsync(impatience.Token);
        });
        return (storage, buckets);
    }

    private static string VersionText => typeof(Node).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static Task Disposed(IDisposable part)
    {
        part.Dispose();
        return Task.CompletedTask;
    }
}
