namespace Indexer.Storage.Disk;

/// <summary>
/// The file system (or a quota) has no room for a write. Nothing is wrong with the disk: indexing pauses until there is room
/// again. The file may hold a part of what was to be written.
/// </summary>
public sealed class DiskFullException : IOException
{
    public DiskFullException(string path, Exception? cause = null)
        : base($"no space left on the file system that holds '{path}'; free some space or add a volume", cause)
    {
    }
}
