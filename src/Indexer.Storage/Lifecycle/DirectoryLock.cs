namespace Indexer.Storage.Lifecycle;

/// <summary>
/// The operating system's lock on a directory of buckets: one process at a time. It goes with the process, however that ends.
/// </summary>
public static class DirectoryLock
{
    public const string FileName = ".lock";

    /// <summary>Makes the directory where it is missing. Throws <see cref="StorageLockedException"/>.</summary>
    public static IDisposable Acquire(string directory)
    {
        // A lock means something between processes only, so it is taken on the real file system and not through the disk seam.
#pragma warning disable RS0030
        Directory.CreateDirectory(directory);
        try
        {
            return new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException)
        {
            throw new StorageLockedException(directory, e);
        }
#pragma warning restore RS0030
    }
}
