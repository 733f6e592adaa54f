using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class HotBucketLifeTests
{
    [Fact]
    [Trait("Row", "BKT-02")]
    [Trait("Row", "BKT-03")]
    [Trait("Row", "BKT-13")]
    public async Task New_events_are_in_a_hot_bucket_and_found_at_once()
    {
        await using var storage = await new StorageFixture().OpenAsync();

        await storage.AppendAsync("first");

        Assert.Equal(["first"], storage.Search());
        Assert.Equal(["hot_v1_0"], storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "BKT-04")]
    [Trait("Row", "STO-06")]
    public async Task A_hot_bucket_rolls_at_maxDataSize_and_new_events_go_to_a_new_one()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxDataSizeBytes = 2 << 20 };
        await storage.OpenAsync();
        var large = new string('x', 1 << 20);

        await storage.AppendAsync("1" + large);
        await storage.AppendAsync("2" + large);
        await storage.AppendAsync("3");
        await storage.Service.RollHotBucketsAsync(IndexName.Main);

        Assert.Equal((2, 3L), (storage.Status.Warm.Buckets, storage.Status.Warm.Events));
        Assert.Equal(3, storage.Search().Count);
    }

    [Fact]
    public async Task Events_are_taken_while_a_full_bucket_rolls()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeSeal = _ => released.Task;
        await storage.AppendAsync("old");
        var roll = storage.Service.RollHotBucketsAsync(IndexName.Main);

        await storage.AppendAsync("new");

        Assert.Equal(["new", "old"], storage.Search());
        released.SetResult();
        await roll;
        Assert.Equal(["new", "old"], storage.Search());
    }

    [Fact]
    public async Task When_rolls_do_not_keep_up_new_events_wait_instead_of_piling_up_buckets()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeSeal = _ => released.Task;
        var rolls = new List<Task>();
        for (var i = 0; i < 4; i++)
        {
            await storage.AppendAsync($"{i}");
            rolls.Add(storage.Service.RollHotBucketsAsync(IndexName.Main));
        }

        var waiting = storage.AppendAsync("late");
        Assert.False(waiting.IsCompleted);

        released.SetResult();
        await waiting;
        await Task.WhenAll(rolls);
        Assert.Equal(5, storage.Search().Count);
    }

    [Fact]
    [Trait("Row", "BKT-07")]
    [Trait("Row", "BKT-10")]
    [Trait("Row", "BKT-14")]
    [Trait("Row", "BKT-17")]
    public async Task A_manual_roll_gives_the_directory_its_warm_name_in_the_same_path()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", TimeSpan.FromSeconds(10));
        await storage.AppendAsync("b");

        await storage.Service.RollHotBucketsAsync(IndexName.Main);

        Assert.Equal([$"db_{storage.Now.Seconds}_{storage.Now.Seconds - 10}_0"], storage.Names(storage.Main.HomePath));
        Assert.Equal(["a", "b"], storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-15")]
    [Trait("Row", "BKT-17")]
    public async Task A_cluster_peer_adds_its_guid_to_the_name_when_the_bucket_rolls()
    {
        await using var storage = new StorageFixture();
        storage.Options = storage.Options with { IsClusterPeer = true };
        await storage.OpenAsync();

        await storage.RollOneAsync("a");

        Assert.Equal([$"db_{storage.Now.Seconds}_{storage.Now.Seconds}_0_{StorageFixture.Peer}"], storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "BKT-05")]
    [Trait("Row", "BKT-36")]
    public async Task An_idle_hot_bucket_rolls_after_maxHotIdleSecs()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxHotIdle = TimeSpan.FromMinutes(10) };
        await storage.OpenAsync();
        await storage.AppendAsync("a");

        storage.Time.Advance(TimeSpan.FromMinutes(9));
        await storage.HousekeepAsync();
        Assert.Equal(1, storage.Status.Hot.Buckets);

        storage.Time.Advance(TimeSpan.FromMinutes(1));
        await storage.HousekeepAsync();
        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        await storage.AppendAsync("b");
        Assert.Equal(["a", "b"], storage.Search());
        Assert.Equal("hot_v1_1", Assert.Single(storage.Names(storage.Main.HomePath), name => name.StartsWith("hot", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Row", "BKT-05")]
    [Trait("Row", "BKT-36")]
    public async Task A_hot_bucket_rolls_at_the_age_of_maxHotSpanSecs()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");

        storage.Time.Advance(storage.Main.MaxHotSpan);
        await storage.HousekeepAsync();
        await storage.AppendAsync("b");

        Assert.Contains("hot_v1_1", storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "STO-05")]
    public async Task Old_and_new_events_of_one_batch_go_to_different_buckets()
    {
        await using var storage = await new StorageFixture().OpenAsync();

        await storage.Service.AppendAsync(IndexName.Main, storage.Batch(("new", TimeSpan.Zero), ("old", TimeSpan.FromDays(60))), storage.NextId(), CancellationToken.None);

        Assert.Equal(2, storage.Status.Hot.Buckets);
        var lastWeek = new TimeRange(EventTime.FromDateTimeOffset(storage.Time.GetUtcNow().AddDays(-7)), EventTime.MaxValue);
        Assert.Equal(["new"], storage.Search(range: lastWeek));
    }

    [Fact]
    [Trait("Row", "BKT-36")]
    public async Task Events_with_times_beyond_the_quarantine_limits_do_not_touch_the_other_buckets()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("now");
        await storage.AppendAsync("1970", storage.Time.GetUtcNow() - DateTimeOffset.UnixEpoch);
        await storage.AppendAsync("2100", storage.Time.GetUtcNow() - new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

        using var snapshot = storage.Service.OpenSnapshot(IndexName.Main, TimeRange.All)!;
        Assert.Equal(["2100 1970", "now"], snapshot.Buckets.Select(bucket => string.Join(' ', storage.Texts(bucket))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bucket_whose_journal_failed_rolls_and_the_sender_is_told()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("before");
        storage.Buckets.BeforeAppend = bucket =>
        {
            bucket.IsFailed = true;
            throw new IOException("the disk is gone");
        };
        await Assert.ThrowsAsync<IOException>(() => storage.AppendAsync("lost"));

        storage.Buckets.BeforeAppend = _ => Task.CompletedTask;
        await storage.AppendAsync("after");

        Assert.Equal(["after", "before"], storage.Search());
        Assert.Contains("hot_v1_1", storage.Names(storage.Main.HomePath));
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_sealed_is_recovered_from_its_journal_by_housekeeping()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");
        storage.Buckets.BeforeSeal = _ => throw new IOException("no space left on device");

        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        Assert.Equal("hot_v1_0", Assert.Single(storage.Status.Unserved).Name);

        await storage.HousekeepAsync();
        await storage.Service.Recovered;
        Assert.Equal(["a"], storage.Search());
        Assert.Empty(storage.Status.Unserved);
        Assert.Equal(1, storage.Status.Warm.Buckets);
    }

    [Fact]
    public async Task A_bucket_that_stayed_empty_leaves_nothing_behind()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        storage.Buckets.BeforeAppend = _ => throw new InvalidDataException("refused");
        await Assert.ThrowsAsync<InvalidDataException>(() => storage.AppendAsync("a"));

        await storage.Service.RollHotBucketsAsync(IndexName.Main);

        Assert.Empty(storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "BKT-25")]
    public async Task A_search_holds_a_hot_bucket_while_it_rolls()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");
        var snapshot = storage.Service.OpenSnapshot(IndexName.Main, TimeRange.All)!;
        var hot = (ArrangedHotBucket)Assert.Single(snapshot.Buckets).Hot!;

        await storage.Service.RollHotBucketsAsync(IndexName.Main);

        Assert.Equal(BucketStage.Hot, snapshot.Buckets[0].Stage);
        Assert.False(hot.IsDisposed);
        Assert.Equal(["a"], storage.Texts(snapshot.Buckets[0]));
        snapshot.Dispose();
        await snapshot.Buckets[0].Retired;
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task An_index_smaller_than_its_buckets_rolls_them_earlier_so_that_a_limit_takes_a_part_only()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxTotalDataSizeBytes = 8 << 20, MaxDataSizeBytes = 750 << 20 };
        await storage.OpenAsync();
        var random = new Random(1);
        var incompressible = new byte[1 << 20];
        for (var i = 0; i < 16; i++)
        {
            random.NextBytes(incompressible);
            await storage.AppendAsync(Convert.ToBase64String(incompressible));
            storage.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        await storage.HousekeepAsync();

        Assert.InRange(storage.Status.EventCount, 4, 10);
    }
}
