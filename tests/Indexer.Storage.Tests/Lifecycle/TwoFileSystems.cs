using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>A disk on which paths that contain <paramref name="other"/> are on a second file system: names do not move between the two.</summary>
internal sealed class TwoFileSystems(IDisk disk, string other) : IDisk
{
    public void Rename(string from, string to)
    {
        if (from.Contains(other, StringComparison.Ordinal) != to.Contains(other, StringComparison.Ordinal))
        {
            throw new IOException("invalid cross-device link");
        }

        disk.Rename(from, to);
    }

    public IDiskFile Open(string path, DiskFileMode mode) => disk.Open(path, mode);

    public void DeleteFile(string path) => disk.DeleteFile(path);

    public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<DiskEntry> List(string path) => disk.List(path);

    public long FreeBytes(string path) => disk.FreeBytes(path);
}
