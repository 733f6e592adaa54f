using System.Diagnostics;
using Indexer.Benchmarks.Corpus;
using Indexer.Model;
using Indexer.Parsing;
using Indexer.Parsing.Sourcetypes;

namespace Indexer.Benchmarks.Store;

/// <summary>What one ingest took, from the first byte read to the last bucket warm.</summary>
/// <param name="RollSeconds">Of <paramref name="Seconds"/>, after the last batch was acknowledged.</param>
/// <param name="AllocatedPerEvent">Managed bytes an event that came after the warm-up.</param>
/// <param name="PeakBytes">Of resident memory of the process.</param>
/// <param name="ZstdMegabytesPerSecond">zstd -3 in blocks of 1 MB over the start of the same file, one thread, right afterwards: how fast the machine was.</param>
internal sealed record IngestFigures(
    long Events, long Bytes, double Seconds, double RollSeconds, double CpuSeconds, double AllocatedPerEvent, long PeakBytes, double ZstdMegabytesPerSecond)
{
    public double MegabytesPerSecond => Bytes / 1e6 / Seconds;

    /// <summary>Megabytes for each second that some CPU worked; other processes hardly change it.</summary>
    public double PerCpuSecond => Bytes / 1e6 / CpuSeconds;
}

/// <summary>Ingests a file into an empty store as an input does: parsed, journaled and synced, indexed, and rolled at the end.</summary>
internal sealed class IngestRun(BenchmarkStore store)
{
    private const int ReadBytes = 1 << 20;
    private const int BatchBytes = 256 << 10;
    private const int BatchesInFlight = 8;
    private const double WarmUpShare = 0.2;
    private const long ZstdBytes = 128 << 20;

    private readonly EventBatches batches = new();
    private readonly Queue<Task> pending = new();
    private long events;

    /// <param name="directory">Emptied first.</param>
    public static async Task<IngestFigures> RunAsync(string path, string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        IngestFigures figures;
        await using (var store = await BenchmarkStore.OpenAsync(directory))
        {
            figures = await new IngestRun(store).RunAsync(path);
        }

        return figures with { ZstdMegabytesPerSecond = ZstdFigures.Of(path, level: 3, blockBytes: 1 << 20, ZstdBytes).MegabytesPerSecond };
    }

    private async Task<IngestFigures> RunAsync(string path)
    {
        var length = new FileInfo(path).Length;
        var (warmAllocated, warmEvents) = (-1L, 0L);
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        using var parser = new EventParser(new InputMetadata(IndexName.Main, "bench", path), ShippedSourcetypes.Instance, batches, TimeProvider.System);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true))
        {
            var buffer = new byte[ReadBytes];
            long bytes = 0;
            int read;
            while ((read = await file.ReadAsync(buffer)) > 0)
            {
                for (var from = 0; from < read; from += EventParser.ChunkBytes)
                {
                    parser.Append(buffer.AsSpan(from, Math.Min(EventParser.ChunkBytes, read - from)));
                    if (batches.Length >= BatchBytes)
                    {
                        await SendAsync();
                    }
                }

                bytes += read;
                if (warmAllocated < 0 && bytes >= length * WarmUpShare)
                {
                    (warmAllocated, warmEvents) = (GC.GetTotalAllocatedBytes(precise: true), events);
                }
            }
        }

        parser.Complete();
        await SendAsync();
        await Task.WhenAll(pending);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - warmAllocated;
        var written = watch.Elapsed;
        await store.Storage.RollHotBucketsAsync(IndexName.Main);
        watch.Stop();
        var cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        batches.Dispose();
        using var process = Process.GetCurrentProcess();
        return new IngestFigures(events, length, watch.Elapsed.TotalSeconds, (watch.Elapsed - written).TotalSeconds, cpu.TotalSeconds,
            (double)allocated / (events - warmEvents), process.PeakWorkingSet64, ZstdMegabytesPerSecond: 0);
    }

    private async ValueTask SendAsync()
    {
        foreach (var (index, batch) in batches.Take())
        {
            events += batch.Count;
            pending.Enqueue(store.Storage.AppendAsync(index, batch, BatchId.None, CancellationToken.None).AsTask());
            if (pending.Count >= BatchesInFlight)
            {
                await pending.Dequeue();
            }
        }
    }
}
