namespace Indexer.Storage.Disk;

/// <summary>
/// The disk, as far as storage needs it: the seam behind which tests count, fail and forget writes. What was written is on
/// stable storage only after <see cref="IDiskFile.Sync"/>; a created, renamed or deleted name only after
/// <see cref="SyncDirectory"/> of its directory. Methods throw <see cref="IOException"/>, of which
/// <see cref="DiskFullException"/> passes when there is room again. Thread-safe.
/// </summary>
public interface IDisk
{
    IDiskFile Open(string path, DiskFileMode mode);

    /// <summary>Moves a file or directory; a file at the target is replaced atomically.</summary>
    void Rename(string from, string to);

    /// <summary>Does nothing where there is no such file.</summary>
    void DeleteFile(string path);

    /// <summary>Deletes the directory and all that is in it; does nothing where there is none.</summary>
    void DeleteDirectory(string path);

    /// <summary>Creates the directory and its parents where they are missing.</summary>
    void CreateDirectory(string path);

    void SyncDirectory(string path);

    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>Names (not paths) of the entries, in ordinal order; empty where there is no such directory.</summary>
    IReadOnlyList<DiskEntry> List(string path);

    /// <summary>Bytes free on the file system that holds the path.</summary>
    long FreeBytes(string path);
}

public readonly record struct DiskEntry(string Name, bool IsDirectory, long Length, DateTimeOffset LastWrite);

public enum DiskFileMode
{
    /// <summary>An existing file, for reading.</summary>
    Read,

    /// <summary>A file that must not exist yet, for reading and writing.</summary>
    CreateNew,

    /// <summary>For reading and writing; made where it is missing.</summary>
    OpenOrCreate,
}

/// <summary>An open file with positioned reads and writes. Safe for concurrent reads and for writes to parts that do not overlap.</summary>
public interface IDiskFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    /// <summary>Reads until <paramref name="buffer"/> is full or the file ends; returns the number of bytes read.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, ReadOnlySpan<byte> bytes);

    void Sync();

    void SetLength(long length);
}
