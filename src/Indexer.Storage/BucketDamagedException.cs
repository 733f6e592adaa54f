namespace Indexer.Storage;

/// <summary>
/// A file of a bucket does not hold what it should: a checksum, a length or a structure is wrong. The bucket must be
/// quarantined, and healed from another copy or rebuilt from its raw data.
/// </summary>
public sealed class BucketDamagedException : Exception
{
    /// <param name="path">The damaged file.</param>
    /// <param name="offset">Where in the file the damaged part starts, in bytes.</param>
    /// <param name="problem">What is wrong there, in lower case without a full stop.</param>
    public BucketDamagedException(string path, long offset, string problem, Exception? cause = null)
        : base($"{path} is damaged at offset {offset}: {problem}", cause)
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The damaged file.</summary>
    public string Path { get; }

    /// <summary>Where in the file the damaged part starts, in bytes.</summary>
    public long Offset { get; }
}
