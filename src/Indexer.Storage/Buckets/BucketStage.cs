namespace Indexer.Storage.Buckets;

/// <summary>Where a bucket is in its life. A frozen bucket is no longer there, so it has no stage.</summary>
public enum BucketStage
{
    /// <summary>Written and searched.</summary>
    Hot,

    /// <summary>Sealed, in the home path.</summary>
    Warm,

    /// <summary>Sealed, in the cold path.</summary>
    Cold,

    /// <summary>Brought back from an archive; does not age.</summary>
    Thawed,
}
