using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Storage.Tests.Reading;

/// <summary>
/// A store with an index in every state at once: sealed buckets, and a hot one with slices, runs of terms, and events that are in
/// no slice yet. Keeps what it was given, to compare.
/// </summary>
internal sealed class SearchedStore : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("indexer-search-").FullName;
    private readonly HotBucketFactory buckets;
    private readonly StorageService service;
    private readonly EventStore store;

    private SearchedStore(bool useBloomFilter)
    {
        buckets = new HotBucketFactory(TimeProvider.System, new BucketWriterOptions
        {
            Disk = LocalDisk.Instance,
            Encoders = new SliceEncoderPool(2),
            TermsCache = new TermsBlockCache(4 << 20),
            WordsPerRun = 700,
            SliceEventsMax = 300,
            BacklogMax = 0,
        });
        service = StorageService.OpenAsync(new StorageOptions
        {
            Root = directory,
            Peer = PeerId.Parse("11111111-2222-3333-4444-555555555555"),
            Disk = LocalDisk.Instance,
            Buckets = buckets,
            Log = NullLogger.Instance,
            MinFreeSpaceBytes = 0,
            Indexes = [new IndexSettings { Name = IndexName.Main, HomePath = Home("db"), ColdPath = Home("colddb"), ThawedPath = Home("thaweddb") }],
        }, CancellationToken.None).GetAwaiter().GetResult();
        store = new EventStore(service, buckets, useBloomFilter);
    }

    public List<StoredEvent> Events { get; } = [];

    /// <summary>Stores the events in batches of random sizes and rolls now and then; the last third stays hot.</summary>
    public static async Task<SearchedStore> CreateAsync(IReadOnlyList<StoredEvent> events, int seed, bool useBloomFilter = true)
    {
        var searched = new SearchedStore(useBloomFilter);
        var random = new Random(seed);
        var rolls = new[] { events.Count / 3, events.Count * 2 / 3 };
        var next = 0;
        while (next < events.Count)
        {
            var end = Math.Min(events.Count, next + random.Next(1, 120));
            await searched.AppendAsync(events.Skip(next).Take(end - next));
            if (rolls.Any(roll => roll >= next && roll < end))
            {
                await searched.service.RollHotBucketsAsync(IndexName.Main);
            }

            next = end;
        }

        return searched;
    }

    /// <summary>Slices, runs and unsliced events of the hot bucket, and the number of sealed buckets.</summary>
    public (int Slices, int Tail, int Sealed) Shape()
    {
        using var snapshot = service.OpenSnapshot(IndexName.Main, TimeRange.All)!;
        using var hot = snapshot.Buckets.Select(bucket => bucket.Hot).OfType<HotBucket>().Single().OpenView();
        return (hot.Slices.Count, hot.Tail.Sum(tail => tail.Count), snapshot.Buckets.Count(bucket => bucket.Hot is null));
    }

    public IEventSnapshot Open() => store.OpenSnapshot([IndexName.Main], TimeRange.All);

    /// <summary>Compares a search with a look at every event, and its counts with its rows. Returns the number of events found.</summary>
    public int Verify(EventPredicate predicate, QuerySamples samples, string where)
    {
        var range = samples.Range();
        var expected = Events.Where(each => range.Contains(new EventTime(each.Time)) && each.IsMatch(predicate)).ToList();
        using var snapshot = Open();
        Assert.Empty(snapshot.Warnings);

        var found = Rows(snapshot, new ScanRequest(range, predicate, EventColumns.All), where);

        var difference = Difference(expected, found);
        Assert.True(difference is null, $"{where}, {Describe(predicate)}: expected {expected.Count} events and found {found.Count}; {difference}");
        var (span, origin) = (samples.Span(), samples.SpanOrigin());
        var counts = new Dictionary<long, long>();
        snapshot.Count(new ScanRequest(range, predicate, EventColumns.Time), span, origin, (start, count) => counts[start.Nanoseconds] = counts.GetValueOrDefault(start.Nanoseconds) + count, CancellationToken.None);
        var wanted = expected.GroupBy(each => StartOf(each.Time, span, origin.Nanoseconds)).ToDictionary(group => group.Key, group => (long)group.Count());
        Assert.True(counts.Count == wanted.Count && wanted.All(pair => counts.GetValueOrDefault(pair.Key) == pair.Value),
            $"{where}, {Describe(predicate)}: {counts.Values.Sum()} counted in {counts.Count} spans, {expected.Count} events in {wanted.Count} spans");
        return found.Count;
    }

    public static string Describe(EventPredicate predicate) => predicate switch
    {
        EventPredicate.And and => $"({string.Join(" AND ", and.Parts.Select(Describe))})",
        EventPredicate.Or or => $"({string.Join(" OR ", or.Parts.Select(Describe))})",
        EventPredicate.Not not => $"NOT {Describe(not.Part)}",
        EventPredicate.Matches matches => $"'{matches.Pattern}'[{matches.Pattern.LeftBounded},{matches.Pattern.RightBounded}]",
        _ => predicate.ToString(),
    };

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        buckets.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task AppendAsync(IEnumerable<StoredEvent> events)
    {
        using var builder = new EventBatchBuilder();
        foreach (var each in events)
        {
            builder.Add(new EventTime(each.Time), each.Origin, each.Raw, each.Fields);
            Events.Add(each);
        }

        await service.AppendAsync(IndexName.Main, builder.Build(), BatchId.None, CancellationToken.None);
    }

    private static List<StoredEvent> Rows(IEventSnapshot snapshot, ScanRequest request, string where)
    {
        var found = new List<StoredEvent>();
        var addresses = new HashSet<(BucketId, long)>();
        var unitLatest = long.MaxValue;
        foreach (var unit in snapshot.Plan(request, CancellationToken.None))
        {
            Assert.True(unit.Latest.Nanoseconds <= unitLatest, $"{where}: units are not newest first");
            unitLatest = unit.Latest.Nanoseconds;
            using var block = unit.Read(CancellationToken.None);
            Assert.InRange(block.Count, 0, unit.CountMax);
            for (var row = 0; row < block.Count; row++)
            {
                var time = block.Times[row];
                Assert.True(time >= unit.Earliest.Nanoseconds && time <= unit.Latest.Nanoseconds, $"{where}: an event is not of its unit's time");
                Assert.True(addresses.Add(block.Address(row)), $"{where}: two events have the address {block.Address(row)}");
                if (row > 0)
                {
                    Assert.True(time < block.Times[row - 1] || (time == block.Times[row - 1] && block.Address(row).Ordinal < block.Address(row - 1).Ordinal), $"{where}: rows are not newest first");
                }

                found.Add(new StoredEvent(time, block.Origins[block.OriginOrdinals[row]], block.Raw(row).ToArray(), block.IndexedFields(row).ToArray()));
            }
        }

        return found;
    }

    private static string? Difference(List<StoredEvent> expected, List<StoredEvent> found)
    {
        var left = expected.GroupBy(each => each.Identity).ToDictionary(group => group.Key, group => (Count: group.Count(), Event: group.First()));
        foreach (var each in found)
        {
            var entry = left.GetValueOrDefault(each.Identity);
            if (entry.Count == 0)
            {
                return $"found and not expected: {each}";
            }

            left[each.Identity] = entry with { Count = entry.Count - 1 };
        }

        return left.Values.Where(entry => entry.Count > 0).Select(entry => $"not found: {entry.Event}").FirstOrDefault();
    }

    private static long StartOf(long time, long span, long origin)
    {
        if (span == long.MaxValue)
        {
            return origin;
        }

        var distance = (Int128)time - origin;
        var number = distance >= 0 ? distance / span : -((-distance + span - 1) / span);
        return (long)Int128.Clamp(origin + (number * span), long.MinValue, long.MaxValue);
    }

    private string Home(string name) => Path.Combine(directory, "main", name);
}
