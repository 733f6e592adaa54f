using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>
/// The machine loses power after every single mutation of a workload that writes, rolls, moves, archives and erases. Whatever
/// was acknowledged is there afterwards, once, searchable or in the archive.
/// </summary>
public sealed class CrashTests
{
    private const string Archive = "/db/archive";

    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task After_every_mutation_of_a_life_of_buckets()
    {
        var mutations = await RunAsync(new FaultDisk(), int.MaxValue, []);
        Assert.True(mutations > 100, $"the workload has {mutations} mutations only");
        for (var stop = 1; stop <= mutations; stop++)
        {
            var survival = (Survival)(stop % 3);
            var disk = new FaultDisk();
            var acknowledged = new List<string>();
            await RunAsync(disk, stop, acknowledged);

            await VerifyAsync(disk.Crash(stop, survival), acknowledged, $"crash after mutation {stop} of {mutations}, {survival}: {disk.Trace.LastOrDefault()}");
        }
    }

    [Fact]
    [Trait("Row", "BKT-27")]
    public async Task After_every_mutation_of_a_recovery()
    {
        var before = new FaultDisk();
        var storage = FixtureOn(before);
        await storage.OpenAsync();
        await AppendAsync(storage, "old", TimeSpan.FromDays(3), []);
        await AppendAsync(storage, "new", TimeSpan.Zero, []);
        var crashed = before.Crash(1, Survival.All);
        await storage.Service.DisposeAsync();

        var complete = crashed.Clone();
        await RecoverAsync(complete);
        var mutations = complete.Mutations - crashed.Mutations;
        Assert.True(mutations > 50, $"the recovery has {mutations} mutations only");
        for (var stop = 1; stop <= mutations; stop++)
        {
            var disk = crashed.Clone();
            disk.StopAfter(stop);
            await RecoverAsync(disk);

            await VerifyAsync(disk.Crash(stop, (Survival)(stop % 3)), ["old", "new"], $"crash after mutation {stop} of {mutations} of a recovery: {disk.Trace.LastOrDefault()}");
        }
    }

    /// <summary>An error, not a crash: the process goes on, and its sender sends again what was not acknowledged.</summary>
    [Fact]
    public async Task After_an_error_of_every_single_mutation()
    {
        var mutations = await RunAsync(new FaultDisk(), int.MaxValue, []);
        for (var fail = 1; fail <= mutations; fail++)
        {
            var disk = new FaultDisk();
            disk.FailAfter(fail);
            var acknowledged = new List<string>();
            await RunWithErrorAsync(disk, acknowledged);

            await VerifyAsync(disk.Crash(fail, Survival.None), acknowledged, $"error at mutation {fail} of {mutations}: {(disk.Trace.Count >= fail ? disk.Trace[fail - 1] : "")}");
        }
    }

    private static async Task RunWithErrorAsync(FaultDisk disk, List<string> acknowledged)
    {
        var storage = FixtureOn(disk);
        try
        {
            await storage.OpenAsync();
        }
        catch (IOException)
        {
            await storage.OpenAsync();
        }

        foreach (var (text, days) in new[] { ("ancient", 11), ("older", 5), ("old", 3), ("new", 0) })
        {
            await AppendAgainAsync(storage, text, TimeSpan.FromDays(days), acknowledged);
            await storage.Service.RollHotBucketsAsync(IndexName.Main);
        }

        await storage.HousekeepAsync();
        await storage.Service.Recovered;
        await AppendAgainAsync(storage, "newer", TimeSpan.Zero, acknowledged);
        await storage.Service.DisposeAsync();
    }

    private static async Task AppendAgainAsync(StorageFixture storage, string text, TimeSpan age, List<string> acknowledged)
    {
        try
        {
            await AppendAsync(storage, text, age, acknowledged);
        }
        catch (Exception e) when (e is IOException or JournalFailedException)
        {
            // How the first attempt ended is known when its bucket is sealed or, where that fails too, when housekeeping recovered it.
            var again = AppendAsync(storage, text, age, acknowledged);
            while (!again.IsCompleted)
            {
                await storage.HousekeepAsync();
                await storage.Service.Recovered;
                await Task.Yield();
            }

            await again;
        }
    }

    private static async Task RecoverAsync(FaultDisk disk)
    {
        var storage = FixtureOn(disk);
        try
        {
            await storage.OpenAsync();
            await storage.Service.Recovered;
            await storage.Service.DisposeAsync();
        }
        catch (IOException)
        {
            // The power is out.
        }
    }

    private static async Task<int> RunAsync(FaultDisk disk, int stop, List<string> acknowledged)
    {
        var storage = FixtureOn(disk);
        if (stop != int.MaxValue)
        {
            disk.StopAfter(stop);
        }

        try
        {
            await storage.OpenAsync();
            await AppendAsync(storage, "ancient", TimeSpan.FromDays(11), acknowledged);
            await storage.Service.RollHotBucketsAsync(IndexName.Main);
            await AppendAsync(storage, "older", TimeSpan.FromDays(5), acknowledged);
            await storage.Service.RollHotBucketsAsync(IndexName.Main);
            await AppendAsync(storage, "old", TimeSpan.FromDays(3), acknowledged);
            await AppendAsync(storage, "new", TimeSpan.Zero, acknowledged);
            await storage.Service.RollHotBucketsAsync(IndexName.Main);
            await storage.HousekeepAsync();
            await AppendAsync(storage, "newer", TimeSpan.Zero, acknowledged);
            await storage.Service.StopAsync(CancellationToken.None);
        }
        catch (IOException) when (stop != int.MaxValue)
        {
            // The power is out; what matters is what the next start finds.
        }

        return disk.Mutations;
    }

    private static async Task VerifyAsync(FaultDisk disk, List<string> acknowledged, string where)
    {
        var log = new ListLogger();
        var storage = FixtureOn(disk);
        storage.Options = storage.Options with { Log = log };
        await storage.OpenAsync();
        await storage.Service.Recovered;
        Assert.True(storage.Status.Unserved.Count == 0, $"{where}: {string.Join('\n', log.Lines)}");
        Assert.True(acknowledged.All(text => Found(storage).Contains(text, StringComparer.Ordinal)), $"{where}: acknowledged {string.Join(' ', acknowledged)}, found {string.Join(' ', Found(storage))}");
        Assert.True(storage.Search().Distinct(StringComparer.Ordinal).Count() == storage.Search().Count, $"{where}: doubled: {string.Join(' ', storage.Search())}");

        // The sender knows only what was acknowledged, and sends the rest, and some of that too, again.
        foreach (var text in new[] { "older", "old", "new", "newer" })
        {
            await AppendAsync(storage, text, TimeSpan.Zero, []);
        }

        await storage.HousekeepAsync();
        Assert.True(storage.Search().Where(text => text != "ancient").SequenceEqual(["new", "newer", "old", "older"]), $"{where}: after sending again: {string.Join(' ', storage.Search())}");
        await storage.Service.DisposeAsync();
    }

    private static StorageFixture FixtureOn(FaultDisk disk)
    {
        var storage = new StorageFixture(disk);
        storage.Main = storage.Main with { MaxWarmDbCount = 1, FrozenTimePeriod = TimeSpan.FromDays(10), ColdToFrozenDir = Archive };
        storage.Options = storage.Options with { Disk = new TwoFileSystems(disk, "colddb"), RollConcurrency = 1 };
        return storage;
    }

    private static async Task AppendAsync(StorageFixture storage, string text, TimeSpan age, List<string> acknowledged)
    {
        await storage.AppendAsync(text, age, IdOf(text));
        acknowledged.Add(text);
    }

    private static BatchId IdOf(string text) => new(Guid.Parse("cccccccc-0000-0000-0000-000000000001"), text.Sum(character => (long)character * text.Length));

    private static List<string> Found(StorageFixture storage)
    {
        var archived = storage.Names(Archive).Where(name => BucketName.TryParse(name, out _)).Select(name => Path.Combine(Archive, name)).ToList();
        archived.ForEach(directory => BucketManifest.Read(storage.Disk, directory).VerifyContent(storage.Disk, directory, CancellationToken.None));
        return [.. storage.Search(), .. archived.SelectMany(directory => BucketTexts.OfRawData(storage.Disk, directory))];
    }
}
