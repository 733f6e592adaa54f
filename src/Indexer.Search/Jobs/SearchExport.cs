using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Indexer.Search.Execution;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Jobs;

/// <summary>A search whose rows are handed on as they come and not kept. It runs once, while its rows are asked for.</summary>
public sealed class SearchExport
{
    private const int BatchesMax = 4;
    private readonly SemaphoreSlim places;
    private readonly Action<int> countWaiting;
    private readonly ExportSink sink = new(BatchesMax);
    private readonly SearchRun run;

    internal SearchExport(SearchPlan plan, SearchEnvironment environment, SearchMessages messages, SemaphoreSlim places, Action<int> countWaiting)
    {
        this.places = places;
        this.countWaiting = countWaiting;
        Plan = plan;
        run = new SearchRun(plan, environment, sink, messages);
    }

    public SearchPlan Plan { get; }

    /// <summary>How far it is.</summary>
    public SearchStatistics Statistics => run.Statistics;

    /// <summary>The rows, once there is a place to run. Waits while nobody takes them; ends with the search, or when the caller stops asking.</summary>
    /// <exception cref="Expressions.EvaluationException">An expression ran into a limit.</exception>
    public async IAsyncEnumerable<RowBatch> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = RunToSinkAsync(stop.Token);
        try
        {
            await foreach (var batch in sink.Reader.ReadAllAsync(stop.Token))
            {
                yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunToSinkAsync(CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            countWaiting(1);
            try
            {
                await places.WaitAsync(cancellation);
            }
            finally
            {
                countWaiting(-1);
            }

            try
            {
                await run.RunAsync(cancellation);
            }
            finally
            {
                places.Release();
            }
        }
#pragma warning disable CA1031 // Comes out where the rows are read.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        sink.Complete(failure);
    }

    private sealed class ExportSink(int batchesMax) : IResultSink
    {
        private readonly Channel<RowBatch> batches = Channel.CreateBounded<RowBatch>(new BoundedChannelOptions(batchesMax) { SingleReader = true, SingleWriter = true });

        public ChannelReader<RowBatch> Reader => batches.Reader;

        public bool IsFull => false;

        public ValueTask WriteAsync(RowBatch batch, CancellationToken cancellation) => batches.Writer.WriteAsync(batch, cancellation);

        public void Complete(Exception? failure) => batches.Writer.TryComplete(failure);
    }
}
