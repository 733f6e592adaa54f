using System.Buffers;
using Indexer.Inputs.Ingest;
using Indexer.Model;
using Indexer.Parsing;
using Indexer.Storage.Lifecycle;

namespace Indexer.Inputs.Files;

/// <summary>What a visit to a file found.</summary>
internal enum VisitOutcome
{
    /// <summary>All of it is read for now.</summary>
    Idle,

    /// <summary>There is more; visit again soon.</summary>
    HasMore,

    /// <summary>This content will not go on: it was cut, or its name belongs to another file.</summary>
    Ended,
}

/// <summary>
/// One content of a file that is read as it grows. Batches go one after the other, each announced in the checkpoints before it is
/// sent, so that after a crash it is sent again with the same bytes and the same id. Used by one caller at a time.
/// </summary>
internal sealed class TailedFile : IAsyncDisposable
{
    public const string InputName = "monitor";
    private const int BatchBytes = 512 << 10;
    private const int ReadBytes = 64 << 10;

    /// <summary>Bytes read in one visit, so that one large file does not keep others waiting.</summary>
    private const long VisitBytes = 64 << 20;

    /// <summary>Whole lines are events after this long without another, even where the next line could still belong to them.</summary>
    private static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(1);

    private readonly EventIngest ingest;
    private readonly CheckpointStore checkpoints;
    private readonly FileFinder finder;
    private readonly FileStream file;
    private readonly EventBatches batches = new();
    private FileCheckpoint checkpoint;
    private Stream? content;
    private EventParser? parser;
    private long parserStart;
    private long readPosition;
    private bool hasUnsentText;
    private Task storing = Task.CompletedTask;

    /// <param name="file">Opened for reading; belongs to this object from now on.</param>
    /// <param name="checkpoint">Where to go on.</param>
    public TailedFile(EventIngest ingest, CheckpointStore checkpoints, FileFinder finder, FileStream file, FileCheckpoint checkpoint)
    {
        this.ingest = ingest;
        this.checkpoints = checkpoints;
        this.finder = finder;
        this.file = file;
        this.checkpoint = checkpoint;
        LastGrowth = ingest.Clock.GetUtcNow();
    }

    public FileCheckpoint Checkpoint => checkpoint;

    /// <summary>When bytes were last read.</summary>
    public DateTimeOffset LastGrowth { get; private set; }

    /// <summary>Whether bytes were read that are no events yet, such as a line without its end.</summary>
    public bool HasUnsentText => hasUnsentText;

    private bool IsCompressed => checkpoint.CompressedLength > 0;

    /// <summary>
    /// Reads what is there, up to a limit, and stores the events. Text that may still go on stays unread for
    /// <paramref name="patience"/> after the last growth.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A compressed file is damaged; what came before is stored.</exception>
    /// <exception cref="UnknownIndexException">There is no index for it.</exception>
    /// <exception cref="IndexDisabledException">Its index takes no events.</exception>
    public async Task<VisitOutcome> VisitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (!IsCompressed && IsReplaced())
        {
            return VisitOutcome.Ended;
        }

        if (checkpoint.BatchEnd > 0)
        {
            await RepeatAsync(cancellation);
        }

        if (checkpoint.IsDone)
        {
            return VisitOutcome.Idle;
        }

        var (read, isAtEnd) = await ReadAsync(cancellation);
        if (read > 0)
        {
            LastGrowth = ingest.Clock.GetUtcNow();
            hasUnsentText = true;
        }

        var idle = ingest.Clock.GetUtcNow() - LastGrowth;
        if (isAtEnd && (IsCompressed || (hasUnsentText && idle >= patience)))
        {
            parser!.Complete();
            hasUnsentText = false;
        }
        else if (isAtEnd && idle >= FlushAfter)
        {
            parser!.Flush();
        }

        await SendAsync(cancellation);
        await storing;
        if (IsCompressed && isAtEnd)
        {
            checkpoint = checkpoint with { IsDone = true };
            checkpoints.Put(checkpoint);
        }

        return isAtEnd ? VisitOutcome.Idle : VisitOutcome.HasMore;
    }

    /// <summary>Reads to the end although the content no longer has its name; nothing more will come.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        while (await VisitAsync(TimeSpan.Zero, cancellation) == VisitOutcome.HasMore)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CloseParser();
        batches.Dispose();
        if (content is not null)
        {
            await content.DisposeAsync();
        }

        await file.DisposeAsync();
    }

    private bool IsReplaced()
    {
        var length = RandomAccess.GetLength(file.SafeFileHandle);
        if (length < Math.Max(readPosition, Math.Max(checkpoint.Position, checkpoint.BatchEnd)))
        {
            return true;
        }

        if (checkpoint.Head.Length < finder.Input.InitCrcLength && length > checkpoint.Head.Length)
        {
            // More of the beginning is there now; it is recognised by more from here on.
            var head = HeadOf(file, finder, checkpoint.Head.Length);
            if (head != checkpoint.Head)
            {
                return true;
            }

            checkpoint = checkpoint with { Head = HeadOf(file, finder, finder.Input.InitCrcLength) };
            return false;
        }

        return length > readPosition && HeadOf(file, finder, checkpoint.Head.Length) != checkpoint.Head;
    }

    internal static Fingerprint HeadOf(FileStream file, FileFinder finder, int length) =>
        Fingerprint.OfHead(file.SafeFileHandle, length, finder.Input.CrcSalt == "<SOURCE>" ? file.Name : finder.Input.CrcSalt);

    // Sends the batch again that was on its way when the process ended.
    private async Task RepeatAsync(CancellationToken cancellation)
    {
        OpenContent(checkpoint.Position);
        OpenParser(checkpoint.Position);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (readPosition < checkpoint.BatchEnd)
            {
                var wanted = (int)Math.Min(ReadBytes, checkpoint.BatchEnd - readPosition);
                var read = await content!.ReadAsync(buffer.AsMemory(0, wanted), cancellation);
                if (read == 0)
                {
                    throw new EndOfStreamException($"{checkpoint.Path} ends at {readPosition}, before the end of a batch at {checkpoint.BatchEnd}");
                }

                parser!.Append(buffer.AsSpan(0, read));
                readPosition += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        parser!.Complete();
        await StoreAsync(batches.Take(), checkpoint.BatchEnd, Task.CompletedTask, cancellation);
        CloseParser();
    }

    private async Task<(long Bytes, bool IsAtEnd)> ReadAsync(CancellationToken cancellation)
    {
        if (parser is null)
        {
            if (content is null || readPosition != checkpoint.Position)
            {
                OpenContent(checkpoint.Position);
            }

            OpenParser(checkpoint.Position);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        long total = 0;
        try
        {
            while (total < VisitBytes)
            {
                var read = await content!.ReadAsync(buffer.AsMemory(0, ReadBytes), cancellation);
                if (read == 0)
                {
                    return (total, true);
                }

                total += read;
                readPosition += read;
                parser!.Append(buffer.AsSpan(0, read));
                if (batches.Length >= BatchBytes)
                {
                    await SendAsync(cancellation);
                }
            }

            return (total, false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        await storing;
        var end = parserStart + parser!.CompletedPosition;
        if (batches.Count > 0)
        {
            storing = AnnounceAndStoreAsync(end, cancellation);
        }
        else if (end > checkpoint.Position)
        {
            Advance(end, checkpoint.Batch);
        }
    }

    // The events are taken before anything is waited for: meanwhile the parser goes on to collect the next batch.
    private Task AnnounceAndStoreAsync(long end, CancellationToken cancellation)
    {
        var taken = batches.Take();
        checkpoint = checkpoint with { BatchEnd = end, SourceType = parser!.Origin?.SourceType };
        checkpoints.Put(checkpoint);
        return StoreAsync(taken, end, checkpoints.SyncAsync(cancellation), cancellation);
    }

    private async Task StoreAsync(IReadOnlyList<KeyValuePair<IndexName, EventBatch>> taken, long end, Task announced, CancellationToken cancellation)
    {
        try
        {
            await announced;
        }
        catch
        {
            EventIngest.Release(taken);
            throw;
        }

        await ingest.StoreEventuallyAsync(InputName, taken, new BatchId(checkpoint.Channel, checkpoint.Batch), cancellation);
        Advance(end, checkpoint.Batch + 1);
    }

    private void Advance(long position, long batch)
    {
        checkpoint = checkpoint with
        {
            Position = position,
            Batch = batch,
            BatchEnd = 0,
            Tail = IsCompressed ? default : Fingerprint.OfTail(file.SafeFileHandle, position),
        };
        checkpoints.Put(checkpoint);
    }

    private void OpenContent(long position)
    {
        (content, readPosition) = FileContent.Open(file, IsCompressed, position);
    }

    private void OpenParser(long position)
    {
        CloseParser();
        var defaults = finder.Input.Defaults;
        var source = defaults.Source ?? checkpoint.Path;
        var sourceType = defaults.SourceType ?? checkpoint.SourceType ?? ingest.Rules.AssignSourceType(source);
        var modified = EventTime.FromDateTimeOffset(new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle)));
        parser = new EventParser(new InputMetadata(defaults.Index, finder.HostOf(checkpoint.Path), source, sourceType, modified), ingest.Rules, batches, ingest.Clock);
        parserStart = position;
    }

    private void CloseParser()
    {
        if (parser is not null)
        {
            var counters = parser.Counters;
            ingest.Metrics.Received(InputName, counters.Events, counters.Bytes, counters.LinesTruncated);
            parser.Dispose();
            parser = null;
        }
    }
}
