using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Repair;
using Indexer.Storage.Tests.Lifecycle;

namespace Indexer.Storage.Tests.Repair;

public sealed class BucketRepairTests : IAsyncLifetime
{
    private readonly StorageFixture storage = new();
    private BucketRepair repair = null!;
    private string bucket = null!;

    public async Task InitializeAsync()
    {
        await storage.OpenAsync();
        await storage.RollOneAsync("a", TimeSpan.FromDays(2));
        await storage.RollOneAsync("b");
        await storage.Service.StopAsync(CancellationToken.None);
        repair = new BucketRepair(storage.Disk, storage.Buckets, StorageFixture.Peer);
        bucket = Path.Combine(storage.Main.HomePath, storage.Names(storage.Main.HomePath)[0]);
    }

    public async Task DisposeAsync() => await storage.DisposeAsync();

    [Fact]
    [Trait("Row", "BKT-28")]
    public async Task Healthy_buckets_are_found_healthy()
    {
        var reports = await CheckAsync(repair: false);
        Assert.Equal(2, reports.Count);
        Assert.All(reports, report => Assert.True(report.IsHealthy, string.Join("; ", report.Problems)));
    }

    [Theory]
    [Trait("Row", "BKT-28")]
    [InlineData("manifest.json")]
    [InlineData("bucket.tsidx")]
    [InlineData("Hosts.data")]
    [InlineData("Sources.data")]
    [InlineData("SourceTypes.data")]
    [InlineData("Batches.data")]
    public async Task Damage_to_what_can_be_made_again_is_found_and_repaired(string file)
    {
        Flip(file);
        Assert.Contains(file, Assert.Single(await CheckAsync(repair: false), report => !report.IsHealthy).Problems[0], StringComparison.Ordinal);

        Assert.All(await CheckAsync(repair: true), report => Assert.True(report.IsHealthy));

        Assert.All(await CheckAsync(repair: false), report => Assert.Empty(report.Problems));
        await storage.OpenAsync();
        Assert.Equal(["a", "b"], storage.Search());
    }

    [Fact]
    [Trait("Row", "BKT-28")]
    public async Task Damaged_raw_data_is_reported_and_left_as_it_is()
    {
        Flip(BucketTexts.RawFile);
        var report = Assert.Single(await CheckAsync(repair: true), report => !report.IsHealthy);
        Assert.Contains("cannot be repaired", report.Problems[^1], StringComparison.Ordinal);
        Assert.True(storage.Disk.FileExists(Path.Combine(bucket, BucketTexts.RawFile)));
    }

    [Fact]
    [Trait("Row", "BKT-28")]
    public async Task A_name_that_disagrees_with_the_events_is_found()
    {
        var renamed = Path.Combine(storage.Main.HomePath, "db_2_1_0");
        storage.Disk.Rename(bucket, renamed);
        var report = await repair.RunAsync(storage.Main, renamed, repair: false, CancellationToken.None);
        Assert.Contains("rename it", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "BKT-29")]
    [Trait("Row", "BKT-22")]
    public async Task Rebuild_makes_everything_again_from_the_raw_data_and_removes_the_old_files()
    {
        var before = BucketManifest.Read(storage.Disk, bucket);
        DurableFile.Publish(storage.Disk, Path.Combine(bucket, "stale.tsidx"), "left over"u8);

        var after = await repair.RebuildAsync(storage.Main, bucket, CancellationToken.None);

        Assert.True(after.DescribesSame(before));
        Assert.False(storage.Disk.FileExists(Path.Combine(bucket, "stale.tsidx")));
    }

    [Fact]
    [Trait("Row", "ARC-20")]
    [Trait("Row", "ARC-18")]
    public async Task An_archived_bucket_is_thawed_by_copy_rebuild_and_rename()
    {
        var archived = BucketManifest.Read(storage.Disk, bucket).RawDataOnly();
        var temporary = Path.Combine(storage.Main.ThawedPath, "temp_" + Path.GetFileName(bucket));
        DirectoryTree.Copy(storage.Disk, bucket, temporary, archived.Files.Select(file => file.Path), CancellationToken.None);
        archived.Write(storage.Disk, temporary);
        await storage.OpenAsync();
        Assert.Equal(["a", "b"], storage.Search());

        await repair.RebuildAsync(storage.Main, temporary, CancellationToken.None);
        storage.Disk.Rename(temporary, Path.Combine(storage.Main.ThawedPath, Path.GetFileName(bucket)[..^2] + "_1001"));
        await storage.ReopenAsync(roll: true);

        Assert.Equal(1, storage.Status.Thawed.Buckets);
        Assert.Equal(3, storage.Search().Count);
    }

    [Fact]
    [Trait("Row", "ARC-15")]
    public async Task An_archived_bucket_moved_to_the_thawed_path_as_it_is_is_rebuilt_at_the_next_start()
    {
        var archived = BucketManifest.Read(storage.Disk, bucket).RawDataOnly();
        var thawed = Path.Combine(storage.Main.ThawedPath, Path.GetFileName(bucket)[..^2] + "_1001");
        DirectoryTree.Copy(storage.Disk, bucket, thawed, archived.Files.Select(file => file.Path), CancellationToken.None);
        archived.Write(storage.Disk, thawed);

        await storage.OpenAsync();
        await storage.Service.Recovered;

        Assert.Equal(1, storage.Status.Thawed.Buckets);
        Assert.Equal(3, storage.Search().Count);
    }

    [Fact]
    [Trait("Row", "BKT-31")]
    public async Task A_bucket_set_aside_comes_back_by_recover_metadata_and_a_rename()
    {
        var name = Path.GetFileName(bucket);
        var invalid = Path.Combine(storage.Main.HomePath, "invalid_hot_0");
        storage.Disk.Rename(bucket, invalid);
        Flip("Hosts.data", invalid);
        Assert.False((await repair.RunAsync(storage.Main, invalid, repair: false, CancellationToken.None)).IsHealthy);

        var normal = await repair.RecoverMetadataAsync(storage.Main, invalid, CancellationToken.None);
        storage.Disk.Rename(invalid, Path.Combine(storage.Main.HomePath, normal));
        await storage.OpenAsync();

        Assert.Equal(["a", "b"], storage.Search());
        Assert.Contains(normal, new[] { name, Path.GetFileName(bucket) });
    }

    private async Task<List<BucketReport>> CheckAsync(bool repair)
    {
        var reports = new List<BucketReport>();
        await foreach (var report in this.repair.RunAsync(storage.Main, repair, CancellationToken.None))
        {
            reports.Add(report);
        }

        return reports;
    }

    private void Flip(string file, string? directory = null)
    {
        using var handle = storage.Disk.Open(Path.Combine(directory ?? bucket, file), DiskFileMode.OpenOrCreate);
        var last = new byte[1];
        handle.Read(handle.Length - 1, last);
        handle.Write(handle.Length - 1, [(byte)(last[0] ^ 1)]);
    }
}
