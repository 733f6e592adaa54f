using Indexer.Model;
using Indexer.Search.Commands;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Tests.Support;

/// <summary>Runs searches as tests want them: over listed rows, or over a store.</summary>
internal static class Searching
{
    public static readonly SearchContext Context = new(EventTime.FromSeconds(TestEvent.Start), TimeZoneInfo.Utc);

    public static SearchOptions Options(TimeRange? range = null) => new() { Context = Context, Range = range ?? TimeRange.All };

    public static OperatorContext Operators(SearchMessages? messages = null, long memoryBytes = 100 << 20, TimeRange? range = null) =>
        new(new SearchMemory(memoryBytes), messages ?? new SearchMessages(), TimeZoneInfo.Utc, range ?? TimeRange.All);

    /// <summary>Runs commands, written as in a search after the first pipe, over batches of rows.</summary>
    public static string[] Run(string commands, params RowBatch[] input) => Run(commands, Operators(), input);

    public static string[] Run(string commands, OperatorContext context, params RowBatch[] input)
    {
        var chain = new OperatorChain(Parse(commands), context);
        var output = input.Select(chain.Process).OfType<RowBatch>().ToList();
        output.AddRange(chain.Finish(context, CancellationToken.None));
        return Rows.Describe(output);
    }

    public static IReadOnlyList<SearchCommand> Parse(string commands) => PipelineParser.Parse($"* | {commands}", Context).Commands;

    public static async Task<(string[] Rows, SearchMessages Messages, SearchStatistics Statistics)> RunAsync(
        string search, IEventStore store, SearchLimits? limits = null, SearchOptions? options = null)
    {
        var messages = new SearchMessages();
        var sink = new CollectingSink();
        var run = new SearchRun(SearchPlanner.Plan(search, options ?? Options()), Environment(store, limits), sink, messages);
        await run.RunAsync(CancellationToken.None);
        return (Rows.Describe(sink.Batches), messages, run.Statistics);
    }

    public static SearchEnvironment Environment(IEventStore store, SearchLimits? limits = null, TimeProvider? clock = null) =>
        new(store, SearchKnowledge.Automatic, limits ?? SearchLimits.Default with { Workers = 3 }, clock ?? TimeProvider.System);
}

internal sealed class CollectingSink : IResultSink
{
    public List<RowBatch> Batches { get; } = [];

    public bool IsFull => false;

    public ValueTask WriteAsync(RowBatch batch, CancellationToken cancellation)
    {
        Batches.Add(batch);
        return ValueTask.CompletedTask;
    }
}
