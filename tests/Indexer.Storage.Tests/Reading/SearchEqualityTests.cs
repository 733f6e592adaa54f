using Indexer.Model;
using Indexer.Storage.Tests.Slices;
using Xunit.Abstractions;

namespace Indexer.Storage.Tests.Reading;

/// <summary>
/// A search through indexes, templates and bloom filters finds exactly what a look at every raw event finds, whatever state the
/// events are in. INDEXER_TEST_CASES multiplies the number of searches.
/// </summary>
public sealed class SearchEqualityTests(ITestOutputHelper output)
{
    private const long Start = 1_790_000_000_000_000_000;

    [Theory]
    [Trait("Row", "EVT-11")]
    [Trait("Row", "BKT-25")]
    [InlineData("loghub", 700, 250)]
    [InlineData("zeek", 1500, 150)]
    [InlineData("windows", 3000, 150)]
    public async Task Over_real_logs(string folder, int linesMax, int searches)
    {
        var logs = RealLogs.Read(folder, linesMax);
        if (logs.Count == 0)
        {
            output.WriteLine($"skipped: the real logs of {folder} are not here (INDEXER_TEST_DATA names their folder)");
            return;
        }

        await SearchAsync(Mix(logs, seed: linesMax), seed: linesMax, Seeds.Count(searches), useBloomFilter: true);
    }

    [Theory]
    [Trait("Row", "STO-36")]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Over_made_up_events(int seed, bool useBloomFilter)
    {
        var samples = new EventSamples(seed * 1000);
        var events = new List<StoredEvent>();
        var random = new Random(seed);
        while (events.Count < 4000)
        {
            var time = Start + random.NextInt64(1_000_000_000_000);
            foreach (var each in samples.Events(300))
            {
                events.Add(new StoredEvent(time += random.Next(3), OriginOf(each.Origin), each.Raw, each.Fields));
            }
        }

        await SearchAsync(events, seed, Seeds.Count(200), useBloomFilter);
    }

    private static async Task SearchAsync(List<StoredEvent> events, int seed, int searches, bool useBloomFilter)
    {
        await using var store = await SearchedStore.CreateAsync(events, seed, useBloomFilter);
        var (slices, tail, closed) = store.Shape();
        Assert.True(slices > 1 && tail > 0 && closed == 2, $"{slices} slices and {tail} other events in the hot bucket, {closed} sealed buckets");
        var selective = 0;
        for (var search = 0; search < searches; search++)
        {
            var samples = new QuerySamples((seed * 1_000_003) + search, events);
            var found = store.Verify(samples.Predicate(), samples, $"search {search}");
            selective += found > 0 && found < events.Count ? 1 : 0;
        }

        Assert.True(selective > searches / 3, $"only {selective} of {searches} searches found some events and not all");
    }

    // The files' lines in turns, so that every slice has some of each; times go on, repeat, and go back a little.
    private static List<StoredEvent> Mix(IReadOnlyList<(string File, List<byte[]> Lines)> logs, int seed)
    {
        var random = new Random(seed);
        var events = new List<StoredEvent>();
        var time = Start;
        for (var line = 0; line < logs.Max(log => log.Lines.Count); line++)
        {
            foreach (var (file, lines) in logs.Where(log => line < log.Lines.Count))
            {
                time += random.Next(-2, 6) * 250_000_000L;
                byte[] fields = random.Next(10) == 0 ? [6, .. "status"u8, 1, (byte)('0' + random.Next(4))] : [];
                events.Add(new StoredEvent(time, new EventOrigin($"host{random.Next(4)}", $"/var/log/{file}", file.Split('.')[0]), lines[line], fields));
            }
        }

        return events;
    }

    private static EventOrigin OriginOf(int number) => new($"host{number % 7}", $"source{number}", number % 2 == 0 ? "app" : "db");
}
