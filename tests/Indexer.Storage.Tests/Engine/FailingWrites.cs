using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>A disk on which writes to some files fail as long as a test wants it.</summary>
internal sealed class FailingWrites(IDisk disk, string pathPart) : IDisk
{
    public volatile bool IsFailing;

    public IDiskFile Open(string path, DiskFileMode mode) =>
        path.Contains(pathPart, StringComparison.Ordinal) ? new FailingFile(this, disk.Open(path, mode)) : disk.Open(path, mode);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void DeleteFile(string path) => disk.DeleteFile(path);

    public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public bool FileExists(string path) => disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<DiskEntry> List(string path) => disk.List(path);

    public long FreeBytes(string path) => disk.FreeBytes(path);

    private sealed class FailingFile(FailingWrites owner, IDiskFile file) : IDiskFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (owner.IsFailing)
            {
                throw new IOException($"'{file.Path}' cannot be written, because a test wants it so");
            }

            file.Write(offset, bytes);
        }

        public void Sync() => file.Sync();

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }
}
