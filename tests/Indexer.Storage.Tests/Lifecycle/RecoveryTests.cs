using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class RecoveryTests
{
    [Fact]
    [Trait("Row", "BKT-06")]
    [Trait("Row", "BKT-27")]
    public async Task Hot_buckets_of_the_last_run_are_recovered_in_the_background_and_become_warm()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("warm");
        await storage.AppendAsync("hot");
        await storage.Service.DisposeAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeRecover = _ => released.Task;

        await storage.OpenAsync();
        await storage.AppendAsync("new");

        Assert.Equal(["new", "warm"], storage.Search());
        var unserved = Assert.Single(storage.Status.Unserved);
        Assert.Equal(("hot_v1_1", "is being recovered after the last stop"), (unserved.Name, unserved.Reason));

        released.SetResult();
        await storage.Service.Recovered;
        Assert.Equal(["hot", "new", "warm"], storage.Search());
        Assert.Empty(storage.Status.Unserved);
        Assert.Equal(2, storage.Status.Warm.Buckets);
    }

    [Fact]
    [Trait("Row", "BKT-06")]
    public async Task A_service_that_is_told_to_stop_rolls_its_hot_buckets()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");

        await storage.ReopenAsync(roll: true);

        Assert.Equal((0, 1), (storage.Status.Unserved.Count, storage.Status.Warm.Buckets));
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task A_stop_that_takes_too_long_leaves_the_rest_to_the_next_start()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");
        using var impatience = new CancellationTokenSource();
        storage.Buckets.BeforeSeal = async _ => await impatience.CancelAsync();

        await storage.Service.StopAsync(impatience.Token);
        storage.Buckets.BeforeSeal = _ => Task.CompletedTask;
        await storage.OpenAsync();
        await storage.Service.Recovered;

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task A_bucket_sealed_before_the_crash_only_gets_its_name()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        await storage.Service.StopAsync(CancellationToken.None);
        storage.Disk.Rename(Path.Combine(storage.Main.HomePath, storage.Names(storage.Main.HomePath)[0]), Path.Combine(storage.Main.HomePath, "hot_v1_0"));
        storage.Buckets.BeforeRecover = _ => throw new InvalidOperationException("there is nothing to recover");

        await storage.OpenAsync();
        await storage.Service.Recovered;

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-30")]
    public async Task A_damaged_hot_bucket_is_set_aside_neither_searched_nor_counted_and_the_rest_goes_on()
    {
        var log = new ListLogger();
        await using var storage = new StorageFixture();
        storage.Options = storage.Options with { Log = log };
        await storage.OpenAsync();
        await storage.RollOneAsync("warm");
        await storage.AppendAsync("damaged");
        await storage.Service.DisposeAsync();
        storage.Buckets.BeforeRecover = _ => throw new BucketDamagedException("journal/records", 12, "a frame is damaged");

        await storage.OpenAsync();
        await storage.Service.Recovered;
        await storage.AppendAsync("new");

        Assert.Contains("invalid_hot_1", storage.Names(storage.Main.HomePath));
        Assert.Equal(["new", "warm"], storage.Search());
        Assert.Equal(2, storage.Status.EventCount);
        Assert.Contains(log.Lines, line => line.Contains("hot_v1_1", StringComparison.Ordinal) && line.Contains("invalid_hot_1", StringComparison.Ordinal));
        Assert.Contains("journal/records", Assert.Single(storage.Status.Unserved).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_that_fails_for_want_of_space_is_tried_again_by_housekeeping()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");
        await storage.Service.DisposeAsync();
        storage.Buckets.BeforeRecover = _ => throw new DiskFullException("rawdata/events");
        await storage.OpenAsync();
        await storage.Service.Recovered;
        Assert.Single(storage.Status.Unserved);

        storage.Buckets.BeforeRecover = _ => Task.CompletedTask;
        await storage.HousekeepAsync();
        await storage.Service.Recovered;

        Assert.Equal(["a"], storage.Search());
    }

    [Theory]
    [Trait("Row", "BKT-27")]
    [InlineData("manifest.json")]
    [InlineData("bucket.tsidx")]
    [InlineData("Hosts.data")]
    public async Task A_warm_bucket_that_lost_a_file_is_rebuilt_in_the_background(string file)
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        await storage.Service.StopAsync(CancellationToken.None);
        storage.Disk.DeleteFile(Path.Combine(storage.Main.HomePath, storage.Names(storage.Main.HomePath)[0], file));

        await storage.OpenAsync();
        await storage.Service.Recovered;

        Assert.Equal(["a"], storage.Search());
        Assert.Empty(storage.Status.Unserved);
    }

    [Fact]
    public async Task A_warm_bucket_whose_raw_data_is_damaged_is_set_aside()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        await storage.Service.StopAsync(CancellationToken.None);
        var name = storage.Names(storage.Main.HomePath)[0];
        using (var raw = storage.Disk.Open(Path.Combine(storage.Main.HomePath, name, BucketTexts.RawFile), DiskFileMode.OpenOrCreate))
        {
            raw.SetLength(20);
        }

        await storage.OpenAsync();
        await storage.Service.Recovered;

        Assert.Empty(storage.Search());
        Assert.Equal(["invalid_" + name], storage.Names(storage.Main.HomePath));
        Assert.Contains(name, Assert.Single(storage.Status.Unserved).Name, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "DEL-09")]
    public async Task Local_ids_are_never_given_twice()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("0");
        await storage.RollOneAsync("1");
        await storage.Service.CleanIndexAsync(IndexName.Main, CancellationToken.None);
        Assert.Empty(storage.Search());

        await storage.AppendAsync("2");
        Assert.Equal(["hot_v1_2"], storage.Names(storage.Main.HomePath));

        await storage.Service.CleanIndexAsync(IndexName.Main, CancellationToken.None);
        await storage.ReopenAsync();
        await storage.AppendAsync("3");
        Assert.Equal(["hot_v1_3"], storage.Names(storage.Main.HomePath));
    }

    [Fact]
    public async Task Where_the_file_of_local_ids_is_damaged_the_buckets_on_disk_tell()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("0");
        await storage.Service.StopAsync(CancellationToken.None);
        DurableFile.Publish(storage.Disk, Path.Combine(storage.Main.HomePath, LocalIdSequence.FileName), "rubbish"u8);

        await storage.OpenAsync();
        await storage.AppendAsync("1");

        Assert.Contains("hot_v1_1", storage.Names(storage.Main.HomePath));
    }

    [Fact]
    public async Task Leftovers_of_copies_and_deletions_are_removed()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.Service.StopAsync(CancellationToken.None);
        storage.Disk.CreateDirectory(Path.Combine(storage.Main.ColdPath, "db_2_1_0.copying"));
        storage.Disk.CreateDirectory(Path.Combine(storage.Main.HomePath, "db_2_1_0.deleting"));

        await storage.OpenAsync();

        Assert.Empty(storage.Names(storage.Main.ColdPath));
        Assert.Empty(storage.Names(storage.Main.HomePath));
    }

    [Fact]
    public async Task Of_a_move_that_was_cut_off_after_the_copy_the_cold_bucket_is_kept()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        await storage.Service.StopAsync(CancellationToken.None);
        var name = storage.Names(storage.Main.HomePath)[0];
        var warm = Path.Combine(storage.Main.HomePath, name);
        DirectoryTree.Copy(storage.Disk, warm, Path.Combine(storage.Main.ColdPath, name), DirectoryTree.Files(storage.Disk, warm).Select(file => file.Path), CancellationToken.None);

        await storage.OpenAsync();

        Assert.Equal(["a"], storage.Search());
        Assert.Empty(storage.Names(storage.Main.HomePath));
        Assert.Equal(1, storage.Status.Cold.Buckets);
    }

    [Fact]
    [Trait("Row", "BKT-32")]
    public async Task A_bucket_that_vanished_between_runs_is_reported()
    {
        var log = new ListLogger();
        await using var storage = new StorageFixture();
        storage.Options = storage.Options with { Log = log };
        await storage.OpenAsync();
        await storage.RollOneAsync("a");
        await storage.Service.StopAsync(CancellationToken.None);
        var name = storage.Names(storage.Main.HomePath)[0];
        storage.Disk.DeleteDirectory(Path.Combine(storage.Main.HomePath, name));

        await storage.OpenAsync();

        Assert.Contains(log.Lines, line => line.Contains(name, StringComparison.Ordinal) && line.EndsWith("is gone", StringComparison.Ordinal));
    }
}
