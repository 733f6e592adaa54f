using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Journal;
using Indexer.Storage.Reading;

namespace Indexer.Storage.Buckets;

/// <summary>
/// A bucket that is being written: every batch goes to the journal first and, once it is on stable storage there, to the
/// <see cref="BucketWriter"/>, in the order of the journal. What the writer has on disk is worth nothing until the bucket is
/// sealed; after a crash it is made again from the journal.
/// </summary>
internal sealed class HotBucket : IHotBucket
{
    private readonly BucketWriterOptions options;
    private readonly TimeProvider time;
    private readonly IndexSettings index;
    private readonly FasterJournal journal;
    private readonly BucketWriter writer;
    private readonly Lock appending = new();
    private readonly Lock publishing = new();
    private readonly Queue<(long Sequence, EventBatch Batch, BatchId Id)> unpublished = [];
    private readonly BatchIdSet batches = new();
    private long lastAppendTicks;
    private long journalBytes;
    private volatile bool failed;
    private volatile bool closed;

    public HotBucket(BucketWriterOptions options, TimeProvider time, IndexSettings index, BucketId id, string directory)
    {
        this.options = options;
        this.time = time;
        this.index = index;
        Id = id;
        Directory = directory;
        options.Disk.CreateDirectory(directory);
        journal = FasterJournal.Create(options.Disk, Path.Combine(directory, BucketFiles.JournalDirectory), id);
        try
        {
            options.Disk.SyncDirectory(directory);
            options.Disk.SyncDirectory(Path.GetDirectoryName(directory)!);
            writer = new BucketWriter(options, id, directory);
        }
        catch
        {
            _ = journal.DisposeAsync().AsTask();
            throw;
        }

        lastAppendTicks = time.GetUtcNow().UtcTicks;
    }

    public BucketId Id { get; }

    public string Directory { get; }

    public EventTime? Earliest => writer.Earliest;

    public EventTime? Latest => writer.Latest;

    public long EventCount => writer.EventCount;

    public long RawBytes => writer.RawBytes;

    public long BytesOnDisk => Volatile.Read(ref journalBytes) + writer.BytesOnDisk;

    public DateTimeOffset LastAppend => new(Volatile.Read(ref lastAppendTicks), TimeSpan.Zero);

    public bool IsFailed => failed;

    public bool IsFull => writer.IsFull(index.MaxMetaEntries);

    public async ValueTask AppendAsync(EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        var queued = false;
        try
        {
            await writer.WaitForBacklogAsync();
            Task stored;
            lock (appending)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                var header = journal.Append(0, id, batch.Bytes);
                Volatile.Write(ref journalBytes, journal.BytesOnDisk);
                lock (publishing)
                {
                    unpublished.Enqueue((header.Sequence, batch, id));
                }

                queued = true;
                stored = StoreAsync(header.Sequence);
            }

            Volatile.Write(ref lastAppendTicks, time.GetUtcNow().UtcTicks);
            await stored.WaitAsync(cancellation);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            failed = true;
            throw;
        }
        finally
        {
            if (!queued)
            {
                batch.Release();
            }
        }
    }

    /// <summary>A view of all acknowledged events. The caller disposes it.</summary>
    public BucketContent OpenView() => writer.OpenView();

    public async Task<BucketManifest> SealAsync(CancellationToken cancellation)
    {
        lock (appending)
        {
            closed = true;
        }

        try
        {
            // Everything that was appended is committed and published by this, unless the journal failed: then what is durable
            // has been published, or the next start recovers it.
            await journal.SealAsync(cancellation);
            Publish(journal.EndSequence - 1);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed = true;
            throw;
        }

        var manifest = await writer.CompleteAsync(batches, index.CreateBloomFilter, cancellation);
        manifest.Write(options.Disk, Directory);
        await journal.DisposeAsync();
        options.Disk.DeleteDirectory(Path.Combine(Directory, BucketFiles.JournalDirectory));
        Volatile.Write(ref journalBytes, 0);
        return manifest;
    }

    public async ValueTask DisposeAsync()
    {
        lock (appending)
        {
            closed = true;
        }

        await journal.DisposeAsync();
        await writer.DisposeAsync();
        while (unpublished.TryDequeue(out var left))
        {
            left.Batch.Release();
        }
    }

    private async Task StoreAsync(long sequence)
    {
        await journal.CommitAsync(sequence, CancellationToken.None);
        Publish(sequence);
    }

    // Whoever sees the commit first publishes everything that it covers, in order.
    private void Publish(long sequence)
    {
        lock (publishing)
        {
            while (unpublished.TryPeek(out var next) && next.Sequence <= sequence)
            {
                unpublished.Dequeue();
                writer.Add(next.Batch);
                batches.Add(next.Id);
                next.Batch.Release();
            }
        }
    }
}
