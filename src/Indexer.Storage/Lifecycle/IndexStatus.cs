using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>Buckets of one stage of an index; empty ones are not counted.</summary>
public readonly record struct StageTotals(int Buckets, long Events, long BytesOnDisk);

/// <summary>An index in figures.</summary>
/// <param name="Earliest">Null where there is no event.</param>
/// <param name="Latest">Null where there is no event.</param>
/// <param name="Unserved">Buckets that cannot be searched now, and why.</param>
public sealed record IndexStatus(
    IndexName Name,
    bool IsDisabled,
    StageTotals Hot,
    StageTotals Warm,
    StageTotals Cold,
    StageTotals Thawed,
    EventTime? Earliest,
    EventTime? Latest,
    IReadOnlyList<UnservedBucket> Unserved)
{
    public long EventCount => Hot.Events + Warm.Events + Cold.Events + Thawed.Events;

    /// <summary>What <c>maxTotalDataSizeMB</c> limits: thawed buckets are exempt.</summary>
    public long AgingBytesOnDisk => Hot.BytesOnDisk + Warm.BytesOnDisk + Cold.BytesOnDisk;

    internal static IndexStatus Of(IndexSnapshot snapshot, bool isDisabled)
    {
        StageTotals Totals(BucketStage stage)
        {
            var buckets = snapshot.Buckets.Where(bucket => bucket.Stage == stage).ToList();
            return new StageTotals(buckets.Count, buckets.Sum(bucket => bucket.EventCount), buckets.Sum(bucket => bucket.BytesOnDisk));
        }

        return new IndexStatus(snapshot.Index, isDisabled, Totals(BucketStage.Hot), Totals(BucketStage.Warm), Totals(BucketStage.Cold), Totals(BucketStage.Thawed),
            snapshot.Buckets.Min(bucket => bucket.Earliest), snapshot.Buckets.Max(bucket => bucket.Latest), snapshot.Unserved);
    }
}
