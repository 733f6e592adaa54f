using Indexer.Storage.Disk;

namespace Indexer.Storage.Volumes;

/// <summary>
/// Watches the file systems that hold indexes. While one has too little space left, indexing is paused; it goes on by itself.
/// Nothing is deleted for it. Thread-safe.
/// </summary>
internal sealed class FreeSpaceMonitor(IDisk disk, long minFreeBytes)
{
    private volatile string? pausedBecause;

    /// <summary>Why indexing is paused; null while it is not.</summary>
    public string? PausedBecause => pausedBecause;

    /// <summary>Looks at the file systems of the given directories and returns whether the answer to <see cref="PausedBecause"/> changed between pause and no pause.</summary>
    public bool Check(IEnumerable<string> directories)
    {
        var reason = directories.Distinct(StringComparer.Ordinal).Select(ReasonToPause).FirstOrDefault(found => found is not null);
        var changed = reason is null != (pausedBecause is null);
        pausedBecause = reason;
        return changed;
    }

    /// <summary>Bytes free where the directory is, and whether that is enough.</summary>
    public (long FreeBytes, bool Suffices) Measure(string directory)
    {
        var free = disk.FreeBytes(directory);
        return (free, free >= minFreeBytes);
    }

    private string? ReasonToPause(string directory)
    {
        try
        {
            var (free, suffices) = Measure(directory);
            return suffices
                ? null
                : $"the file system of {directory} has {free >> 20} MB free, less than minFreeSpace = {minFreeBytes >> 20} MB; free some space or lower minFreeSpace";
        }
        catch (IOException e)
        {
            // A file system that does not answer must not take events either.
            return $"the free space of {directory} cannot be read: {e.Message}";
        }
    }
}
