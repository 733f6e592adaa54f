using Indexer.Model;

namespace Indexer.Grains.Buckets;

/// <summary>A peer's copy of a bucket.</summary>
/// <param name="Bucket">Its id.</param>
/// <param name="RawBytes">Of the events as they arrived.</param>
/// <param name="BytesOnDisk">Of all files.</param>
/// <param name="EarliestNanoseconds">Of the oldest event, since 1970; null without events.</param>
/// <param name="LatestNanoseconds">Of the newest event, since 1970; null without events.</param>
/// <param name="IsSearchable">Whether the copy has its terms files.</param>
[GenerateSerializer, Immutable, Alias("indexer.BucketReport")]
public sealed record BucketReport(
    [property: Id(0)] string Bucket,
    [property: Id(1)] BucketStage Stage,
    [property: Id(2)] long Events,
    [property: Id(3)] long RawBytes,
    [property: Id(4)] long BytesOnDisk,
    [property: Id(5)] long? EarliestNanoseconds,
    [property: Id(6)] long? LatestNanoseconds,
    [property: Id(7)] bool IsSearchable)
{
    public BucketId BucketId => BucketId.Parse(Bucket);

    public EventTime? Earliest => EarliestNanoseconds is { } time ? new EventTime(time) : null;

    public EventTime? Latest => LatestNanoseconds is { } time ? new EventTime(time) : null;
}

/// <summary>Where a bucket is in its life.</summary>
[GenerateSerializer, Alias("indexer.BucketStage")]
public enum BucketStage
{
    /// <summary>Written.</summary>
    Hot,

    /// <summary>Sealed, beside the hot ones.</summary>
    Warm,

    /// <summary>Sealed, on the cold path.</summary>
    Cold,

    /// <summary>Brought back from an archive.</summary>
    Thawed,
}
