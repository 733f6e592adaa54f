using System.Buffers.Binary;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Numbers the buckets of an index that this peer writes. A number is never given twice, also not after a crash, after
/// <c>clean</c>, or when all buckets are frozen: the next one is kept in a file. Thread-safe.
/// </summary>
/// <remarks>File <c>.localid</c> in the home path: a <see cref="BlockReader"/> file with magic <c>IDXN</c>, version 1, and 8 little-endian bytes.</remarks>
internal sealed class LocalIdSequence
{
    public const string FileName = ".localid";

    private const byte FormatVersion = 1;
    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly string path;
    private long next;

    private LocalIdSequence(IDisk disk, string path, long next)
    {
        this.disk = disk;
        this.path = path;
        this.next = next;
    }

    private static ReadOnlySpan<byte> Magic => "IDXN"u8;

    /// <param name="atLeast">One more than the largest local id found on disk: it rules where the file is lost or damaged.</param>
    public static LocalIdSequence Open(IDisk disk, string homePath, long atLeast, Action<BucketDamagedException> damaged)
    {
        var file = Path.Combine(homePath, FileName);
        var kept = 0L;
        if (disk.FileExists(file))
        {
            try
            {
                var reader = new BlockReader(DurableFile.ReadAll(disk, file, 64), file, Magic, FormatVersion);
                kept = BinaryPrimitives.ReadInt64LittleEndian(reader.ReadBytes(sizeof(long)));
                reader.ExpectEnd();
            }
            catch (BucketDamagedException e)
            {
                damaged(e);
            }
        }

        return new LocalIdSequence(disk, file, Math.Max(kept, atLeast));
    }

    /// <summary>The next number; durable as used before it is handed out.</summary>
    public long Take()
    {
        lock (gate)
        {
            var writer = new BlockWriter(Magic, FormatVersion);
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, next + 1);
            writer.WriteBytes(bytes);
            DurableFile.Publish(disk, path, writer.Finish());
            return next++;
        }
    }

    /// <summary>Keeps numbers from being given out that a bucket from elsewhere has.</summary>
    public void SkipPast(long localId)
    {
        lock (gate)
        {
            next = Math.Max(next, localId + 1);
        }
    }
}
