using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

internal enum StageActionKind
{
    /// <summary>A hot bucket becomes warm, so that limits can act on it.</summary>
    Roll,

    /// <summary>A warm bucket moves to the cold path.</summary>
    ToCold,

    /// <summary>A bucket is archived as configured, and erased.</summary>
    Freeze,
}

/// <summary>What must happen to a bucket, and why.</summary>
internal readonly record struct StageAction(StageActionKind Kind, BucketFacts Bucket, string Reason);

/// <summary>A bucket as the limits see it. The thawed ones and those set aside are exempt and never given.</summary>
/// <param name="Newest">Time of its newest event; of an empty hot bucket the latest time there is.</param>
internal sealed record BucketFacts(BucketId Id, BucketStage Stage, EventTime Newest, long Bytes)
{
    public static BucketFacts Of(BucketHandle bucket) =>
        new(bucket.Id, bucket.Stage, bucket.Latest ?? EventTime.MaxValue, bucket.BytesOnDisk);
}

/// <summary>
/// Applies the limits of one index: age, number of warm buckets, size of the home path, of the cold path and of the whole. The
/// oldest bucket, by its newest event, goes first. Pure; the actions are to be taken in the order given.
/// </summary>
internal static class StagePlanner
{
    public static IReadOnlyList<StageAction> Plan(IEnumerable<BucketFacts> buckets, IndexSettings settings, DateTimeOffset now)
    {
        var plan = new Draft(buckets);
        FreezeByAge(plan, settings, now);
        while (plan.Count(BucketStage.Warm) > settings.MaxWarmDbCount)
        {
            plan.Take(StageActionKind.ToCold, plan.Oldest(BucketStage.Warm)!, $"more than maxWarmDBCount = {settings.MaxWarmDbCount} warm buckets");
        }

        Shrink(plan, settings.HomePathMaxDataSizeBytes, [BucketStage.Hot, BucketStage.Warm], StageActionKind.ToCold, "homePath.maxDataSizeMB is exceeded");
        Shrink(plan, settings.ColdPathMaxDataSizeBytes, [BucketStage.Cold], StageActionKind.Freeze, "coldPath.maxDataSizeMB is exceeded");
        Shrink(plan, settings.MaxTotalDataSizeBytes, [BucketStage.Hot, BucketStage.Warm, BucketStage.Cold], StageActionKind.Freeze, "maxTotalDataSizeMB is exceeded");
        return plan.Actions;
    }

    private static void FreezeByAge(Draft plan, IndexSettings settings, DateTimeOffset now)
    {
        var limit = (Int128)EventTime.FromDateTimeOffset(now).Nanoseconds - ((Int128)settings.FrozenTimePeriod.Ticks * 100);
        while (plan.Oldest(BucketStage.Warm, BucketStage.Cold) is { } oldest && oldest.Newest.Nanoseconds < limit)
        {
            plan.Take(StageActionKind.Freeze, oldest, "its newest event is older than frozenTimePeriodInSecs");
        }
    }

    private static void Shrink(Draft plan, long bytesMax, BucketStage[] counted, StageActionKind kind, string reason)
    {
        var movable = Array.FindAll(counted, stage => stage != BucketStage.Hot);
        while (bytesMax > 0 && plan.Bytes(counted) > bytesMax)
        {
            if (plan.Oldest(movable) is { } oldest)
            {
                plan.Take(kind, oldest, reason);
            }
            else
            {
                // Only hot buckets are left: the one with the oldest data rolls, and the limit acts on it with the next housekeeping.
                if (plan.Oldest(BucketStage.Hot) is { } hot)
                {
                    plan.Take(StageActionKind.Roll, hot, reason);
                }

                return;
            }
        }
    }

    /// <summary>The buckets as they will be once the actions so far are taken.</summary>
    private sealed class Draft(IEnumerable<BucketFacts> buckets)
    {
        private readonly List<BucketFacts> left = [.. buckets.OrderBy(bucket => bucket.Newest).ThenBy(bucket => bucket.Id.LocalId)];

        public List<StageAction> Actions { get; } = [];

        public int Count(BucketStage stage) => left.Count(bucket => bucket.Stage == stage);

        public long Bytes(BucketStage[] stages) => left.Where(bucket => stages.Contains(bucket.Stage)).Sum(bucket => bucket.Bytes);

        public BucketFacts? Oldest(params BucketStage[] stages) => left.Find(bucket => stages.Contains(bucket.Stage));

        public void Take(StageActionKind kind, BucketFacts bucket, string reason)
        {
            Actions.Add(new StageAction(kind, bucket, reason));
            var at = left.IndexOf(bucket);
            if (kind == StageActionKind.Freeze)
            {
                left.RemoveAt(at);
            }
            else
            {
                left[at] = bucket with { Stage = kind == StageActionKind.Roll ? BucketStage.Warm : BucketStage.Cold };
            }
        }
    }
}
