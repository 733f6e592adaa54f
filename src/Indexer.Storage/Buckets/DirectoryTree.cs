using System.Buffers;
using System.Security.Cryptography;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>Whole directories: what is in them, and copying them so that the copy is complete before its name appears.</summary>
internal static class DirectoryTree
{
    /// <summary>A directory being copied: <c>name.copying</c>, thrown away at start.</summary>
    public const string CopyingExtension = ".copying";

    /// <summary>A directory being deleted: <c>name.deleting</c>, its deletion is finished at start.</summary>
    public const string DeletingExtension = ".deleting";

    private const int ChunkBytes = 256 * 1024;

    /// <summary>Makes the directory and the parents that are missing, each on stable storage when it returns.</summary>
    public static void Create(IDisk disk, string directory)
    {
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(directory)) is not { Length: > 0 } parent)
        {
            return;
        }

        if (!disk.DirectoryExists(directory))
        {
            Create(disk, parent);
            disk.CreateDirectory(directory);
        }

        // Also for one that is there: an earlier attempt may have ended between making it and this.
        disk.SyncDirectory(parent);
    }

    /// <summary>Files of the directory and all below it: paths relative to it with <c>/</c> between names, in ordinal order, with lengths.</summary>
    public static IReadOnlyList<(string Path, long Length)> Files(IDisk disk, string directory)
    {
        var files = new List<(string Path, long Length)>();
        Collect(disk, directory, "", files);
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    /// <summary>Lower-case hexadecimal SHA-256 of a file's content.</summary>
    public static string Digest(IDisk disk, string path, CancellationToken cancellation)
    {
        using var file = disk.Open(path, DiskFileMode.Read);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ForEachChunk(file, chunk => hash.AppendData(chunk), cancellation);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Copies the given files into a new directory and syncs each. The target must be a temporary name; the caller renames it.
    /// </summary>
    /// <param name="files">Paths relative to <paramref name="from"/>.</param>
    public static void Copy(IDisk disk, string from, string to, IEnumerable<string> files, CancellationToken cancellation)
    {
        disk.DeleteDirectory(to);
        disk.CreateDirectory(to);
        var directories = new SortedSet<string>(StringComparer.Ordinal) { to };
        foreach (var path in files)
        {
            var target = Path.Combine(to, path);
            disk.CreateDirectory(DurableFile.ParentOf(target));
            for (var parent = DurableFile.ParentOf(target); directories.Add(parent);)
            {
                parent = DurableFile.ParentOf(parent);
            }

            CopyFile(disk, Path.Combine(from, path), target, cancellation);
        }

        foreach (var directory in directories.Reverse())
        {
            disk.SyncDirectory(directory);
        }
    }

    /// <summary>Renames a directory and makes both ends of the move durable.</summary>
    public static void Rename(IDisk disk, string from, string to)
    {
        disk.Rename(from, to);
        var source = DurableFile.ParentOf(from);
        var target = DurableFile.ParentOf(to);
        disk.SyncDirectory(target);
        if (source != target)
        {
            disk.SyncDirectory(source);
        }
    }

    /// <summary>
    /// Deletes a directory so that a crash never leaves half of it under its name: it first takes a name that
    /// <see cref="RemoveLeftovers"/> recognises. Does nothing where there is no such directory.
    /// </summary>
    public static void Delete(IDisk disk, string directory)
    {
        if (!disk.DirectoryExists(directory))
        {
            return;
        }

        var doomed = directory + DeletingExtension;
        disk.DeleteDirectory(doomed);
        Rename(disk, directory, doomed);
        disk.DeleteDirectory(doomed);
        disk.SyncDirectory(DurableFile.ParentOf(directory));
    }

    /// <summary>Clears what copies and deletions left behind when the process ended in the middle of them.</summary>
    public static void RemoveLeftovers(IDisk disk, string parent)
    {
        foreach (var entry in disk.List(parent))
        {
            if (entry.IsDirectory
                && (entry.Name.EndsWith(CopyingExtension, StringComparison.Ordinal) || entry.Name.EndsWith(DeletingExtension, StringComparison.Ordinal)))
            {
                disk.DeleteDirectory(Path.Combine(parent, entry.Name));
            }
        }
    }

    private static void Collect(IDisk disk, string directory, string prefix, List<(string Path, long Length)> files)
    {
        foreach (var entry in disk.List(directory))
        {
            if (entry.IsDirectory)
            {
                Collect(disk, Path.Combine(directory, entry.Name), $"{prefix}{entry.Name}/", files);
            }
            else
            {
                files.Add((prefix + entry.Name, entry.Length));
            }
        }
    }

    private static void CopyFile(IDisk disk, string from, string to, CancellationToken cancellation)
    {
        using var source = disk.Open(from, DiskFileMode.Read);
        using var target = disk.Open(to, DiskFileMode.CreateNew);
        long offset = 0;
        ForEachChunk(source, chunk =>
        {
            target.Write(offset, chunk);
            offset += chunk.Length;
        }, cancellation);
        target.Sync();
    }

    private static void ForEachChunk(IDiskFile file, Action<ReadOnlySpan<byte>> use, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            long offset = 0;
            int read;
            while ((read = file.Read(offset, buffer.AsSpan(0, ChunkBytes))) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                use(buffer.AsSpan(0, read));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
