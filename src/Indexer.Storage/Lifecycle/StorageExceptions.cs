using Indexer.Model;

namespace Indexer.Storage.Lifecycle;

/// <summary>Events for an index that this peer does not have. They were not stored; the sender must name another index.</summary>
public sealed class UnknownIndexException(IndexName index)
    : Exception($"index '{index}' does not exist; add it, or set lastChanceIndex to an index that takes such events")
{
    public IndexName Index { get; } = index;
}

/// <summary>Events for an index that is disabled. They were not stored.</summary>
public sealed class IndexDisabledException(IndexName index) : Exception($"index '{index}' is disabled and takes no events; enable it first")
{
    public IndexName Index { get; } = index;
}

/// <summary>The peer takes no events for now; the same batch may be sent again later.</summary>
public sealed class IndexingPausedException(string reason) : Exception(reason);

/// <summary>A batch that no journal takes as one. It was not stored; the sender must split it.</summary>
public sealed class BatchTooLargeException(long bytes, long bytesMax)
    : Exception($"a batch of {bytes} bytes is too large, {bytesMax} is the most; send its events in several batches")
{
    public long Bytes { get; } = bytes;

    public long BytesMax { get; } = bytesMax;
}

/// <summary>Another process owns the directory.</summary>
public sealed class StorageLockedException(string directory, Exception cause)
    : IOException($"{directory} is in use by another process; stop it, or give this one its own directory", cause)
{
    public string Directory { get; } = directory;
}

/// <summary>A search cannot start because the directory for its results is short of space.</summary>
public sealed class SearchSpaceException(string directory, long freeBytes, long minFreeBytes)
    : IOException($"search refused: {directory} has {freeBytes >> 20} MB free, minFreeSpace is {minFreeBytes >> 20} MB; free some space or lower minFreeSpace");
