using System.Collections.Immutable;

namespace Indexer.Grains.Indexes;

/// <summary>What retention did with a bucket, and why.</summary>
/// <param name="Bucket">Its id.</param>
/// <param name="Reason">The limit that was exceeded, with figures, for people.</param>
[GenerateSerializer, Immutable, Alias("indexer.RetentionDecision")]
public sealed record RetentionDecision(
    [property: Id(0)] string Bucket,
    [property: Id(1)] RetentionAction Action,
    [property: Id(2)] string Reason);

[GenerateSerializer, Alias("indexer.RetentionAction")]
public enum RetentionAction
{
    /// <summary>Warm to cold.</summary>
    MovedToCold,

    /// <summary>Archived, then deleted.</summary>
    Archived,

    /// <summary>Deleted.</summary>
    Deleted,
}

[GenerateSerializer, Immutable, Alias("indexer.RetentionReport")]
public sealed record RetentionReport([property: Id(0)] ImmutableArray<RetentionDecision> Decisions);
