using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>Small files that are replaced as a whole: after a crash a reader finds the old content or the new one, never a mixture.</summary>
internal static class DurableFile
{
    /// <summary>
    /// Writes to a temporary name, syncs, renames and syncs the directory. When it returns, the content is on stable storage
    /// under <paramref name="path"/>. Throws <see cref="IOException"/>; the old content then stays.
    /// </summary>
    public static void Publish(IDisk disk, string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + BucketFiles.TemporaryExtension;
        disk.DeleteFile(temporary);
        using (var file = disk.Open(temporary, DiskFileMode.CreateNew))
        {
            file.Write(0, content);
            file.Sync();
        }

        disk.Rename(temporary, path);
        disk.SyncDirectory(ParentOf(path));
    }

    /// <summary>Reads the whole file. Throws <see cref="BucketDamagedException"/> where it is longer than <paramref name="lengthMax"/> bytes.</summary>
    public static byte[] ReadAll(IDisk disk, string path, int lengthMax)
    {
        using var file = disk.Open(path, DiskFileMode.Read);
        if (file.Length > lengthMax)
        {
            throw new BucketDamagedException(path, lengthMax, $"the file has {file.Length} bytes, more than the {lengthMax} that it may have");
        }

        var content = new byte[file.Length];
        var read = file.Read(0, content);
        return read == content.Length
            ? content
            : throw new BucketDamagedException(path, read, $"the file ended {content.Length - read} bytes early");
    }

    public static string ParentOf(string path) =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } parent
            ? parent
            : throw new ArgumentException($"'{path}' has no parent directory", nameof(path));
}
