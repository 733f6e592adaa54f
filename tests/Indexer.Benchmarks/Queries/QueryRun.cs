using System.Diagnostics;
using System.Globalization;
using Indexer.Benchmarks.Store;
using Indexer.Model;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Benchmarks.Queries;

/// <summary>What one search took.</summary>
/// <param name="Answer">Rows of the result, or the number that the search counted.</param>
/// <param name="Expected">What the text itself says; null where it was not counted.</param>
internal sealed record QueryFigures(string Name, string Search, double Milliseconds, double WorstMilliseconds, long Answer, long? Expected);

/// <summary>Runs searches on a sealed store through the search engine, warm.</summary>
internal sealed class QueryRun(BenchmarkStore store)
{
    private const int Runs = 20;
    private const int RunsMin = 5;
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    private readonly SearchEnvironment environment = new(store.Events, SearchKnowledge.Automatic, SearchLimits.Default, TimeProvider.System);
    private readonly SearchOptions options = new()
    {
        Context = new SearchContext(EventTime.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), TimeZoneInfo.Utc),
        FieldDiscovery = FieldDiscovery.Needed,
    };

    public static async Task<IReadOnlyList<QueryFigures>> RunAsync(string directory, QueryTerms terms)
    {
        await using var store = await BenchmarkStore.OpenAsync(directory);
        var run = new QueryRun(store);
        var figures = new List<QueryFigures>();
        foreach (var (name, search, expected) in Searches(terms))
        {
            figures.Add(await run.MeasureAsync(name, $"index=main {search}", expected));
        }

        return figures;
    }

    private static IEnumerable<(string Name, string Search, long? Expected)> Searches(QueryTerms terms)
    {
        yield return (QueryNames.Rare, terms.Rare.Term, terms.Rare.Events);
        yield return (QueryNames.Newest, $"{terms.Thousand.Term} | head 100", Math.Min(100, terms.Thousand.Events));
        yield return (QueryNames.All, terms.Thousand.Term, terms.Thousand.Events);
        yield return (QueryNames.Both, $"{terms.Both.Term} | stats count", terms.Both.Events);
        yield return (QueryNames.Common, $"{terms.Common.Term} | stats count", terms.Common.Events);
        yield return (QueryNames.Histogram, $"{terms.Common.Term} | timechart span=1h count", terms.Common.Events);
        yield return (QueryNames.PartOfWords, $"\"*{terms.PartOfWords.Term}*\" | stats count", terms.PartOfWords.Events);
        yield return (QueryNames.PartOfNumber, $"\"*{terms.PartOfNumber.Term}*\" | stats count", terms.PartOfNumber.Events);
        yield return (QueryNames.Field, $"| stats count by {terms.Field}", null);
    }

    private async Task<QueryFigures> MeasureAsync(string name, string search, long? expected)
    {
        var answer = await RunAsync(search);
        var times = new List<double>(Runs);
        var budget = Stopwatch.StartNew();
        while (times.Count < Runs && (times.Count < RunsMin || budget.Elapsed < TimeMax))
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(search);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return new QueryFigures(name, search, times[times.Count / 2], times[^1], answer, expected);
    }

    private async Task<long> RunAsync(string search)
    {
        var sink = new CountingSink();
        var run = new SearchRun(SearchPlanner.Plan(search, options), environment, sink, new SearchMessages());
        await run.RunAsync(CancellationToken.None);
        return sink.Counted ?? sink.Rows;
    }

    private sealed class CountingSink : IResultSink
    {
        public long Rows { get; private set; }

        /// <summary>The sum of the column <c>count</c>, where the result has one.</summary>
        public long? Counted { get; private set; }

        public bool IsFull => false;

        public ValueTask WriteAsync(RowBatch batch, CancellationToken cancellation)
        {
            Rows += batch.Count;
            if (batch.TryGetColumn("count", out var counts))
            {
                Counted = (Counted ?? 0) + counts.Take(batch.Count).Sum(count => long.Parse(count.AsText(), CultureInfo.InvariantCulture));
            }

            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>What the searches are called in the table.</summary>
internal static class QueryNames
{
    public const string Rare = "rare term, all of them";
    public const string Newest = "term with ~1,000 hits, newest 100";
    public const string All = "term with ~1,000 hits, all of them";
    public const string Both = "two terms with ~600 hits, count";
    public const string Common = "term in > 20 % of events, count";
    public const string Histogram = "term in > 20 % of events, by hour";
    public const string PartOfWords = "substring of words, count";
    public const string PartOfNumber = "substring of digits and punctuation, count";
    public const string Field = "stats count by a field, everything";
}
