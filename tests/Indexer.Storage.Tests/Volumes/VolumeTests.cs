using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Tests.Lifecycle;
using Indexer.Storage.Volumes;

namespace Indexer.Storage.Tests.Volumes;

public sealed class VolumeTests
{
    private const long Mb = 1 << 20;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Row", "STO-14")]
    [Trait("Row", "STO-24")]
    public void A_volume_without_a_limit_or_within_it_moves_nothing()
    {
        var index = Tenant("a", "hot1", "cold1", Bucket("a", 1, BucketStage.Warm, 1, 90));
        Assert.Empty(Plan([new VolumeSettings("hot1", "/fast", 0), new VolumeSettings("cold1", "/big", 100 * Mb)], index));
        Assert.Empty(Plan([new VolumeSettings("hot1", "/fast", 90 * Mb)], index));
    }

    [Fact]
    [Trait("Row", "STO-26")]
    public void From_a_full_volume_of_home_paths_the_oldest_warm_buckets_of_all_indexes_move_to_cold() =>
        Assert.Equal(["ToCold b-2", "ToCold a-1"], Plan(
            [new VolumeSettings("hot1", "/fast", 50 * Mb), new VolumeSettings("cold1", "/big", 1000 * Mb)],
            Tenant("a", "hot1", "cold1", Bucket("a", 1, BucketStage.Warm, 20, 40), Bucket("a", 2, BucketStage.Warm, 5, 30)),
            Tenant("b", "hot1", "cold1", Bucket("b", 1, BucketStage.Hot, 0, 10), Bucket("b", 2, BucketStage.Warm, 30, 40))));

    [Fact]
    [Trait("Row", "STO-27")]
    public void From_a_full_volume_of_cold_paths_the_oldest_buckets_freeze() =>
        Assert.Equal(["Freeze b-1"], Plan(
            [new VolumeSettings("cold1", "/big", 50 * Mb)],
            Tenant("a", "hot1", "cold1", Bucket("a", 1, BucketStage.Cold, 20, 40), Bucket("a", 2, BucketStage.Warm, 50, 400)),
            Tenant("b", "hot1", "cold1", Bucket("b", 1, BucketStage.Cold, 30, 40))));

    [Fact]
    [Trait("Row", "STO-28")]
    [Trait("Row", "STO-30")]
    public void On_a_full_volume_of_both_the_oldest_bucket_freezes_be_it_warm_or_cold() =>
        Assert.Equal(["Freeze idx1-1", "Freeze idx2-1"], Plan(
            [new VolumeSettings("cluster1", "/mnt/big_disk", 300_000 * Mb)],
            Tenant("idx1", "cluster1", "cluster1", Bucket("idx1", 1, BucketStage.Warm, 40, 100_000), Bucket("idx1", 2, BucketStage.Cold, 20, 100_000)),
            Tenant("idx2", "cluster1", "cluster1", Bucket("idx2", 1, BucketStage.Cold, 30, 100_000), Bucket("idx2", 2, BucketStage.Warm, 10, 150_000))));

    [Fact]
    [Trait("Row", "STO-23")]
    [Trait("Row", "STO-29")]
    public void In_the_worked_example_an_index_that_outgrows_its_limits_moves_its_own_buckets_only()
    {
        VolumeSettings[] volumes = [new("caliente", "/mnt/fast_disk", 100_000 * Mb), new("frio", "/mnt/big_disk", 1_000_000 * Mb)];
        var i1 = Settings("i1", "caliente", "frio") with { HomePathMaxDataSizeBytes = 1_000_000 * Mb };
        var i2 = Settings("i2", "caliente", "frio") with { HomePathMaxDataSizeBytes = 1_000 * Mb, ColdPathMaxDataSizeBytes = 10_000 * Mb };
        var i3 = Settings("i3", null, "frio") with { HomePathMaxDataSizeBytes = 1_000 * Mb, ColdPathMaxDataSizeBytes = 10_000 * Mb };
        BucketFacts[] inI1 = [Bucket("i1", 1, BucketStage.Warm, 100, 50_000), Bucket("i1", 2, BucketStage.Cold, 200, 400_000)];
        BucketFacts[] inI2 = [Bucket("i2", 1, BucketStage.Warm, 3, 750), Bucket("i2", 2, BucketStage.Warm, 2, 750), Bucket("i2", 3, BucketStage.Cold, 9, 9_500)];
        BucketFacts[] inI3 = [Bucket("i3", 1, BucketStage.Warm, 3, 750), Bucket("i3", 2, BucketStage.Warm, 2, 750), Bucket("i3", 3, BucketStage.Cold, 9, 5_000)];

        Assert.Empty(StagePlanner.Plan(inI1, i1, Now));
        Assert.Equal(["ToCold i2-1", "Freeze i2-3"], StagePlanner.Plan(inI2, i2, Now).Select(Text));
        Assert.Equal(["ToCold i3-1"], StagePlanner.Plan(inI3, i3, Now).Select(Text));
        Assert.Empty(VolumePlanner.Plan(volumes, [new VolumeTenant(i1, inI1), new VolumeTenant(i2, inI2), new VolumeTenant(i3, inI3)]));
    }

    [Fact]
    [Trait("Row", "STO-24")]
    [Trait("Row", "STO-26")]
    public async Task A_full_volume_takes_effect_over_indexes()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { HomeVolume = "hot1", ColdVolume = "cold1" };
        storage.Options = storage.Options with { Indexes = [storage.Index("web") with { HomeVolume = "hot1", ColdVolume = "cold1" }] };
        await storage.OpenAsync();
        await storage.RollOneAsync("oldest", TimeSpan.FromDays(3), index: "web");
        await storage.RollOneAsync("older", TimeSpan.FromDays(2));
        await storage.RollOneAsync("newest", index: "web");
        var size = storage.Service.Statuses.Sum(status => status.Warm.BytesOnDisk);

        storage.Service.EditVolumes([new VolumeSettings("hot1", storage.Root, size - 1)]);
        await storage.HousekeepAsync();

        Assert.Equal((1, 1), (storage.Service.StatusOf(IndexName.Parse("web")).Warm.Buckets, storage.Service.StatusOf(IndexName.Parse("web")).Cold.Buckets));
        Assert.Equal(1, storage.Status.Warm.Buckets);
        Assert.Equal(["newest", "oldest"], storage.Search("web"));
    }

    private static List<string> Plan(VolumeSettings[] volumes, params VolumeTenant[] tenants) =>
        [.. VolumePlanner.Plan(volumes, tenants).Select(Text)];

    private static string Text(StageAction action) => $"{action.Kind} {action.Bucket.Id.Index}-{action.Bucket.Id.LocalId}";

    private static VolumeTenant Tenant(string name, string homeVolume, string coldVolume, params BucketFacts[] buckets) => new(Settings(name, homeVolume, coldVolume), buckets);

    private static IndexSettings Settings(string name, string? homeVolume, string? coldVolume) => new()
    {
        Name = IndexName.Parse(name),
        HomePath = "/h/" + name,
        ColdPath = "/c/" + name,
        ThawedPath = "/t/" + name,
        HomeVolume = homeVolume,
        ColdVolume = coldVolume,
    };

    private static BucketFacts Bucket(string index, long id, BucketStage stage, double newestDaysAgo, long megabytes) =>
        new(new BucketId(IndexName.Parse(index), id, StorageFixture.Peer), stage, EventTime.FromDateTimeOffset(Now.AddDays(-newestDaysAgo)), megabytes * Mb);
}
