using Indexer.Storage.Repair;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>
/// The machine stops, or the disk fails once, at every single write, sync, rename and deletion of a workload that fills slices and
/// runs, rolls, moves and archives. What was acknowledged is there afterwards, once; every batch is there as a whole or not at all.
/// </summary>
public sealed class EngineCrashTests
{
    private const int EventsPerBatch = 4;

    private static readonly (string Name, TimeSpan Age)[] Batches =
        [("ancient", TimeSpan.FromDays(11)), ("a", default), ("b", default), ("c", default), ("d", default), ("e", default), ("f", default)];

    [Fact]
    [Trait("Row", "BKT-27")]
    [Trait("Row", "BKT-06")]
    public async Task A_crash_after_any_mutation_loses_and_doubles_nothing_acknowledged()
    {
        var counting = new FaultDisk();
        await RunAsync(counting, []);
        Assert.InRange(counting.Mutations, 150, 2000);
        for (var stop = 1; stop <= counting.Mutations; stop++)
        {
            var disk = new FaultDisk();
            var acknowledged = new List<string>();
            disk.StopAfter(stop);
            await RunAsync(disk, acknowledged);

            var where = $"crash after mutation {stop} of {counting.Mutations} ({disk.Trace.LastOrDefault()})";
            await VerifyAsync(disk.Crash(stop, (Survival)(stop % 3)), acknowledged, where);
        }
    }

    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task An_error_of_any_mutation_loses_and_doubles_nothing_acknowledged()
    {
        var counting = new FaultDisk();
        await RunAsync(counting, []);
        for (var fail = 1; fail <= counting.Mutations; fail++)
        {
            var disk = new FaultDisk();
            var acknowledged = new List<string>();
            disk.FailAfter(fail);
            await RunAsync(disk, acknowledged);

            await VerifyAsync(disk.Crash(fail, Survival.None), acknowledged, $"error of mutation {fail} of {counting.Mutations}");
        }
    }

    // Goes on with the next step where one fails, as a process does.
    private static async Task RunAsync(FaultDisk disk, List<string> acknowledged)
    {
        var node = new EngineNode(disk);
        if (!await TryAsync(async () => await node.OpenAsync()))
        {
            return;
        }

        for (var batch = 0; batch < Batches.Length; batch++)
        {
            var (name, age) = Batches[batch];
            if (await TryAsync(async () => await node.AppendAsync(name, EventsPerBatch, age)))
            {
                acknowledged.Add(name);
            }

            if (batch is 0 or 2 or 3 or 5)
            {
                await TryAsync(node.RollAsync);
            }
        }

        await TryAsync(node.HousekeepAsync);
        await TryAsync(async () => await node.DisposeAsync());
    }

    private static async Task<bool> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    private static async Task VerifyAsync(FaultDisk disk, List<string> acknowledged, string where)
    {
        await using var node = await new EngineNode(disk).OpenAsync();
        await node.Service.Recovered;
        Assert.True(node.Service.Statuses[0].Unserved.Count == 0, $"{where}: {string.Join('\n', node.Log.Lines)}");
        var served = node.Search().Texts;
        Assert.True(served.Distinct(StringComparer.Ordinal).Count() == served.Count, $"{where}: doubled: {string.Join('\n', served)}");

        // A bucket that froze may be in the archive and still be served, until it freezes again.
        var found = node.SearchEverywhere().Distinct(StringComparer.Ordinal).ToList();
        foreach (var (name, _) in Batches)
        {
            var present = EngineNode.Texts(name, EventsPerBatch).Count(found.Contains);
            Assert.True(present == EventsPerBatch || (present == 0 && !acknowledged.Contains(name)), $"{where}: {present} of {EventsPerBatch} events of batch {name}, acknowledged: {string.Join(' ', acknowledged)}");
        }

        var indexed = Batches.Skip(1).Where(batch => found.Contains(EngineNode.Texts(batch.Name, 1).Single())).Sum(batch => node.Count($"path=/srv/{batch.Name}/*").Count + node.Search($"\"{batch.Name}\"").Texts.Count);
        Assert.True(indexed == found.Count(text => !text.Contains("ancient", StringComparison.Ordinal)), $"{where}: {indexed} found by words");
        await node.RollAsync();
        await foreach (var report in new BucketRepair(disk, node.Buckets, EngineNode.Peer).RunAsync(node.Main, repair: false, CancellationToken.None))
        {
            Assert.True(report.IsHealthy, $"{where}: {report.Directory}: {string.Join("; ", report.Problems)}");
        }
    }
}
