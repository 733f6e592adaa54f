using System.Collections.Immutable;
using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Grains.Indexes;

/// <summary>The settings of an index that its peers should agree on.</summary>
/// <param name="MaxDataSizeBytes">A hot bucket of this size rolls.</param>
/// <param name="MaxTotalDataSizeBytes">On each peer; the oldest buckets beyond it are frozen.</param>
/// <param name="FrozenTimePeriod">A bucket whose newest event is older is frozen.</param>
[GenerateSerializer, Immutable, Alias("indexer.IndexLimits")]
public sealed record IndexLimits(
    [property: Id(0)] bool Disabled,
    [property: Id(1)] int MaxHotBuckets,
    [property: Id(2)] long MaxDataSizeBytes,
    [property: Id(3)] int MaxWarmDbCount,
    [property: Id(4)] long MaxTotalDataSizeBytes,
    [property: Id(5)] TimeSpan FrozenTimePeriod)
{
    public static IndexLimits Of(IndexSettings settings) => new(settings.Disabled, settings.MaxHotBuckets, settings.MaxDataSizeBytes,
        settings.MaxWarmDbCount, settings.MaxTotalDataSizeBytes, settings.FrozenTimePeriod);
}

/// <summary>How much of an index there is.</summary>
/// <param name="RawBytes">Of the events as they arrived.</param>
/// <param name="BytesOnDisk">Of all files.</param>
/// <param name="EarliestNanoseconds">Of the oldest event, since 1970; null without events.</param>
/// <param name="LatestNanoseconds">Of the newest event, since 1970; null without events.</param>
[GenerateSerializer, Immutable, Alias("indexer.IndexTotals")]
public sealed record IndexTotals(
    [property: Id(0)] int HotBuckets,
    [property: Id(1)] int WarmBuckets,
    [property: Id(2)] int ColdBuckets,
    [property: Id(3)] int ThawedBuckets,
    [property: Id(4)] long Events,
    [property: Id(5)] long RawBytes,
    [property: Id(6)] long BytesOnDisk,
    [property: Id(7)] long? EarliestNanoseconds,
    [property: Id(8)] long? LatestNanoseconds)
{
    public static readonly IndexTotals Zero = new(0, 0, 0, 0, 0, 0, 0, null, null);

    public EventTime? Earliest => EarliestNanoseconds is { } time ? new EventTime(time) : null;

    public EventTime? Latest => LatestNanoseconds is { } time ? new EventTime(time) : null;

    public static IndexTotals operator +(IndexTotals left, IndexTotals right) => new(
        left.HotBuckets + right.HotBuckets,
        left.WarmBuckets + right.WarmBuckets,
        left.ColdBuckets + right.ColdBuckets,
        left.ThawedBuckets + right.ThawedBuckets,
        left.Events + right.Events,
        left.RawBytes + right.RawBytes,
        left.BytesOnDisk + right.BytesOnDisk,
        Choose(left.EarliestNanoseconds, right.EarliestNanoseconds, Math.Min),
        Choose(left.LatestNanoseconds, right.LatestNanoseconds, Math.Max));

    private static long? Choose(long? left, long? right, Func<long, long, long> choose) =>
        left is { } l && right is { } r ? choose(l, r) : left ?? right;
}

/// <summary>One peer's part in an index.</summary>
[GenerateSerializer, Immutable, Alias("indexer.IndexShare")]
public sealed record IndexShare(
    [property: Id(0)] Guid Peer,
    [property: Id(1)] IndexLimits Limits,
    [property: Id(2)] IndexTotals Totals);

/// <summary>An index over its peers.</summary>
/// <param name="Limits">As the first peer that answered has them in force.</param>
/// <param name="Totals">Over the peers that answered; copies of a bucket count once per peer.</param>
/// <param name="Shares">Peer by peer.</param>
/// <param name="Problems">Peers that did not answer or disagree about the limits, as text for people.</param>
[GenerateSerializer, Immutable, Alias("indexer.IndexReport")]
public sealed record IndexReport(
    [property: Id(0)] string Index,
    [property: Id(1)] IndexLimits Limits,
    [property: Id(2)] IndexTotals Totals,
    [property: Id(3)] ImmutableArray<IndexShare> Shares,
    [property: Id(4)] ImmutableArray<string> Problems);
