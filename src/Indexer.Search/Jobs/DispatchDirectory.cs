using System.Globalization;
using Indexer.Storage.Disk;

namespace Indexer.Search.Jobs;

/// <summary>
/// The directory in which jobs keep results that do not fit in memory, each in a directory of its own name. What a previous
/// process left is deleted, because its jobs are gone.
/// </summary>
public sealed class DispatchDirectory
{
    private readonly IDisk disk;
    private readonly string path;
    private readonly long freeBytesMin;

    /// <param name="disk">The disk.</param>
    /// <param name="path">The directory, <c>var/run/dispatch</c> in the installation; made where it is missing. Nothing else may be in it.</param>
    /// <param name="freeBytesMin">No search starts with less space on the file system.</param>
    /// <exception cref="IOException">The directory cannot be made or emptied.</exception>
    public DispatchDirectory(IDisk disk, string path, long freeBytesMin)
    {
        this.disk = disk;
        this.path = path;
        this.freeBytesMin = freeBytesMin;
        disk.CreateDirectory(path);
        foreach (var entry in disk.List(path).Where(entry => entry.IsDirectory))
        {
            disk.DeleteDirectory(Path.Combine(path, entry.Name));
        }
    }

    /// <summary>Throws <see cref="SearchRefusedException"/> when too little space is free.</summary>
    public void RequireRoom()
    {
        var free = disk.FreeBytes(path);
        if (free < freeBytesMin)
        {
            throw new SearchRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"no search can start: {path} has {free >> 20} MB free, and {freeBytesMin >> 20} MB are required; free some space or lower minFreeSpace in server.conf"));
        }
    }

    public IResultSpill Open(string sid) => new DispatchFile(disk, Path.Combine(path, sid));
}
