using System.Diagnostics;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;
using Indexer.Parsing;
using Indexer.Parsing.Sourcetypes;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Benchmarks;

/// <summary>Ingests a file into a store on disk, rolls it, and times searches on it.</summary>
internal static class StoreBenchmark
{
    private const int BatchBytes = 256 << 10;
    private const int InFlight = 8;

    public static async Task RunAsync(string path, string directory, int encoders, string[] terms)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        var disk = LocalDisk.Instance;
        using var factory = new HotBucketFactory(disk, TimeProvider.System, encoders);
        var index = new IndexSettings
        {
            Name = IndexName.Main,
            HomePath = Path.Combine(directory, "db"),
            ColdPath = Path.Combine(directory, "colddb"),
            ThawedPath = Path.Combine(directory, "thaweddb"),
            MaxHotBuckets = 10,
            MaxDataSizeBytes = 10L << 30,
            QuarantinePast = TimeSpan.FromDays(100_000),
        };
        await using var storage = await StorageService.OpenAsync(new StorageOptions
        {
            Root = directory,
            Peer = new PeerId(new Guid(1, 2, 3, new byte[8])),
            Disk = disk,
            Buckets = factory,
            Log = NullLogger.Instance,
            Indexes = [index],
            MinFreeSpaceBytes = 1 << 20,
        }, CancellationToken.None);

        await IngestAsync(storage, path);
        PrintSizes(directory, new FileInfo(path).Length);
        Search(new EventStore(storage, factory, useBloomFilter: true), terms);
    }

    private static async Task IngestAsync(StorageService storage, string path)
    {
        var cpuBefore = Environment.CpuUsage;
        var watch = Stopwatch.StartNew();
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "bench", path), ShippedSourcetypes.Instance, batches, TimeProvider.System);
        var pending = new Queue<Task>();
        var buffer = new byte[1 << 20];
        long bytes = 0, events = 0;
        var allocatedBefore = GC.GetTotalAllocatedBytes();

        async Task SendAsync()
        {
            foreach (var (name, batch) in batches.Take())
            {
                events += batch.Count;
                pending.Enqueue(storage.AppendAsync(name, batch, BatchId.None, CancellationToken.None).AsTask());
                if (pending.Count >= InFlight)
                {
                    await pending.Dequeue();
                }
            }
        }

        await using (var file = File.OpenRead(path))
        {
            int read;
            while ((read = await file.ReadAsync(buffer)) > 0)
            {
                bytes += read;
                for (var from = 0; from < read; from += EventParser.ChunkBytes)
                {
                    parser.Append(buffer.AsSpan(from, Math.Min(EventParser.ChunkBytes, read - from)));
                    if (batches.Length >= BatchBytes)
                    {
                        await SendAsync();
                    }
                }
            }

            parser.Complete();
            await SendAsync();
        }

        await Task.WhenAll(pending);
        var written = watch.Elapsed;
        var allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        await storage.RollHotBucketsAsync(IndexName.Main);
        watch.Stop();
        var cpu = Environment.CpuUsage.TotalTime - cpuBefore.TotalTime;
        Console.WriteLine($"{events:N0} events, {bytes:N0} bytes: {watch.Elapsed.TotalSeconds:F2} s = {bytes / 1e6 / watch.Elapsed.TotalSeconds:F0} MB/s (roll {(watch.Elapsed - written).TotalSeconds:F2} s), "
            + $"cpu {cpu.TotalSeconds:F2} s = {bytes / 1e6 / cpu.TotalSeconds:F0} MB/s per core, {allocated / (double)events:F1} B allocated an event, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB");
    }

    private static void PrintSizes(string directory, long raw)
    {
        foreach (var group in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(file => new FileInfo(file)).GroupBy(file => file.Name).OrderByDescending(group => group.Sum(file => file.Length)).Take(8))
        {
            Console.WriteLine($"{group.Key,-20} {group.Sum(file => file.Length),14:N0} {100.0 * group.Sum(file => file.Length) / raw,8:F3} %");
        }
    }

    private static void Search(EventStore store, string[] terms)
    {
        foreach (var term in terms)
        {
            var predicate = new EventPredicate.And([.. term.Split(' ').Select(word => new EventPredicate.Matches(TextPattern.Parse(word)))]);
            long count = 0;
            var counted = Median(() =>
            {
                count = 0;
                using var snapshot = store.OpenSnapshot([IndexName.Main], TimeRange.All);
                snapshot.Count(new ScanRequest(TimeRange.All, predicate, EventColumns.Time), 3600 * EventTime.NanosecondsPerSecond, default, (_, n) => count += n, CancellationToken.None);
            });
            long all = 0;
            var read = Median(() => all = ReadAll(store, predicate, int.MaxValue));
            var newest = Median(() => ReadAll(store, predicate, 100));
            Console.WriteLine($"{term,-40} {count,10:N0} count by hour {counted,8:F2} ms, newest 100 {newest,8:F2} ms, all {read,8:F2} ms{(all == count ? "" : $" BUT {all}")}");
        }
    }

    private static long ReadAll(EventStore store, EventPredicate predicate, int limit)
    {
        long rows = 0;
        using var snapshot = store.OpenSnapshot([IndexName.Main], TimeRange.All);
        var units = snapshot.Plan(new ScanRequest(TimeRange.All, predicate, EventColumns.All), CancellationToken.None);
        if (limit == int.MaxValue)
        {
            Parallel.ForEach(units, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, unit =>
            {
                using var block = unit.Read(CancellationToken.None);
                Interlocked.Add(ref rows, block.Count);
            });
            return rows;
        }

        foreach (var unit in units)
        {
            using var block = unit.Read(CancellationToken.None);
            rows += block.Count;
            if (rows >= limit)
            {
                break;
            }
        }

        return rows;
    }

    private static double Median(Action action)
    {
        action();
        var times = new List<double>();
        var budget = Stopwatch.StartNew();
        while (times.Count < 20 && (times.Count < 3 || budget.Elapsed < TimeSpan.FromSeconds(3)))
        {
            var watch = Stopwatch.StartNew();
            action();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
