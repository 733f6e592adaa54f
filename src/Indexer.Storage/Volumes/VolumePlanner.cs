using Indexer.Configuration.Settings;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Volumes;

/// <summary>An index as volumes see it.</summary>
internal sealed record VolumeTenant(IndexSettings Settings, IReadOnlyList<BucketFacts> Buckets);

/// <summary>
/// Applies the size limits of volumes over all indexes that share them. The oldest bucket of a full volume goes first: from one
/// that holds home paths only it moves to cold, from any other it is frozen. Pure; the actions are to be taken in the order given.
/// </summary>
internal static class VolumePlanner
{
    public static IReadOnlyList<StageAction> Plan(IEnumerable<VolumeSettings> volumes, IReadOnlyList<VolumeTenant> tenants)
    {
        var actions = new List<StageAction>();
        var buckets = tenants.SelectMany(tenant => tenant.Buckets.Select(bucket => new Placed(tenant.Settings, bucket)))
            .OrderBy(placed => placed.Bucket.Newest).ThenBy(placed => placed.Bucket.Id.ToString(), StringComparer.Ordinal).ToList();

        // Home volumes first: what moves to cold counts on the cold volume that is looked at after it.
        foreach (var volume in volumes.Where(volume => volume.MaxVolumeDataSizeBytes > 0).OrderBy(volume => HoldsCold(volume, tenants)).ThenBy(volume => volume.Name, StringComparer.Ordinal))
        {
            Shrink(volume, HoldsCold(volume, tenants), buckets, actions);
        }

        return actions;
    }

    private static bool HoldsCold(VolumeSettings volume, IReadOnlyList<VolumeTenant> tenants) =>
        tenants.Any(tenant => tenant.Settings.ColdVolume == volume.Name);

    private static void Shrink(VolumeSettings volume, bool holdsCold, List<Placed> buckets, List<StageAction> actions)
    {
        var reason = $"volume {volume.Name} has reached maxVolumeDataSizeMB = {volume.MaxVolumeDataSizeBytes >> 20}";
        while (buckets.Where(placed => placed.Volume == volume.Name).Sum(placed => placed.Bucket.Bytes) > volume.MaxVolumeDataSizeBytes)
        {
            var at = buckets.FindIndex(placed => placed.Volume == volume.Name && placed.Bucket.Stage != BucketStage.Hot);
            if (at < 0)
            {
                RollOldestHot(volume, reason, buckets, actions);
                return;
            }

            var (settings, bucket) = buckets[at];
            actions.Add(new StageAction(holdsCold ? StageActionKind.Freeze : StageActionKind.ToCold, bucket, reason));
            if (holdsCold)
            {
                buckets.RemoveAt(at);
            }
            else
            {
                buckets[at] = new Placed(settings, bucket with { Stage = BucketStage.Cold });
            }
        }
    }

    private static void RollOldestHot(VolumeSettings volume, string reason, List<Placed> buckets, List<StageAction> actions)
    {
        if (buckets.Find(placed => placed.Volume == volume.Name) is { } hot)
        {
            actions.Add(new StageAction(StageActionKind.Roll, hot.Bucket, reason));
        }
    }

    private sealed record Placed(IndexSettings Settings, BucketFacts Bucket)
    {
        public string? Volume => Bucket.Stage == BucketStage.Cold ? Settings.ColdVolume : Settings.HomeVolume;
    }
}
