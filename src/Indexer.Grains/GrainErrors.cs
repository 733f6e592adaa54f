using Indexer.Model;

namespace Indexer.Grains;

/// <summary>A peer was asked about an index that it does not have.</summary>
[GenerateSerializer, Alias("indexer.UnknownIndexException")]
public sealed class UnknownIndexException(string message) : Exception(message)
{
    public static UnknownIndexException For(IndexName index, PeerId peer) =>
        new($"peer {peer} has no index '{index}'; add it, or correct the name");
}

/// <summary>An append came to a bucket that takes none: it has rolled, or never was hot here. Pick a bucket anew and send again.</summary>
[GenerateSerializer, Alias("indexer.BucketNotHotException")]
public sealed class BucketNotHotException(string message) : Exception(message)
{
    public static BucketNotHotException For(BucketId bucket) => new($"bucket {bucket} takes no more events; pick a hot bucket anew");
}

/// <summary>No process that runs may host the grain.</summary>
[GenerateSerializer, Alias("indexer.PlacementFailedException")]
public sealed class PlacementFailedException(string message) : Exception(message);
