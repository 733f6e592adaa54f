using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class StagePlannerTests
{
    private const long Mb = 1 << 20;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IndexSettings Defaults = new() { Name = IndexName.Main, HomePath = "/h", ColdPath = "/c", ThawedPath = "/t" };

    [Fact]
    [Trait("Row", "STO-07")]
    [Trait("Row", "STO-08")]
    [Trait("Row", "STO-09")]
    public void Within_all_limits_nothing_moves() => Assert.Empty(Plan(Defaults, Warm(1, 10), Cold(2, 20)));

    [Fact]
    [Trait("Row", "BKT-08")]
    [Trait("Row", "STO-07")]
    public void Beyond_maxWarmDBCount_the_oldest_warm_buckets_move_to_cold() =>
        Assert.Equal(["ToCold 3", "ToCold 1"], Plan(Defaults with { MaxWarmDbCount = 2 }, Warm(1, 30), Warm(2, 10), Warm(3, 40), Warm(4, 20)));

    [Fact]
    [Trait("Row", "STO-12")]
    [Trait("Row", "BKT-08")]
    public void Beyond_the_home_size_the_oldest_warm_buckets_move_to_cold_until_it_fits() =>
        Assert.Equal(["ToCold 2"], Plan(Defaults with { HomePathMaxDataSizeBytes = 25 * Mb }, Warm(1, 10), Warm(2, 20), Hot(3, 0)));

    [Fact]
    [Trait("Row", "STO-12")]
    [Trait("Row", "BKT-09")]
    public void Beyond_the_cold_size_the_oldest_cold_buckets_freeze() =>
        Assert.Equal(["Freeze 2"], Plan(Defaults with { ColdPathMaxDataSizeBytes = 25 * Mb }, Warm(4, 50), Cold(1, 10), Cold(2, 30), Cold(3, 20)));

    [Fact]
    [Trait("Row", "STO-08")]
    [Trait("Row", "STO-35")]
    [Trait("Row", "DEL-15")]
    public void Beyond_maxTotalDataSizeMB_the_oldest_data_freezes() =>
        Assert.Equal(["Freeze 1", "Freeze 2"], Plan(Defaults with { MaxTotalDataSizeBytes = 25 * Mb }, Cold(1, 40), Warm(2, 30), Warm(3, 20), Hot(4, 0)));

    [Fact]
    [Trait("Row", "STO-09")]
    [Trait("Row", "DEL-16")]
    public void A_bucket_freezes_as_a_whole_when_its_newest_event_is_too_old()
    {
        var settings = Defaults with { FrozenTimePeriod = TimeSpan.FromSeconds(15_552_000) };
        Assert.Equal(["Freeze 1"], Plan(settings, Cold(1, 180.01), Cold(2, 179.99)));
        Assert.Empty(Plan(settings, Cold(3, 180)));
    }

    [Fact]
    [Trait("Row", "STO-12")]
    public void A_size_of_zero_is_no_limit() =>
        Assert.Empty(Plan(Defaults with { HomePathMaxDataSizeBytes = 0, ColdPathMaxDataSizeBytes = 0 }, Warm(1, 10, 200_000), Cold(2, 20, 200_000)));

    [Fact]
    public void A_bucket_that_moves_to_cold_counts_there_at_once() =>
        Assert.Equal(["ToCold 1", "Freeze 1"], Plan(Defaults with { MaxWarmDbCount = 1, ColdPathMaxDataSizeBytes = 15 * Mb }, Warm(1, 40), Warm(2, 10), Cold(3, 30)));

    [Fact]
    public void Where_only_hot_buckets_are_left_the_one_with_the_oldest_data_rolls_first() =>
        Assert.Equal(["Roll 2"], Plan(Defaults with { MaxTotalDataSizeBytes = 15 * Mb }, Hot(1, 0), Hot(2, 5)));

    private static List<string> Plan(IndexSettings settings, params BucketFacts[] buckets) =>
        [.. StagePlanner.Plan(buckets, settings, Now).Select(action => $"{action.Kind} {action.Bucket.Id.LocalId}")];

    private static BucketFacts Hot(long id, double newestDaysAgo) => Bucket(id, BucketStage.Hot, newestDaysAgo, 10);

    private static BucketFacts Warm(long id, double newestDaysAgo, long megabytes = 10) => Bucket(id, BucketStage.Warm, newestDaysAgo, megabytes);

    private static BucketFacts Cold(long id, double newestDaysAgo, long megabytes = 10) => Bucket(id, BucketStage.Cold, newestDaysAgo, megabytes);

    private static BucketFacts Bucket(long id, BucketStage stage, double newestDaysAgo, long megabytes) =>
        new(new BucketId(IndexName.Main, id, StorageFixture.Peer), stage, EventTime.FromDateTimeOffset(Now.AddDays(-newestDaysAgo)), megabytes * Mb);
}
