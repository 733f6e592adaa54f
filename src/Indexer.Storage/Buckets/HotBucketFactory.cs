using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Disk;
using Indexer.Storage.Journal;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Buckets;

/// <summary>Makes buckets with the process's encoders and caches. Thread-safe.</summary>
public sealed class HotBucketFactory : IHotBucketFactory, IDisposable
{
    private const long TermsCacheBytes = 64 << 20;

    private readonly TimeProvider time;
    private readonly BucketWriterOptions options;

    /// <param name="encoders">Slices that are encoded at once, at least 1.</param>
    public HotBucketFactory(IDisk disk, TimeProvider time, int encoders)
        : this(time, new BucketWriterOptions { Disk = disk, Encoders = new SliceEncoderPool(encoders), TermsCache = new TermsBlockCache(TermsCacheBytes) })
    {
    }

    /// <summary>Takes over the encoders.</summary>
    internal HotBucketFactory(TimeProvider time, BucketWriterOptions options)
    {
        this.time = time;
        this.options = options;
    }

    internal IDisk Disk => options.Disk;

    internal TermsBlockCache TermsCache => options.TermsCache;

    public IHotBucket Create(IndexSettings index, BucketId id, string directory) =>
        new HotBucket(options, time, index, id, directory);

    public async Task<BatchIdSet> ReadBatchesAsync(BucketId id, string directory, CancellationToken cancellation)
    {
        var batches = new BatchIdSet();
        var journalDirectory = Path.Combine(directory, BucketFiles.JournalDirectory);
        if (!FasterJournal.Exists(Disk, journalDirectory))
        {
            return batches;
        }

        await using var journal = FasterJournal.Open(Disk, journalDirectory, id);
        using var reader = journal.ReadFrom(0);
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            batches.Add(reader.Header.Batch);
        }

        return batches;
    }

    public async Task<BucketManifest> RecoverAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation)
    {
        var journalDirectory = Path.Combine(directory, BucketFiles.JournalDirectory);
        if (!FasterJournal.Exists(Disk, journalDirectory))
        {
            // The crash came while the journal was being made, before anything could be appended to it.
            return new BucketManifest { Id = id, EventCount = 0, RawBytes = 0, Earliest = default, Latest = default, Files = [] };
        }

        RemoveDerived(directory, keepRawData: false);
        var batches = new BatchIdSet();
        await using var writer = new BucketWriter(options, id, directory);
        await using (var journal = FasterJournal.Open(Disk, journalDirectory, id))
        {
            using var reader = journal.ReadFrom(0);
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                var batch = ParseBatch(reader.Payload, journalDirectory, reader.Header.Sequence);
                writer.Add(batch);
                batch.Release();
                batches.Add(reader.Header.Batch);
                await writer.WaitForBacklogAsync();
            }
        }

        var manifest = await writer.CompleteAsync(batches, index.CreateBloomFilter, cancellation);
        manifest.Write(Disk, directory);
        Disk.DeleteDirectory(journalDirectory);
        return manifest;
    }

    public async Task<BucketManifest> RebuildAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation)
    {
        var work = Path.Combine(directory, BucketFiles.RebuildDirectory);
        Disk.DeleteDirectory(work);
        Disk.CreateDirectory(work);
        var batches = ReadBatches(directory);
        BucketManifest manifest;
        await using (var writer = new BucketWriter(options, id, work))
        {
            await BucketReplay.CopyAsync(Disk, directory, writer, cancellation);
            manifest = await writer.CompleteAsync(batches, index.CreateBloomFilter, cancellation);
        }

        RemoveDerived(directory, keepRawData: true);
        foreach (var file in manifest.Files)
        {
            if (!BucketFiles.IsRawData(file.Path))
            {
                Disk.Rename(Path.Combine(work, file.Path), Path.Combine(directory, file.Path));
            }
        }

        Disk.DeleteDirectory(work);
        Disk.SyncDirectory(directory);
        manifest = BucketManifest.Describe(Disk, directory, id, manifest.EventCount, manifest.RawBytes, manifest.Earliest, manifest.Latest, cancellation);
        manifest.Write(Disk, directory);
        return manifest;
    }

    public void Dispose() => options.Encoders.Dispose();

    private static EventBatch ParseBatch(ReadOnlySpan<byte> payload, string journal, long sequence)
    {
        try
        {
            return EventBatch.Parse(payload);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(journal, 0, $"frame {sequence} is no batch of events: {e.Message}", e);
        }
    }

    private BatchIdSet ReadBatches(string directory)
    {
        var path = Path.Combine(directory, BucketFiles.Batches);
        try
        {
            return Disk.FileExists(path) ? BatchIdSet.Read(Disk, path) : new BatchIdSet();
        }
        catch (BucketDamagedException)
        {
            // It cannot be made again. Without it the bucket is whole; only repetitions of its batches go unnoticed.
            return new BatchIdSet();
        }
    }

    private void RemoveDerived(string directory, bool keepRawData)
    {
        foreach (var entry in Disk.List(directory))
        {
            var path = Path.Combine(directory, entry.Name);
            if (!entry.IsDirectory && entry.Name != BucketFiles.Deletes)
            {
                Disk.DeleteFile(path);
            }
            else if (entry.Name == BucketFiles.RunsDirectory || (!keepRawData && entry.Name is BucketFiles.RawDataDirectory or BucketFiles.RebuildDirectory))
            {
                Disk.DeleteDirectory(path);
            }
        }
    }
}
