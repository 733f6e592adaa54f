using System.IO.Compression;
using Indexer.Inputs.Ingest;
using Indexer.Model;
using Indexer.Parsing;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Files;

/// <summary>A file to read once.</summary>
/// <param name="Path">Absolute; gzip is recognised by its content.</param>
/// <param name="Source">Null is the path.</param>
/// <param name="SourceType">Null is recognised.</param>
public sealed record OneShotRequest(string Path, IndexName Index, string Host, string? Source, string? SourceType);

/// <summary>How far a file has been read.</summary>
/// <param name="Bytes">Read, before decompression, of <paramref name="TotalBytes"/>.</param>
/// <param name="ContentBytes">Read, after decompression.</param>
/// <param name="Received">Events found so far.</param>
/// <param name="Events">Stored; all of them when <paramref name="IsDone"/>.</param>
/// <param name="LinesTruncated">Lines that were cut to <c>TRUNCATE</c>.</param>
public sealed record OneShotProgress(long Bytes, long TotalBytes, long ContentBytes, long Received, long Events, long LinesTruncated, string? SourceType, bool IsDone);

/// <summary>Reads files once, from beginning to end, while the caller waits.</summary>
public sealed class OneShotInput(EventIngest ingest, ILogger<OneShotInput> log)
{
    private const string InputName = "oneshot";
    private const int ReadBytes = 256 << 10;
    private const int BatchBytes = 256 << 10;
    private const int BatchesInFlightMax = 8;
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Completes when every event is on stable storage. While storage is paused it waits. An error or a cancellation on the way
    /// leaves the events before it stored.
    /// </summary>
    /// <param name="report">Told how far it is, now and then, and at the end.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">Compressed content is damaged.</exception>
    /// <exception cref="Storage.Lifecycle.UnknownIndexException">There is no such index.</exception>
    /// <exception cref="Storage.Lifecycle.IndexDisabledException">The index takes no events.</exception>
    public async Task<OneShotProgress> RunAsync(OneShotRequest request, Func<OneShotProgress, ValueTask> report, CancellationToken cancellation)
    {
        await using var file = new FileStream(request.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        await using var content = await OpenContentAsync(file, cancellation);
        using var batches = new EventBatches();
        var source = request.Source ?? request.Path;
        var input = new InputMetadata(request.Index, request.Host, source, request.SourceType ?? ingest.Rules.AssignSourceType(source),
            EventTime.FromDateTimeOffset(new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle))));
        using var parser = new EventParser(input, ingest.Rules, batches, ingest.Clock);
        await using var window = new StoreWindow(ingest, cancellation);
        OneShotProgress Progress(bool isDone) =>
            new(file.Position, file.Length, parser.Counters.Bytes, parser.Counters.Events, window.EventsStored, parser.Counters.LinesTruncated, parser.Origin?.SourceType, isDone);

        var buffer = new byte[ReadBytes];
        var lastReport = ingest.Clock.GetTimestamp();
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            parser.Append(buffer.AsSpan(0, read));
            if (batches.Length >= BatchBytes)
            {
                await window.SendAsync(batches);
            }

            if (ingest.Clock.GetElapsedTime(lastReport) >= ReportPeriod)
            {
                lastReport = ingest.Clock.GetTimestamp();
                await report(Progress(isDone: false));
            }
        }

        parser.Complete();
        await window.SendAsync(batches);
        await window.EmptyAsync();
        ingest.Metrics.Received(InputName, parser.Counters.Events, parser.Counters.Bytes, parser.Counters.LinesTruncated);
        var done = Progress(isDone: true);
        log.OneShotDone(request.Path, done.Events, request.Index.Value);
        await report(done);
        return done;
    }

    private static async Task<Stream> OpenContentAsync(FileStream file, CancellationToken cancellation)
    {
        var magic = new byte[2];
        var isCompressed = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellation) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }

    /// <summary>Batches that are on their way to storage, a limited number at a time.</summary>
    private sealed class StoreWindow(EventIngest ingest, CancellationToken cancellation) : IAsyncDisposable
    {
        private readonly Guid channel = Guid.NewGuid();
        private readonly Queue<(Task Stored, long Events)> pending = new();
        private long next;

        public long EventsStored { get; private set; }

        public async Task SendAsync(EventBatches batches)
        {
            if (batches.Count == 0)
            {
                return;
            }

            if (pending.Count >= BatchesInFlightMax)
            {
                await TakeFirstAsync();
            }

            var events = batches.Count;
            pending.Enqueue((ingest.StoreEventuallyAsync(InputName, batches.Take(), new BatchId(channel, next++), cancellation), events));
        }

        public async Task EmptyAsync()
        {
            while (pending.Count > 0)
            {
                await TakeFirstAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (stored, _) in pending)
            {
                await stored.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private async Task TakeFirstAsync()
        {
            var (stored, events) = pending.Dequeue();
            await stored;
            EventsStored += events;
        }
    }
}
