using Indexer.Model;
using Indexer.Storage.Disk;
using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

/// <summary>The implementations of the journal that the tests hold to the same promises.</summary>
public enum JournalKind
{
    Faster,
    SegmentFile,
}

internal static class JournalKinds
{
    /// <summary>Small, so that a few frames fill pages and are cut at their ends.</summary>
    public const int PageSize = 4096;

    public const string Directory = "/bucket/journal";

    public static readonly BucketId Bucket = new(IndexName.Parse("main"), 7, new PeerId(new Guid("0b8f7a2e-5d0c-4c55-9b62-6c1f6f0d3a11")));

    /// <summary>A disk where the bucket's directory is there for good.</summary>
    public static FaultDisk NewDisk()
    {
        var disk = new FaultDisk();
        disk.CreateDirectory("/bucket");
        disk.SyncDirectory("/");
        return disk;
    }

    public static bool Exists(this JournalKind kind, IDisk disk) => kind is JournalKind.Faster
        ? FasterJournal.Exists(disk, Directory)
        : SegmentFileJournal.Exists(disk, Directory);

    public static IBucketJournal Create(this JournalKind kind, IDisk disk) => kind is JournalKind.Faster
        ? FasterJournal.Create(disk, Directory, Bucket, PageSize)
        : SegmentFileJournal.Create(disk, Directory, Bucket);

    public static IBucketJournal Open(this JournalKind kind, IDisk disk) => kind is JournalKind.Faster
        ? FasterJournal.Open(disk, Directory, Bucket)
        : SegmentFileJournal.Open(disk, Directory, Bucket);
}
