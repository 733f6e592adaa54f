#pragma warning disable RS0030 // This is the disk behind the disk seam.

namespace Indexer.Storage.Disk;

/// <summary>
/// The file systems of this machine. Files are opened without locks and without buffering of our own: a write is in the
/// system's page cache when the call returns.
/// </summary>
public sealed class LocalDisk : IDisk
{
    public static readonly LocalDisk Instance = new();

    private LocalDisk()
    {
    }

    public IDiskFile Open(string path, DiskFileMode mode)
    {
        var (fileMode, access) = mode switch
        {
            DiskFileMode.Read => (FileMode.Open, FileAccess.Read),
            DiskFileMode.CreateNew => (FileMode.CreateNew, FileAccess.ReadWrite),
            DiskFileMode.OpenOrCreate => (FileMode.OpenOrCreate, FileAccess.ReadWrite),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a way to open a file"),
        };
        try
        {
            return new LocalFile(path, File.OpenHandle(path, fileMode, access, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception exception) when (LocalDiskErrors.Translates(exception))
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void Rename(string from, string to) => Posix.Rename(from, to);

    public void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void DeleteDirectory(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (LocalDiskErrors.Translates(exception))
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void SyncDirectory(string path) => Posix.SyncDirectory(path);

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IReadOnlyList<DiskEntry> List(string path)
    {
        var entries = new List<DiskEntry>();
        try
        {
            foreach (var info in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                var length = info is FileInfo { Exists: true } file ? file.Length : 0;
                entries.Add(new DiskEntry(info.Name, info is DirectoryInfo, length, new DateTimeOffset(info.LastWriteTimeUtc)));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw LocalDiskErrors.Translate(exception, path);
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    public long FreeBytes(string path)
    {
        // statvfs needs a path that exists; a bucket's directory may not be there yet.
        var existing = Path.GetFullPath(path);
        while (!Directory.Exists(existing) && !File.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }
}
