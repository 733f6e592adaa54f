using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Repair;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>
/// Bytes flip and files end early, in every kind of file of sealed buckets and of a hot one that a crash left. Nothing wrong is
/// ever found; what is missing is missed aloud, with the name of the file; what can be made again is made again.
/// </summary>
public sealed class DamageTests
{
    private const int EventsPerBatch = 7;
    private static readonly string[] Batches = ["a", "b", "c", "d", "e", "f"];
    private static readonly List<string> Everything = [.. Batches.SelectMany(batch => EngineNode.Texts(batch, EventsPerBatch))];

    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task Damage_in_any_file_is_noticed_and_the_rest_is_served()
    {
        var intact = await MakeDiskAsync();
        var random = new Random(1);
        foreach (var path in intact.Files())
        {
            var length = intact.ReadAll(path).Length;
            foreach (var at in Samples(random, length, 8))
            {
                var disk = intact.Clone();
                disk.Flip(path, at, (byte)(1 << random.Next(8)));
                await VerifyAsync(disk, path, $"byte {at} of {length} flipped in {path}");
            }

            foreach (var end in Samples(random, length, 3))
            {
                var disk = intact.Clone();
                disk.Truncate(path, end);
                await VerifyAsync(disk, path, $"{path} cut at {end} of {length}");
            }
        }
    }

    [Fact]
    [Trait("Row", "BKT-22")]
    public async Task A_check_finds_every_damaged_file_and_repairs_all_but_raw_data()
    {
        var intact = await MakeDiskAsync();
        var random = new Random(2);
        await using var layout = new EngineNode(intact);
        var main = layout.Main;
        foreach (var directory in intact.List(main.HomePath).Where(entry => entry.Name.StartsWith("db_", StringComparison.Ordinal)).Select(entry => Path.Combine(main.HomePath, entry.Name)))
        {
            var before = BucketManifest.Read(intact, directory);
            foreach (var path in intact.Files().Where(path => path.StartsWith(directory, StringComparison.Ordinal)))
            {
                foreach (var at in Samples(random, intact.ReadAll(path).Length, 4))
                {
                    var disk = intact.Clone();
                    disk.Flip(path, at, (byte)(1 << random.Next(8)));
                    await using var node = new EngineNode(disk);
                    var repair = new BucketRepair(disk, node.Buckets, EngineNode.Peer);

                    var found = await repair.RunAsync(main, directory, repair: false, CancellationToken.None);
                    Assert.False(found.IsHealthy, $"byte {at} of {path} was not missed");
                    Assert.True(found.Problems.Any(problem => problem.Contains(path, StringComparison.Ordinal)), $"byte {at} of {path}: {string.Join("; ", found.Problems)}");

                    var repaired = await repair.RunAsync(main, directory, repair: true, CancellationToken.None);
                    if (!BucketFiles.IsRawData(Path.GetRelativePath(directory, path)))
                    {
                        Assert.True(repaired.IsHealthy, $"byte {at} of {path}: {string.Join("; ", repaired.Problems)}");
                        // Ids of batches are known from nowhere else.
                        Assert.Equal(before.Files.Where(file => !path.EndsWith(file.Path, StringComparison.Ordinal) || file.Path != BucketFiles.Batches), BucketManifest.Read(disk, directory).Files);
                    }
                }
            }
        }
    }

    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task A_hot_bucket_whose_slices_are_damaged_is_made_again_from_its_journal()
    {
        var disk = new FaultDisk();
        await using var node = await new EngineNode(disk).OpenAsync();
        await AppendAsync(node, Batches);
        var slices = Path.Combine(node.Directories(BucketStage.Hot).Single(), BucketFiles.RawDataDirectory, BucketFiles.Slices);
        disk.Flip(slices, 300, 0x10);

        var first = node.Search();

        Assert.Contains(first.Warnings, warning => warning.Contains(slices, StringComparison.Ordinal));
        Assert.Empty(first.Texts.Except(Everything, StringComparer.Ordinal));
        await node.Service.Recovered;
        Assert.Equal(Everything.Order(StringComparer.Ordinal), node.Search().Texts.Order(StringComparer.Ordinal));
        Assert.Empty(node.Search().Warnings);
    }

    [Fact]
    public async Task A_count_leaves_out_what_it_cannot_read_and_says_so()
    {
        var disk = new FaultDisk();
        await using var node = await new EngineNode(disk).OpenAsync();
        await AppendAsync(node, ["a"]);
        await node.RollAsync();
        await AppendAsync(node, ["b"]);
        await node.RollAsync();
        var terms = Path.Combine(node.Directories(BucketStage.Warm)[0], BucketFiles.Terms);
        for (var at = 0; at < disk.ReadAll(terms).Length; at += 16)
        {
            disk.Flip(terms, at, 0xFF);
        }

        var (count, warnings) = node.Count("number");

        Assert.True(count is EventsPerBatch, $"{count} events counted");
        Assert.Contains(terms, Assert.Single(warnings), StringComparison.Ordinal);
        await node.Service.Recovered;
        Assert.Equal((2 * EventsPerBatch, 0), (node.Count("number").Count, node.Count("number").Warnings.Count));
    }

    [Fact]
    [Trait("Row", "STO-36")]
    [Trait("Row", "STO-37")]
    public async Task Terms_of_a_bucket_that_its_bloom_filter_excludes_are_not_read()
    {
        const int inFirstBlock = 20;
        var disk = new FaultDisk();
        await using var node = await new EngineNode(disk).OpenAsync();
        await AppendAsync(node, ["a"]);
        await node.RollAsync();
        disk.Flip(Path.Combine(node.Directories(BucketStage.Warm).Single(), BucketFiles.Terms), inFirstBlock, 0xFF);

        Assert.Equal((0, 0), (node.Count("u9999").Count, node.Count("u9999").Warnings.Count));
        Assert.Single(node.Count("u2").Warnings);

        await node.Service.Recovered;
        Assert.Equal((1, 0), (node.Count("u2").Count, node.Count("u2").Warnings.Count));
    }

    private static async Task VerifyAsync(FaultDisk disk, string path, string where)
    {
        await using var node = await new EngineNode(disk).OpenAsync();
        await node.Service.Recovered;
        for (var pass = 0; pass < 2; pass++)
        {
            AssertMissedAloud(node, path, node.Search(), Everything, where);
            foreach (var batch in Batches)
            {
                var texts = EngineNode.Texts(batch, EventsPerBatch).ToList();
                AssertMissedAloud(node, path, node.Search($"\"{batch}\""), texts.Where(text => text.StartsWith('{')).ToList(), where);
                AssertMissedAloud(node, path, node.Search($"batch={batch}"), texts.Where(text => !text.StartsWith('{')).ToList(), where);
            }

            await node.Service.Recovered;
        }

        var warnings = node.Search().Warnings;
        var isTruth = path.Contains("/rawdata/", StringComparison.Ordinal) || path.Contains("/journal/", StringComparison.Ordinal);
        Assert.True(warnings.Count == 0 || isTruth, $"{where}: not made again: {string.Join("; ", warnings)}");

        // What is damaged takes at most its own bucket along, and nobody is kept from writing.
        Assert.True(node.Search().Texts.Count >= Everything.Count * 2 / 3, where);
        await node.AppendAsync("new", EventsPerBatch);
        Assert.True(node.Search("batch=new").Texts.Count > 0, where);
    }

    private static void AssertMissedAloud(EngineNode node, string path, (List<string> Texts, IReadOnlyList<string> Warnings) found, List<string> expected, string where)
    {
        var wrong = found.Texts.Except(expected, StringComparer.Ordinal).Concat(found.Texts.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key)).ToList();
        Assert.True(wrong.Count == 0, $"{where}: found and not stored, or found twice: {string.Join("; ", wrong)}");
        if (found.Texts.Count < expected.Count)
        {
            var said = found.Warnings.Concat(node.Service.Statuses[0].Unserved.Select(bucket => bucket.Reason)).ToList();
            Assert.True(said.Any(warning => warning.Contains(path, StringComparison.Ordinal)), $"{where}: {found.Texts.Count} of {expected.Count} events, and said is only: {string.Join("; ", said)}");
        }
    }

    // Two sealed buckets and, of a process that was killed, a hot one.
    private static async Task<FaultDisk> MakeDiskAsync()
    {
        var disk = new FaultDisk();
        var node = await new EngineNode(disk).OpenAsync();
        await AppendAsync(node, ["a", "b"]);
        await node.RollAsync();
        await AppendAsync(node, ["c", "d"]);
        await node.RollAsync();
        await AppendAsync(node, ["e", "f"]);
        await node.HousekeepAsync();
        var killed = disk.Clone();
        await node.DisposeAsync();
        return killed;
    }

    private static async Task AppendAsync(EngineNode node, IEnumerable<string> batches)
    {
        foreach (var batch in batches)
        {
            await node.AppendAsync(batch, EventsPerBatch, id: new BatchId(Guid.Parse("cccccccc-0000-0000-0000-000000000001"), batch[0]));
        }
    }

    private static IEnumerable<int> Samples(Random random, int length, int count) =>
        length == 0 ? [] : Enumerable.Range(0, count).Select(_ => random.Next(length)).Append(0).Append(length - 1).Distinct();
}
