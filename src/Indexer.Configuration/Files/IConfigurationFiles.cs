namespace Indexer.Configuration.Files;

/// <summary>
/// The file system, as far as configuration needs it: the seam behind which tests fail reads and writes.
/// Paths are absolute. Methods throw <see cref="IOException"/>. Thread-safe.
/// </summary>
public interface IConfigurationFiles
{
    /// <summary>The whole file, or null where there is none. Refuses files above <see cref="FileBytesMax"/>.</summary>
    byte[]? Read(string path);

    /// <summary>Names (not paths) of the directories in a directory, in ordinal order; empty where there is no such directory.</summary>
    IReadOnlyList<string> ListDirectories(string path);

    /// <summary>
    /// Null where files can be made in the directory, or the directory can be made first; else the reason. Changes nothing.
    /// </summary>
    string? WhyNotWritable(string directory);

    /// <summary>
    /// Replaces or creates the file and its directory. A reader, or a crash at any moment, sees the old content or the new,
    /// never a mixture; when the call returns the new content is on stable storage.
    /// </summary>
    void WriteAtomically(string path, ReadOnlySpan<byte> content);

    /// <summary>The largest configuration file that is read. A larger one is a mistake, not a configuration.</summary>
    static int FileBytesMax => 16 << 20;
}
