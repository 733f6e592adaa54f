using System.Buffers.Binary;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>
/// Hot buckets of the simplest durable kind, over any disk, for tests of what is around them: one synced record per batch, which
/// become the raw data as they are. Their failures can be arranged.
/// </summary>
internal sealed class PlainHotBuckets(IDisk disk, TimeProvider time) : IHotBucketFactory
{
    public const string RawFile = "rawdata/events";
    private const string JournalFile = "journal/records";

    /// <summary>Called before a batch is written; may throw or wait.</summary>
    public Func<PlainHotBucket, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a bucket is sealed; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeSeal { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a journal is looked through for batches; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeReadBatches { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a bucket is recovered; may throw or wait.</summary>
    public Func<BucketId, Task> BeforeRecover { get; set; } = _ => Task.CompletedTask;

    public IDisk Disk => disk;

    public TimeProvider Time => time;

    public IHotBucket Create(IndexSettings index, BucketId id, string directory)
    {
        var journal = Path.Combine(directory, "journal");
        disk.CreateDirectory(journal);
        var file = disk.Open(Path.Combine(directory, JournalFile), DiskFileMode.CreateNew);
        file.Sync();
        disk.SyncDirectory(journal);
        disk.SyncDirectory(directory);
        return new PlainHotBucket(this, id, directory, file);
    }

    public async Task<BatchIdSet> ReadBatchesAsync(BucketId id, string directory, CancellationToken cancellation)
    {
        await BeforeReadBatches(id);
        var batches = new BatchIdSet();
        var path = Path.Combine(directory, JournalFile);
        foreach (var record in disk.FileExists(path) ? Records(disk, path, mayBeTorn: true) : [])
        {
            batches.Add(record.Id);
        }

        return batches;
    }

    public async Task<BucketManifest> RecoverAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation)
    {
        await BeforeRecover(id);
        var path = Path.Combine(directory, JournalFile);
        return disk.FileExists(path)
            ? Finish(id, directory, Records(disk, path, mayBeTorn: true))
            : Finish(id, directory, []);
    }

    public Task<BucketManifest> RebuildAsync(IndexSettings index, BucketId id, string directory, CancellationToken cancellation) =>
        Task.FromResult(Finish(id, directory, Records(disk, Path.Combine(directory, RawFile), mayBeTorn: false)));

    /// <summary>Writes the final form and removes the journal.</summary>
    public BucketManifest Finish(BucketId id, string directory, IReadOnlyList<(BatchId Id, EventBatch Batch)> records)
    {
        var rawData = Path.Combine(directory, "rawdata");
        disk.CreateDirectory(rawData);
        DurableFile.Publish(disk, Path.Combine(directory, RawFile), Encode(records));
        DurableFile.Publish(disk, Path.Combine(directory, "terms.tsidx"), "terms"u8);
        var statistics = new[] { new ValueStatistics(), new ValueStatistics(), new ValueStatistics() };
        var batches = new BatchIdSet();
        foreach (var (batchId, batch) in records)
        {
            batches.Add(batchId);
            foreach (var entry in batch)
            {
                var origin = batch.Origins[entry.Origin];
                statistics[0].Add(origin.Host, entry.Time);
                statistics[1].Add(origin.Source, entry.Time);
                statistics[2].Add(origin.SourceType, entry.Time);
            }
        }

        statistics[0].Write(disk, Path.Combine(directory, BucketFiles.Hosts));
        statistics[1].Write(disk, Path.Combine(directory, BucketFiles.Sources));
        statistics[2].Write(disk, Path.Combine(directory, BucketFiles.SourceTypes));
        batches.Write(disk, Path.Combine(directory, BucketFiles.Batches));
        disk.SyncDirectory(directory);
        var manifest = BucketManifest.Describe(disk, directory, id, records.Sum(record => (long)record.Batch.Count), records.Sum(record => record.Batch.RawBytes),
            records.Count == 0 ? default : records.Min(record => record.Batch.Earliest), records.Count == 0 ? default : records.Max(record => record.Batch.Latest), CancellationToken.None);
        manifest.Write(disk, directory);
        disk.DeleteDirectory(Path.Combine(directory, "journal"));
        disk.SyncDirectory(directory);
        return manifest;
    }

    /// <summary>The raw texts in a sealed bucket.</summary>
    public static IEnumerable<string> Texts(IDisk disk, string directory) =>
        Records(disk, Path.Combine(directory, RawFile), mayBeTorn: false).SelectMany(record => TextsOf(record.Batch));

    public static IEnumerable<string> TextsOf(EventBatch batch)
    {
        var texts = new List<string>();
        foreach (var entry in batch)
        {
            texts.Add(System.Text.Encoding.UTF8.GetString(entry.Raw));
        }

        return texts;
    }

    public static byte[] Encode(IEnumerable<(BatchId Id, EventBatch Batch)> records) => [.. records.SelectMany(record => Encode(record.Id, record.Batch))];

    public static byte[] Encode(BatchId id, EventBatch batch)
    {
        var record = new byte[32 + batch.Length];
        id.Channel.TryWriteBytes(record.AsSpan(4));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(20), id.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(28), batch.Length);
        batch.Bytes.CopyTo(record.AsSpan(32));
        BinaryPrimitives.WriteUInt32LittleEndian(record, Crc32C.Of(record.AsSpan(4)));
        return record;
    }

    private static List<(BatchId Id, EventBatch Batch)> Records(IDisk disk, string path, bool mayBeTorn)
    {
        var bytes = DurableFile.ReadAll(disk, path, int.MaxValue).AsSpan();
        var records = new List<(BatchId Id, EventBatch Batch)>();
        var position = 0;
        while (position < bytes.Length)
        {
            var rest = bytes[position..];
            var length = rest.Length < 32 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(rest[28..]);
            if (length <= 0 || length > rest.Length - 32 || Crc32C.Of(rest[4..(32 + length)]) != BinaryPrimitives.ReadUInt32LittleEndian(rest))
            {
                return mayBeTorn ? records : throw new BucketDamagedException(path, position, "a record is damaged");
            }

            var id = new BatchId(new Guid(rest.Slice(4, 16)), BinaryPrimitives.ReadInt64LittleEndian(rest[20..]));
            records.Add((id, EventBatch.Parse(rest.Slice(32, length))));
            position += 32 + length;
        }

        return records;
    }
}

/// <summary>A bucket of <see cref="PlainHotBuckets"/>.</summary>
internal sealed class PlainHotBucket(PlainHotBuckets owner, BucketId id, string directory, IDiskFile journal) : IHotBucket
{
    private readonly Lock gate = new();
    private readonly List<(BatchId Id, EventBatch Batch)> records = [];
    private readonly BatchIdSet known = new();
    private long end;

    public BucketId Id => id;

    public string Directory => directory;

    public EventTime? Earliest => Locked(() => records.Count == 0 ? (EventTime?)null : records.Min(record => record.Batch.Earliest));

    public EventTime? Latest => Locked(() => records.Count == 0 ? (EventTime?)null : records.Max(record => record.Batch.Latest));

    public long EventCount => Locked(() => records.Sum(record => (long)record.Batch.Count));

    public long RawBytes => Locked(() => records.Sum(record => record.Batch.RawBytes));

    public long BytesOnDisk => Locked(() => end);

    public DateTimeOffset LastAppend { get; private set; } = owner.Time.GetUtcNow();

    public bool IsFailed { get; set; }

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<string> Texts => Locked(() => records.SelectMany(record => PlainHotBuckets.TextsOf(record.Batch)).ToList());

    public async ValueTask AppendAsync(EventBatch batch, BatchId batchId, CancellationToken cancellation)
    {
        await owner.BeforeAppend(this);
        lock (gate)
        {
            if (known.Contains(batchId))
            {
                batch.Release();
                return;
            }

            try
            {
                var bytes = PlainHotBuckets.Encode(batchId, batch);
                journal.Write(end, bytes);
                journal.Sync();
                end += bytes.Length;
            }
            catch
            {
                IsFailed = true;
                batch.Release();
                throw;
            }

            known.Add(batchId);
            records.Add((batchId, batch));
            LastAppend = owner.Time.GetUtcNow();
        }
    }

    public async Task<BucketManifest> SealAsync(CancellationToken cancellation)
    {
        await owner.BeforeSeal(id);
        cancellation.ThrowIfCancellationRequested();
        return Locked(() => owner.Finish(id, directory, records));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        journal.Dispose();
        return ValueTask.CompletedTask;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }
}
