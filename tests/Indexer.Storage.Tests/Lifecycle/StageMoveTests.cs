using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class StageMoveTests
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    [Fact]
    [Trait("Row", "BKT-08")]
    [Trait("Row", "BKT-10")]
    [Trait("Row", "STO-02")]
    public async Task From_warm_to_cold_the_directory_moves_and_keeps_its_name()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxWarmDbCount = 1 };
        await storage.OpenAsync();
        await storage.RollOneAsync("old", 2 * OneDay);
        await storage.RollOneAsync("new");
        var oldName = storage.Names(storage.Main.HomePath)[0];

        await storage.HousekeepAsync();

        Assert.Equal([oldName], storage.Names(storage.Main.ColdPath));
        Assert.Equal((1, 1), (storage.Status.Warm.Buckets, storage.Status.Cold.Buckets));
        Assert.Equal(["new", "old"], storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-25")]
    public async Task A_search_finds_hot_warm_cold_and_thawed_buckets_of_its_time()
    {
        await using var storage = await FourStagesAsync();

        Assert.Equal(["cold", "hot", "thawed", "warm"], storage.Search());
        var twoToFourDays = new TimeRange(EventTime.FromDateTimeOffset(storage.Time.GetUtcNow() - (4.5 * OneDay)), EventTime.FromDateTimeOffset(storage.Time.GetUtcNow() - (1.5 * OneDay)));
        Assert.Equal(["cold", "warm"], storage.Search(range: twoToFourDays));
    }

    [Fact]
    [Trait("Row", "STO-19")]
    public async Task To_a_cold_path_on_another_file_system_the_bucket_is_copied_and_the_original_goes_when_searches_have_ended()
    {
        var disk = new TwoFileSystems(LocalDisk.Instance, "colddb");
        await using var local = new StorageFixture();
        local.Main = local.Main with { MaxWarmDbCount = 0 };
        local.Options = local.Options with { Disk = disk };
        await local.OpenAsync();
        await local.RollOneAsync("a");
        var snapshot = local.Service.OpenSnapshot(IndexName.Main, TimeRange.All)!;

        await local.Service.HousekeepAsync(CancellationToken.None);

        Assert.Single(local.Names(local.Main.ColdPath));
        Assert.Single(local.Names(local.Main.HomePath));
        Assert.Equal(["a"], local.Texts(snapshot.Buckets[0]));
        Assert.Equal(["a"], local.Search());

        snapshot.Dispose();
        await local.Service.Erasing;
        Assert.Empty(local.Names(local.Main.HomePath));
        Assert.Equal(["a"], local.Search());
    }

    [Fact]
    public async Task A_damaged_bucket_is_not_copied_to_another_file_system()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxWarmDbCount = 0 };
        storage.Options = storage.Options with { Disk = new TwoFileSystems(LocalDisk.Instance, "colddb") };
        await storage.OpenAsync();
        await storage.RollOneAsync("a");
        Damage(storage, storage.Main.HomePath, "bucket.tsidx");

        await storage.HousekeepAsync();

        Assert.DoesNotContain(storage.Names(storage.Main.ColdPath), name => BucketName.TryParse(name, out _));
        Assert.Equal(1, storage.Status.Warm.Buckets);
    }

    [Fact]
    [Trait("Row", "BKT-09")]
    [Trait("Row", "ARC-01")]
    [Trait("Row", "ARC-02")]
    [Trait("Row", "STO-11")]
    public async Task By_default_a_frozen_bucket_is_erased_and_its_name_is_logged()
    {
        var log = new ListLogger();
        await using var storage = await ReadyToFreezeAsync(storage => storage.Options = storage.Options with { Log = log });
        var name = storage.Names(storage.Main.HomePath)[0];

        await storage.HousekeepAsync();

        Assert.Empty(storage.Names(storage.Main.HomePath));
        Assert.Empty(storage.Search());
        Assert.Contains(log.Lines, line => line.StartsWith("BucketMover", StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "BKT-02")]
    public async Task A_frozen_bucket_stays_for_the_searches_that_hold_it()
    {
        await using var storage = await ReadyToFreezeAsync();
        var snapshot = storage.Service.OpenSnapshot(IndexName.Main, TimeRange.All)!;

        await storage.Service.HousekeepAsync(CancellationToken.None);

        Assert.Empty(storage.Search());
        Assert.Equal(["old"], storage.Texts(snapshot.Buckets[0]));
        snapshot.Dispose();
        await storage.Service.Erasing;
        Assert.Empty(storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "STO-10")]
    [Trait("Row", "ARC-03")]
    [Trait("Row", "ARC-04")]
    [Trait("Row", "ARC-05")]
    public async Task ColdToFrozenDir_keeps_the_raw_data_and_wins_over_the_script()
    {
        var script = new Script(0);
        await using var storage = await ReadyToFreezeAsync(storage =>
        {
            storage.Main = storage.Main with { ColdToFrozenDir = Path.Combine(storage.Root, "archive"), ColdToFrozenScript = ["/bin/archive"] };
            storage.Options = storage.Options with { ArchiveScript = script };
        });
        var name = storage.Names(storage.Main.HomePath)[0];

        await storage.HousekeepAsync();

        var archived = Path.Combine(storage.Root, "archive", name);
        Assert.Equal(["manifest.json", "rawdata/slices"], DirectoryTree.Files(storage.Disk, archived).Select(file => file.Path));
        BucketManifest.Read(storage.Disk, archived).VerifyContent(storage.Disk, archived, CancellationToken.None);
        Assert.Empty(storage.Names(storage.Main.HomePath));
        Assert.Empty(script.Commands);
    }

    [Fact]
    [Trait("Row", "DEL-19")]
    public async Task Where_the_archive_has_no_space_the_bucket_waits_until_there_is_some()
    {
        var disk = new FaultDisk();
        await using var storage = await ReadyToFreezeAsync(storage => storage.Main = storage.Main with { ColdToFrozenDir = "/db/archive" }, disk);
        disk.CapacityBytes = disk.UsedBytes;
        await storage.HousekeepAsync();
        Assert.Equal(["old"], storage.Search());

        disk.CapacityBytes = long.MaxValue;
        storage.Time.Advance(BucketMover.RetryAfter);
        await storage.HousekeepAsync();
        Assert.Empty(storage.Search());
        Assert.Equal(["old"], BucketTexts.OfRawData(disk, Path.Combine("/db/archive", Assert.Single(storage.Names("/db/archive")))));
    }

    [Fact]
    public async Task A_damaged_bucket_is_not_archived_and_not_erased()
    {
        await using var storage = await ReadyToFreezeAsync(storage => storage.Main = storage.Main with { ColdToFrozenDir = Path.Combine(storage.Root, "archive") });
        Damage(storage, storage.Main.HomePath, BucketTexts.RawFile);

        await storage.HousekeepAsync();

        Assert.Single(storage.Names(storage.Main.HomePath));
    }

    [Fact]
    public async Task An_archived_bucket_of_the_same_name_and_other_content_is_never_overwritten()
    {
        await using var storage = await ReadyToFreezeAsync(storage => storage.Main = storage.Main with { ColdToFrozenDir = Path.Combine(storage.Root, "archive") });
        var name = storage.Names(storage.Main.HomePath)[0];
        var other = Path.Combine(storage.Root, "archive", name);
        storage.Disk.CreateDirectory(other);
        (BucketManifest.Read(storage.Disk, Path.Combine(storage.Main.HomePath, name)) with { EventCount = 77 }).Write(storage.Disk, other);

        await storage.HousekeepAsync();

        Assert.Equal(77, BucketManifest.Read(storage.Disk, other).EventCount);
        Assert.Equal([name], storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "STO-11")]
    [Trait("Row", "ARC-10")]
    public async Task ColdToFrozenScript_gets_the_bucket_and_decides_with_its_exit_code()
    {
        var script = new Script(1, 0);
        await using var storage = await ReadyToFreezeAsync(storage =>
        {
            storage.Main = storage.Main with { ColdToFrozenScript = ["/usr/bin/python3", "/opt/archive.py"] };
            storage.Options = storage.Options with { ArchiveScript = script };
        });
        var directory = Path.Combine(storage.Main.HomePath, storage.Names(storage.Main.HomePath)[0]);

        await storage.HousekeepAsync();
        Assert.Equal(["/usr/bin/python3", "/opt/archive.py", directory], Assert.Single(script.Commands));
        Assert.Equal(["old"], storage.Search());

        await storage.HousekeepAsync();
        Assert.Single(script.Commands);

        storage.Time.Advance(BucketMover.RetryAfter);
        await storage.HousekeepAsync();
        Assert.Equal(2, script.Commands.Count);
        Assert.Empty(storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "ARC-10")]
    public async Task The_script_names_the_place_of_the_bucket_with_DIR()
    {
        var script = new Script(0);
        await using var storage = await ReadyToFreezeAsync(storage =>
        {
            storage.Main = storage.Main with { ColdToFrozenScript = ["/bin/tar", "--directory=$DIR", "-c"] };
            storage.Options = storage.Options with { ArchiveScript = script };
        });
        var directory = Path.Combine(storage.Main.HomePath, storage.Names(storage.Main.HomePath)[0]);

        await storage.HousekeepAsync();

        Assert.Equal(["/bin/tar", $"--directory={directory}", "-c"], Assert.Single(script.Commands));
    }

    [Fact]
    [Trait("Row", "ARC-10")]
    public async Task A_script_is_a_process_whose_exit_code_counts()
    {
        var script = new ProcessArchiveScript();
        Assert.Equal(0, await script.RunAsync(["/bin/sh", "-c", "exit 0"], CancellationToken.None));
        Assert.Equal(3, await script.RunAsync(["/bin/sh", "-c", "exit 3"], CancellationToken.None));
    }

    [Fact]
    [Trait("Row", "STO-03")]
    [Trait("Row", "ARC-15")]
    public async Task Thawed_buckets_do_not_age()
    {
        await using var storage = await FourStagesAsync();

        await storage.Service.EditIndexAsync(storage.Main with { FrozenTimePeriod = TimeSpan.FromDays(5), MaxTotalDataSizeBytes = 1 }, CancellationToken.None);
        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        await storage.HousekeepAsync();

        Assert.Equal(["thawed"], storage.Search());
    }

    [Fact]
    [Trait("Row", "ARC-18")]
    [Trait("Row", "ARC-20")]
    public async Task A_thawed_bucket_with_an_id_in_use_is_refused_until_it_is_renamed()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        var name = storage.Names(storage.Main.HomePath)[0];
        var thawed = Path.Combine(storage.Main.ThawedPath, name);
        DirectoryTree.Copy(storage.Disk, Path.Combine(storage.Main.HomePath, name), thawed, DirectoryTree.Files(storage.Disk, Path.Combine(storage.Main.HomePath, name)).Select(file => file.Path), CancellationToken.None);

        await storage.ReopenAsync(roll: true);
        Assert.Equal(["a"], storage.Search());
        Assert.Contains("same bucket id", Assert.Single(storage.Status.Unserved).Reason, StringComparison.Ordinal);

        storage.Disk.Rename(thawed, thawed[..^2] + "_1001");
        await storage.ReopenAsync(roll: true);
        Assert.Equal(["a", "a"], storage.Search());
        Assert.Equal(1, storage.Status.Thawed.Buckets);
    }

    private static async Task<StorageFixture> ReadyToFreezeAsync(Action<StorageFixture>? arrange = null, IDisk? disk = null)
    {
        var storage = new StorageFixture(disk);
        storage.Main = storage.Main with { FrozenTimePeriod = TimeSpan.FromDays(10) };
        arrange?.Invoke(storage);
        await storage.OpenAsync();
        await storage.RollOneAsync("old", TimeSpan.FromDays(11));
        return storage;
    }

    private static async Task<StorageFixture> FourStagesAsync()
    {
        var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxWarmDbCount = 1 };
        await storage.OpenAsync();
        await storage.RollOneAsync("thawed", 400 * OneDay);
        var name = storage.Names(storage.Main.HomePath)[0];
        await storage.Service.StopAsync(CancellationToken.None);
        storage.Disk.Rename(Path.Combine(storage.Main.HomePath, name), Path.Combine(storage.Main.ThawedPath, name));
        await storage.OpenAsync();
        await storage.RollOneAsync("cold", 4 * OneDay);
        await storage.RollOneAsync("warm", 2 * OneDay);
        await storage.HousekeepAsync();
        await storage.AppendAsync("hot");
        Assert.Equal((1, 1, 1, 1), (storage.Status.Hot.Buckets, storage.Status.Warm.Buckets, storage.Status.Cold.Buckets, storage.Status.Thawed.Buckets));
        return storage;
    }

    private static void Damage(StorageFixture storage, string path, string file)
    {
        using var handle = storage.Disk.Open(Path.Combine(path, storage.Names(path)[0], file), DiskFileMode.OpenOrCreate);
        var first = new byte[1];
        handle.Read(0, first);
        handle.Write(0, [(byte)(first[0] ^ 1)]);
    }

    private sealed class Script(params int[] exitCodes) : IArchiveScript
    {
        public List<IReadOnlyList<string>> Commands { get; } = [];

        public Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
        {
            Commands.Add(command);
            return Task.FromResult(exitCodes[Math.Min(Commands.Count, exitCodes.Length) - 1]);
        }
    }
}
