using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class StorageServiceTests
{
    private static readonly IndexName Web = IndexName.Parse("web");

    [Fact]
    public async Task A_second_process_is_refused_with_the_directory_named()
    {
        await using var storage = await new StorageFixture().OpenAsync();

        var refusal = await Assert.ThrowsAsync<StorageLockedException>(() => StorageService.OpenAsync(storage.Options, CancellationToken.None));

        Assert.Contains(storage.Root, refusal.Message, StringComparison.Ordinal);
        await storage.Service.DisposeAsync();
        await using var second = await StorageService.OpenAsync(storage.Options, CancellationToken.None);
        Assert.Empty(second.Indexes);
    }

    [Fact]
    [Trait("Row", "IDX-19")]
    [Trait("Row", "DEL-13")]
    public async Task Events_for_an_unknown_index_are_refused_and_said_once()
    {
        var log = new ListLogger();
        await using var storage = new StorageFixture();
        storage.Options = storage.Options with { Log = log };
        await storage.OpenAsync();

        for (var i = 0; i < 3; i++)
        {
            var refusal = await Assert.ThrowsAsync<UnknownIndexException>(() => storage.AppendAsync("a", index: "web"));
            Assert.Equal(Web, refusal.Index);
        }

        Assert.Single(log.Lines, line => line.Contains("web", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "IDX-19")]
    public async Task LastChanceIndex_takes_them()
    {
        await using var storage = new StorageFixture();
        storage.Options = storage.Options with { LastChanceIndex = IndexName.Main };
        await storage.OpenAsync();

        await storage.AppendAsync("a", index: "web");

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    [Trait("Row", "DEL-10")]
    [Trait("Row", "DEL-13")]
    public async Task An_index_is_added_and_removed_while_the_service_runs()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var settings = storage.Index("web");
        await storage.Service.AddIndexAsync(settings, CancellationToken.None);
        await storage.RollOneAsync("a", index: "web");
        await storage.AppendAsync("b", index: "web");
        Assert.Equal(["a", "b"], storage.Search("web"));
        await Assert.ThrowsAsync<ArgumentException>(() => storage.Service.AddIndexAsync(settings, CancellationToken.None));

        await storage.Service.RemoveIndexAsync(Web, CancellationToken.None);

        Assert.Equal([IndexName.Main], storage.Service.Indexes);
        Assert.False(storage.Disk.DirectoryExists(Path.Combine(storage.Root, "web")));
        await Assert.ThrowsAsync<UnknownIndexException>(() => storage.AppendAsync("c", index: "web"));
    }

    [Fact]
    [Trait("Row", "DEL-10")]
    public async Task Removing_an_index_deletes_nothing_that_is_not_its_own()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.Service.AddIndexAsync(storage.Index("web"), CancellationToken.None);
        var foreign = Path.Combine(storage.Root, "web", "db", "notes.txt");
        DurableFile.Publish(storage.Disk, foreign, "not ours"u8);

        await storage.Service.RemoveIndexAsync(Web, CancellationToken.None);

        Assert.True(storage.Disk.FileExists(foreign));
    }

    [Fact]
    [Trait("Row", "DEL-14")]
    public async Task A_disabled_index_keeps_its_data_and_takes_no_events()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a");

        await storage.Service.EditIndexAsync(storage.Main with { Disabled = true }, CancellationToken.None);
        await Assert.ThrowsAsync<IndexDisabledException>(() => storage.AppendAsync("b"));
        Assert.Equal(["a"], storage.Search());

        await storage.Service.EditIndexAsync(storage.Main, CancellationToken.None);
        await storage.AppendAsync("c");
        Assert.Equal(["a", "c"], storage.Search());
    }

    [Fact]
    [Trait("Row", "DEL-08")]
    public async Task Clean_erases_all_events_of_one_index()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.Service.AddIndexAsync(storage.Index("web"), CancellationToken.None);
        await storage.RollOneAsync("a");
        await storage.AppendAsync("b");
        await storage.AppendAsync("w", index: "web");

        await storage.Service.CleanIndexAsync(IndexName.Main, CancellationToken.None);

        Assert.Empty(storage.Search());
        Assert.Empty(storage.Names(storage.Main.HomePath));
        Assert.Equal(["w"], storage.Search("web"));
        await storage.AppendAsync("c");
        Assert.Equal(["c"], storage.Search());
    }

    [Fact]
    [Trait("Row", "DEL-08")]
    public async Task After_clean_a_batch_that_was_erased_can_be_sent_again()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var id = storage.NextId();
        await storage.AppendAsync("a", id: id);
        await storage.Service.CleanIndexAsync(IndexName.Main, CancellationToken.None);

        await storage.AppendAsync("a", id: id);

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task Paths_do_not_change_while_the_service_runs_and_limits_do()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => storage.Service.EditIndexAsync(storage.Main with { HomePath = "/elsewhere" }, CancellationToken.None));

        await storage.RollOneAsync("a", TimeSpan.FromDays(2));
        await storage.Service.EditIndexAsync(storage.Main with { FrozenTimePeriod = TimeSpan.FromDays(1) }, CancellationToken.None);
        await storage.HousekeepAsync();

        Assert.Empty(storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-32")]
    [Trait("Row", "BKT-33")]
    [Trait("Row", "STO-03")]
    public async Task A_bucket_put_into_the_thawed_path_by_hand_is_served_after_rebuild_bucket_manifest()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.RollOneAsync("a");
        var name = storage.Names(storage.Main.HomePath)[0];
        var source = Path.Combine(storage.Main.HomePath, name);
        DirectoryTree.Copy(storage.Disk, source, Path.Combine(storage.Main.ThawedPath, name[..^2] + "_1001"), DirectoryTree.Files(storage.Disk, source).Select(file => file.Path), CancellationToken.None);

        await storage.Service.RebuildManifestsAsync(IndexName.Main, bucketManifest: true, metadata: true, CancellationToken.None);

        Assert.Equal(["a", "a"], storage.Search());
        Assert.Equal([name, name[..^2] + "_1001"], IndexManifest.Read(storage.Disk, Path.Combine(storage.Main.HomePath, ".bucketManifest")).Select(entry => entry.Name));
        Assert.Equal(2, IndexManifest.Read(storage.Disk, Path.Combine(storage.Main.HomePath, ".metaManifest")).Count);
        Assert.Equal(2, ValueStatistics.Read(storage.Disk, Path.Combine(storage.Main.HomePath, "Hosts.data")).Values["web1"].Events);
        await storage.AppendAsync("b");
        Assert.Contains("hot_v1_1002", storage.Names(storage.Main.HomePath));
    }

    [Fact]
    [Trait("Row", "STO-31")]
    [Trait("Row", "STO-32")]
    [Trait("Row", "STO-33")]
    public async Task Indexing_pauses_below_minFreeSpace_keeps_everything_and_goes_on_by_itself()
    {
        var disk = new FaultDisk { CapacityBytes = 10_000_000 };
        await using var storage = new StorageFixture(disk);
        storage.Options = storage.Options with { MinFreeSpaceBytes = 5_000_000, FreeSpacePeriod = TimeSpan.FromSeconds(1) };
        await storage.OpenAsync();
        await storage.AppendAsync("before");

        disk.CapacityBytes = 4_000_000;
        storage.Service.CheckFreeSpace();
        var pause = await Assert.ThrowsAsync<IndexingPausedException>(() => storage.AppendAsync("while"));
        Assert.Contains("minFreeSpace", pause.Message, StringComparison.Ordinal);
        Assert.Equal(pause.Message, storage.Service.PausedBecause);
        await storage.HousekeepAsync();
        Assert.Equal(["before"], storage.Search());
        Assert.Throws<SearchSpaceException>(() => storage.Service.EnsureSpaceForSearch("/db/dispatch"));

        disk.CapacityBytes = 10_000_000;
        storage.Service.CheckFreeSpace();
        storage.Service.EnsureSpaceForSearch("/db/dispatch");
        await storage.AppendAsync("after");
        Assert.Equal(["after", "before"], storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-36")]
    public async Task Housekeeping_comes_round_every_rotatePeriodInSecs()
    {
        await using var storage = new StorageFixture();
        var archived = new TaskCompletionSource();
        storage.Main = storage.Main with { FrozenTimePeriod = TimeSpan.FromDays(1), ColdToFrozenScript = ["/bin/archive"] };
        storage.Options = storage.Options with { ArchiveScript = new Signal(archived) };
        await storage.OpenAsync();
        await storage.RollOneAsync("a", TimeSpan.FromDays(2));
        Assert.False(archived.Task.IsCompleted);

        storage.Time.Advance(storage.Main.RotatePeriod);

        await archived.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class Signal(TaskCompletionSource called) : IArchiveScript
    {
        public Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
        {
            called.TrySetResult();
            return Task.FromResult(0);
        }
    }
}
