using System.Collections.Concurrent;
using System.Globalization;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>Writers, searches, rolls and moves at the same time, over real files.</summary>
public sealed class EngineConcurrencyTests : IDisposable
{
    private const int Writers = 8;
    private const int Searchers = 4;
    private const int BatchesPerWriter = 40;
    private const int EventsPerBatch = 6;
    private readonly string directory = Directory.CreateTempSubdirectory("indexer-engine-").FullName;

    [Fact]
    [Trait("Row", "BKT-25")]
    public async Task A_search_finds_every_event_acknowledged_before_it_began_exactly_once()
    {
        await using var node = new EngineNode(LocalDisk.Instance, directory, sliceEventsMax: 40, wordsPerRun: 300);
        node.Main = node.Main with { FrozenTimePeriod = TimeSpan.FromDays(10_000) };
        node.Options = node.Options with { RollConcurrency = 2 };
        await node.OpenAsync();
        var acknowledged = new ConcurrentQueue<string>();
        using var writing = new CancellationTokenSource();

        var searchers = Enumerable.Range(0, Searchers).Select(seed => Task.Run(() => SearchUntilAsync(node, acknowledged, new Random(seed), writing.Token))).ToArray();
        var rolls = Task.Run(() => RollUntilAsync(node, writing.Token));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(node, writer, acknowledged))));
        await writing.CancelAsync();
        var searches = (await Task.WhenAll(searchers)).Sum();
        await rolls;

        Assert.True(searches >= Searchers, $"only {searches} searches ran");
        Verify(node, acknowledged, new Random(99));
        Assert.Equal(Writers * BatchesPerWriter * EventsPerBatch, node.Search().Texts.Count);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task WriteAsync(EngineNode node, int writer, ConcurrentQueue<string> acknowledged)
    {
        for (var batch = 0; batch < BatchesPerWriter; batch++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"w{writer}b{batch}x");
            await node.AppendAsync(name, EventsPerBatch, TimeSpan.FromSeconds(batch));
            acknowledged.Enqueue(name);
        }
    }

    private static async Task RollUntilAsync(EngineNode node, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await node.RollAsync();
            await node.HousekeepAsync();
        }
    }

    private static async Task<int> SearchUntilAsync(EngineNode node, ConcurrentQueue<string> acknowledged, Random random, CancellationToken until)
    {
        var searches = 0;
        do
        {
            Verify(node, acknowledged, random);
            searches++;
            await Task.Yield();
        }
        while (!until.IsCancellationRequested);
        return searches;
    }

    private static void Verify(EngineNode node, ConcurrentQueue<string> acknowledged, Random random)
    {
        var before = acknowledged.ToArray();
        var (texts, warnings) = node.Search();
        Assert.Empty(warnings);
        var counts = texts.CountBy(text => text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.All(counts, pair => Assert.True(pair.Value == 1, $"'{pair.Key}' was found {pair.Value} times"));
        foreach (var name in before)
        {
            Assert.All(EngineNode.Texts(name, EventsPerBatch), text => Assert.True(counts.ContainsKey(text), $"'{text}' was acknowledged and is not found"));
        }

        if (before.Length > 0)
        {
            var name = before[random.Next(before.Length)];
            Assert.Equal(EventsPerBatch, node.Search(name).Texts.Count);
            Assert.Equal(EventsPerBatch, node.Count(name).Count);
        }
    }
}
