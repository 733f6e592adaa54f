using System.Globalization;
using Indexer.Model;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class ConcurrencyTests
{
    private const int Writers = 6;
    private const int BatchesPerWriter = 60;

    [Fact]
    public async Task Writers_searches_rolls_and_moves_at_the_same_time_lose_and_double_nothing()
    {
        await using var storage = new StorageFixture();
        storage.Main = storage.Main with { MaxWarmDbCount = 2 };
        storage.Options = storage.Options with { RollConcurrency = 2 };
        await storage.OpenAsync();
        using var writing = new CancellationTokenSource();

        var disturbances = new[]
        {
            RepeatAsync(() => storage.Service.RollHotBucketsAsync(IndexName.Main), writing.Token),
            RepeatAsync(storage.HousekeepAsync, writing.Token),
            RepeatAsync(() => SearchAsync(storage), writing.Token),
        };
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(storage, writer))));
        await writing.CancelAsync();
        await Task.WhenAll(disturbances);

        var expected = Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, BatchesPerWriter).Select(batch => Text(writer, batch)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), storage.Search());
        await storage.ReopenAsync();
        await storage.Service.Recovered;
        Assert.Equal(Writers * BatchesPerWriter, storage.Search().Count);
    }

    private static async Task WriteAsync(StorageFixture storage, int writer)
    {
        for (var batch = 0; batch < BatchesPerWriter; batch++)
        {
            var id = new BatchId(new Guid(writer + 1, 0, 0, new byte[8]), batch);
            var age = TimeSpan.FromDays(batch % 3 * 20);
            await storage.AppendAsync(Text(writer, batch), age, id);
            await storage.AppendAsync(Text(writer, batch), age, id);
        }
    }

    private static Task SearchAsync(StorageFixture storage)
    {
        // What was found once stays found: a search never falls between two stages of a bucket.
        var before = storage.Search();
        Assert.Empty(before.Except(storage.Search(), StringComparer.Ordinal));
        Assert.Equal(before.Count, before.Distinct(StringComparer.Ordinal).Count());
        return Task.CompletedTask;
    }

    private static Task RepeatAsync(Func<Task> work, CancellationToken until) => Task.Run(
        async () =>
        {
            while (!until.IsCancellationRequested)
            {
                await work();
                await Task.Yield();
            }
        },
        CancellationToken.None);

    private static string Text(int writer, int batch) => string.Create(CultureInfo.InvariantCulture, $"w{writer} b{batch}");
}
