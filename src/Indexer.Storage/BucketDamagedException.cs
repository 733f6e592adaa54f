namespace Indexer.Storage;

/// <summary>
/// Bytes of a bucket are not what was written. The message names the file, the place in it and what is wrong. The caller
/// rebuilds the bucket, heals it from another copy, or quarantines it; it never serves it.
/// </summary>
public sealed class BucketDamagedException : IOException
{
    public BucketDamagedException(string message)
        : base(message)
    {
    }

    public BucketDamagedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <param name="path">The damaged file.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="problem">What is wrong there.</param>
    public BucketDamagedException(string path, long offset, string problem)
        : base($"{path} is damaged at byte {offset}: {problem}")
    {
    }
}
