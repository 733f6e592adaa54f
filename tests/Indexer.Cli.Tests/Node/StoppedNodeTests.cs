using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests.Node;

/// <summary>What is done between two runs of a node.</summary>
public sealed class StoppedNodeTests : IAsyncLifetime
{
    private readonly RealNode node = new();

    public Task InitializeAsync() => node.InitializeAsync();

    public Task DisposeAsync() => node.DisposeAsync();

    [Fact]
    [Trait("Row", "BKT-28")]
    [Trait("Row", "BKT-29")]
    [Trait("Row", "ARC-20")]
    public async Task A_damaged_bucket_is_found_and_repaired_and_an_archived_one_is_thawed()
    {
        await node.RunAsync("add", "oneshot", node.WriteLog("damaged.log", 300), "-index", "main");
        await node.RunAsync("roll-hot-buckets", "main");
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("restart")).ExitCode);
        Assert.Equal("300", await CountAsync());
        Assert.Equal(ExitCode.Ok, (await node.RunAsync("stop")).ExitCode);
        Assert.Equal(ExitCode.Unreachable, (await node.RunAsync("status")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await node.RunAsync("stop")).ExitCode);

        var bucket = Assert.Single(Directory.GetDirectories(Path.Combine(node.Database, "defaultdb/db"), "db_*"));
        await FlipAsync(Path.Combine(bucket, "bucket.tsidx"));
        var found = await node.RunAsync("fsck", "--all");
        var repaired = await node.RunAsync("fsck", "--all", "-repair");
        var checkedAgain = await node.RunAsync("fsck", "--one", bucket);

        Assert.Equal(ExitCode.Failed, found.ExitCode);
        Assert.Contains($"damaged {bucket}\n", found.Output);
        Assert.EndsWith("1 damaged\n", found.Output);
        Assert.Equal(ExitCode.Ok, repaired.ExitCode);
        Assert.EndsWith("1 repaired, 0 damaged\n", repaired.Output);
        Assert.Equal((ExitCode.Ok, "1 bucket checked, 0 repaired, 0 damaged\n"), (checkedAgain.ExitCode, checkedAgain.Output));

        var thawed = Path.Combine(node.Database, "defaultdb/thaweddb");
        var name = Path.GetFileName(bucket);
        Archive(bucket, Path.Combine(thawed, "temp_" + name));
        await node.StartAsync();
        Assert.Equal("300", await CountAsync());

        var rebuilt = await node.RunAsync("rebuild", Path.Combine(thawed, "temp_" + name));
        Assert.Equal((ExitCode.Ok, ""), (rebuilt.ExitCode, rebuilt.Error));
        Assert.Contains("300 events indexed again", rebuilt.Output);
        Directory.Move(Path.Combine(thawed, "temp_" + name), Path.Combine(thawed, name[..(name.LastIndexOf('_') + 1)] + "1001"));
        await node.RunAsync("stop");
        await node.StartAsync();
        Assert.Equal("600", await CountAsync());
    }

    private async Task<string> CountAsync() => (await node.RunAsync("search", "index=main | stats count", "-output", "csv")).Output.Split('\n')[1].Trim();

    private static async Task FlipAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(path, bytes);
    }

    // As freezing does: only the raw data is kept.
    private static void Archive(string bucket, string target)
    {
        var raw = Directory.CreateDirectory(Path.Combine(target, "rawdata")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(bucket, "rawdata")))
        {
            File.Copy(file, Path.Combine(raw, Path.GetFileName(file)));
        }
    }
}
