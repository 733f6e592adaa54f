using Indexer.Storage.Buckets;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>The final form of a bucket depends on its events alone, whoever makes it and when.</summary>
public sealed class SealedFormTests
{
    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task A_bucket_recovered_from_its_journal_is_byte_for_byte_the_one_that_was_sealed()
    {
        var disk = new FaultDisk();
        await using var node = await FilledAsync(disk);
        await using var crashed = await NewNode(disk.Clone()).OpenAsync();

        await node.RollAsync();
        await crashed.Service.Recovered;

        AssertSame(Manifest(node), Manifest(crashed));
    }

    [Fact]
    [Trait("Row", "BKT-22")]
    public async Task A_bucket_rebuilt_from_its_raw_data_is_byte_for_byte_the_one_that_was_sealed()
    {
        var disk = new FaultDisk();
        await using var node = await FilledAsync(disk);
        await node.RollAsync();
        var before = Manifest(node);
        var directory = node.Directories(BucketStage.Warm).Single();

        var after = await node.Buckets.RebuildAsync(node.Main, before.Id, directory, CancellationToken.None);

        AssertSame(before, after);
        Assert.Equal(["slices"], disk.List(Path.Combine(directory, BucketFiles.RawDataDirectory)).Select(entry => entry.Name));
        Assert.Contains(before.Files, file => BucketFiles.IsTerms(file.Path));
        Assert.Contains(before.Files, file => file.Path == BucketFiles.BloomFilter);
    }

    [Fact]
    [Trait("Row", "STO-38")]
    public async Task A_bucket_has_a_bloom_filter_from_the_roll_on_and_none_in_the_archive()
    {
        await using var node = await new EngineNode(new FaultDisk()).OpenAsync();
        await node.AppendAsync("old", age: TimeSpan.FromDays(9));
        var hot = node.Directories(BucketStage.Hot).Single();
        Assert.False(node.Disk.FileExists(Path.Combine(hot, BucketFiles.BloomFilter)));

        await node.RollAsync();
        Assert.True(node.Disk.FileExists(Path.Combine(node.Directories(BucketStage.Warm).Single(), BucketFiles.BloomFilter)));

        node.Time.Advance(TimeSpan.FromDays(2));
        await node.HousekeepAsync();
        var archived = node.Disk.List(EngineNode.Archive).Single();
        Assert.False(node.Disk.FileExists(Path.Combine(EngineNode.Archive, archived.Name, BucketFiles.BloomFilter)));
    }

    [Fact]
    [Trait("Row", "IDX-01")]
    [Trait("Row", "BKT-01")]
    [Trait("Row", "EVT-12")]
    [Trait("Row", "EVT-21")]
    public async Task An_index_is_directories_of_buckets_and_a_bucket_is_raw_data_and_index_files()
    {
        var disk = new FaultDisk();
        await using var node = await new EngineNode(disk).OpenAsync();
        await node.AppendAsync("a");
        await node.RollAsync();
        await node.AppendAsync("b", age: TimeSpan.FromDays(1));
        await node.RollAsync();
        await node.AppendAsync("c");
        await node.HousekeepAsync();

        Assert.Equal(["db_1767139200_1767139200_1", "db_1767225600_1767225600_0", "hot_v1_2"], disk.List(node.Main.HomePath).Where(entry => entry.IsDirectory).Select(entry => entry.Name));
        var bucket = Path.Combine(node.Main.HomePath, "db_1767225600_1767225600_0");
        Assert.Equal(
            ["Hosts.data", "SourceTypes.data", "Sources.data", "bloomfilter", "bucket.tsidx", "manifest.json", "rawdata/slices"],
            disk.Files().Where(path => path.StartsWith(bucket, StringComparison.Ordinal)).Select(path => Path.GetRelativePath(bucket, path)));
    }

    // Enough words and texts for several slices, runs and a dictionary.
    private static async Task<EngineNode> FilledAsync(FaultDisk disk)
    {
        var node = await NewNode(disk).OpenAsync();
        for (var batch = 0; batch < 12; batch++)
        {
            await node.AppendAsync($"batch{batch}", events: 700, age: TimeSpan.FromSeconds(-batch));
        }

        return node;
    }

    private static EngineNode NewNode(FaultDisk disk) => new(disk, sliceEventsMax: 1500, wordsPerRun: 2000);

    private static BucketManifest Manifest(EngineNode node) => BucketManifest.Read(node.Disk, node.Directories(BucketStage.Warm).Single());

    private static void AssertSame(BucketManifest expected, BucketManifest actual)
    {
        Assert.Equal(expected.Files, actual.Files);
        Assert.True(expected.DescribesSame(actual));
    }
}
