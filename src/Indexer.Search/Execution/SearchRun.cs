using System.Globalization;
using Indexer.Search.Commands;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage;

namespace Indexer.Search.Execution;

/// <summary>
/// Carries out one plan on the events of this process. Workers read units of work, newest first, on threads of the pool; rows
/// that must be in order go through an <see cref="OrderedMerge"/> into one chain of commands, others into a partial aggregate per
/// worker. Everything but <see cref="RunAsync"/> may be called from any thread while it runs.
/// </summary>
public sealed class SearchRun
{
    // How far workers may be ahead of the first unit that is not done: far enough for units of different size.
    private const int UnitsAheadPerWorker = 4;

    private readonly SearchPlan plan;
    private readonly SearchEnvironment environment;
    private readonly IResultSink sink;
    private readonly OperatorContext context;
    private readonly OperatorChain chain;
    private readonly SemaphoreSlim chainGate = new(1, 1);
    private readonly List<Worker> workers = [];
    private readonly CancellationTokenSource finishEarly = new();
    private readonly CancellationTokenSource cancelled = new();
    private readonly RunProgress progress;
    private IReadOnlyList<PlannedUnit> units = [];
    private OrderedMerge? merge;
    private Timeline? timeline;
    private int nextUnit;

    public SearchRun(SearchPlan plan, SearchEnvironment environment, IResultSink sink, SearchMessages messages)
    {
        this.plan = plan;
        this.environment = environment;
        this.sink = sink;
        context = new OperatorContext(new SearchMemory(environment.Limits.OperatorMemoryBytesMax), messages, plan.Options.Context.TimeZone, plan.Map.Range)
        {
            Cancellation = cancelled.Token,
        };
        chain = new OperatorChain(plan.Reduce.Commands, context);
        progress = new RunProgress(environment.Clock);
    }

    public SearchStatistics Statistics => progress.Snapshot();

    /// <summary>Matching events over time, oldest first; empty unless the options ask for it.</summary>
    public IReadOnlyList<TimelineBucket> TimelineBuckets => timeline?.Snapshot() ?? [];

    /// <summary>Whether rows come out only at the end, so that before it there is something to preview.</summary>
    public bool HoldsRows => chain.HoldsRows;

    /// <summary>Stops reading; the result is what the events so far make.</summary>
    public void FinishEarly() => finishEarly.Cancel();

    /// <summary>
    /// Runs to the end and writes the result to the sink. Throws <see cref="OperationCanceledException"/> when cancelled,
    /// <see cref="Expressions.EvaluationException"/> for an expression that runs into a limit, and what the sink throws.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var cancelling = cancellation.Register(cancelled.Cancel);
        try
        {
            using var scan = ScanPlan.Open(plan.Map, environment.Store, environment.Knowledge, context.Messages);
            if (!await TryCountAsync(scan, cancellation))
            {
                await ScanAsync(scan, cancellation);
            }

            progress.Scanned();
            scan.Report(context.Messages);
            await FinishAsync(cancellation);
            progress.Finished();
        }
        finally
        {
            chain.Release();
        }
    }

    /// <summary>The first rows of what the result would be if the events so far were all. Empty unless <see cref="HoldsRows"/>.</summary>
    public async Task<IReadOnlyList<RowBatch>> PreviewAsync(int rowsMax, CancellationToken cancellation)
    {
        if (!HoldsRows)
        {
            return [];
        }

        // A preview has an account of its own, so that it cannot cut the result short.
        var previewContext = context with { Memory = new SearchMemory(environment.Limits.OperatorMemoryBytesMax), Messages = new SearchMessages() };
        if (plan.Map.Partial is null)
        {
            await chainGate.WaitAsync(cancellation);
            try
            {
                return First(chain.Finish(previewContext, cancellation), rowsMax);
            }
            finally
            {
                chainGate.Release();
            }
        }

        var preview = new OperatorChain(plan.Reduce.Commands, previewContext);
        foreach (var worker in Workers())
        {
            lock (worker.Gate)
            {
                ((MergingOperator)preview.Holding!).Merge(worker.Partial!);
            }
        }

        var rows = First(preview.Finish(previewContext, cancellation), rowsMax);
        preview.Release();
        return rows;
    }

    // Where the first rows may be enough, every worker has one unit at a time and waits for what becomes of its rows.
    private bool MayEndEarly => plan.Reduce.Commands.Any(command => command.MayEndEarly);

    private int UnitsAhead => MayEndEarly ? environment.Limits.Workers : UnitsAheadPerWorker * environment.Limits.Workers;

    private static List<RowBatch> First(IEnumerable<RowBatch> batches, int rowsMax)
    {
        var first = new List<RowBatch>();
        var left = rowsMax;
        foreach (var batch in batches)
        {
            if (left <= batch.Count)
            {
                first.Add(batch.Select([.. Enumerable.Range(0, left)]));
                break;
            }

            first.Add(batch);
            left -= batch.Count;
        }

        return first;
    }

    private List<Worker> Workers()
    {
        lock (workers)
        {
            return [.. workers];
        }
    }

    private Worker AddWorker(UnitPipeline? pipeline)
    {
        lock (workers)
        {
            // The first worker's partial aggregate is the one that the others are merged into.
            var partial = plan.Map.Partial is null ? null
                : workers.Count == 0 ? (MergingOperator)chain.Holding! : (MergingOperator)plan.Map.Partial.Start(context);
            var worker = new Worker(pipeline, partial);
            workers.Add(worker);
            return worker;
        }
    }

    // Lets the index answer where it can.
    private async Task<bool> TryCountAsync(ScanPlan scan, CancellationToken cancellation)
    {
        if (IndexCount.TryPlan(plan, scan, context) is not { } count)
        {
            return false;
        }

        if (plan.Options.CollectTimeline)
        {
            timeline = NewTimeline(scan, () => scan.PlanUnits(cancellation));
        }

        var worker = AddWorker(pipeline: null);
        progress.Planned(units: 0, countedByIndex: true);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, finishEarly.Token);
        try
        {
            await Task.Run(() => count.Run(scan, timeline, worker.Partial!, worker.Gate, progress, stop.Token), cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && finishEarly.IsCancellationRequested)
        {
            // The counts so far are the result.
        }

        return true;
    }

    private Timeline NewTimeline(ScanPlan scan, Func<IReadOnlyList<PlannedUnit>> planUnits)
    {
        var range = TimechartSettings.IsBounded(plan.Map.Range) ? plan.Map.Range : scan.BoundedRange(planUnits());
        return new Timeline(range, environment.Limits.TimelineBucketsMax, context.TimeZone);
    }

    private async Task ScanAsync(ScanPlan scan, CancellationToken cancellation)
    {
        units = await Task.Run(() => scan.PlanUnits(cancellation), cancellation);
        progress.Planned(units.Count, countedByIndex: false);
        if (plan.Options.CollectTimeline)
        {
            timeline = NewTimeline(scan, () => units);
        }

        if (plan.Map.Partial is null)
        {
            merge = new OrderedMerge([.. units.Select(unit => unit.Unit.Latest.Nanoseconds)], UnitsAhead, environment.Limits.ReorderBytesMax, context.Messages);
        }

        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var residuals = scan.Residuals;
        var running = new List<Task>();
        for (var i = 0; i < Math.Clamp(environment.Limits.Workers, 1, Math.Max(1, units.Count)); i++)
        {
            var worker = AddWorker(new UnitPipeline(plan.Map, residuals, environment.Knowledge, context, timeline));
            running.Add(Task.Run(() => WorkAsync(worker, failure), failure.Token));
        }

        // A worker that failed has cancelled the others; the exception that comes out is its own.
        await Task.WhenAll(running);
        if (merge is not null)
        {
            await DrainAsync(cancellation);
        }
    }

    private async Task WorkAsync(Worker worker, CancellationTokenSource failure)
    {
        try
        {
            while (!finishEarly.IsCancellationRequested && !chain.IsSatisfied)
            {
                failure.Token.ThrowIfCancellationRequested();
                if (IsOverTime())
                {
                    return;
                }

                var ordinal = Interlocked.Increment(ref nextUnit) - 1;
                if (ordinal >= units.Count)
                {
                    return;
                }

                // A unit that was taken is always completed, because others may wait for it.
                if (merge is not null)
                {
                    await merge.WaitForTurnAsync(ordinal, failure.Token);
                }

                await WorkAsync(worker, ordinal, failure.Token);
            }
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
    }

    private async ValueTask WorkAsync(Worker worker, int ordinal, CancellationToken cancellation)
    {
        var pipeline = worker.Pipeline!;
        RowBatch? rows = null;
        try
        {
            rows = pipeline.Read(units[ordinal], wantsRows: chain.HoldsRows || !sink.IsFull, cancellation);
            progress.AddEvents(pipeline.ScannedEvents, pipeline.MatchedEvents);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BucketDamagedException)
        {
            // The rest is served.
            context.Messages.Warn($"some events of index '{units[ordinal].Unit.Index}' could not be read and are missing: {e.Message}");
        }

        if (merge is not null)
        {
            merge.Complete(ordinal, rows, pipeline.Times);
            await DrainAsync(cancellation);
        }
        else if (rows is not null)
        {
            lock (worker.Gate)
            {
                worker.Partial!.Process(rows);
            }
        }

        progress.UnitDone();
    }

    // Hands rows whose turn it is to the chain. One worker does it at a time; others go on reading unless too much waits or the
    // search may be at its end.
    private async ValueTask DrainAsync(CancellationToken cancellation)
    {
        while (merge!.HasRows)
        {
            if (!await chainGate.WaitAsync(merge.IsFull || MayEndEarly ? Timeout.Infinite : 0, cancellation))
            {
                // Whoever holds the gate looks again after letting it go.
                return;
            }

            try
            {
                while (!chain.IsSatisfied && merge.Take() is { } batch)
                {
                    if (chain.Process(batch) is { Count: > 0 } done)
                    {
                        await sink.WriteAsync(done, cancellation);
                        progress.AddRows(done.Count);
                    }
                }
            }
            finally
            {
                chainGate.Release();
            }

            if (chain.IsSatisfied)
            {
                return;
            }
        }
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        if (finishEarly.IsCancellationRequested)
        {
            context.Messages.Inform("the search was finished early; the result covers the events read until then");
        }

        foreach (var worker in Workers().Skip(1).Where(worker => worker.Partial is not null))
        {
            ((MergingOperator)chain.Holding!).Merge(worker.Partial!);
            worker.Partial!.Release();
        }

        foreach (var batch in chain.Finish(context, cancellation))
        {
            if (batch.Count > 0)
            {
                await sink.WriteAsync(batch, cancellation);
                progress.AddRows(batch.Count);
            }
        }
    }

    private bool IsOverTime()
    {
        var limit = environment.Limits.ElapsedMax;
        if (limit <= TimeSpan.Zero || progress.Elapsed <= limit)
        {
            return false;
        }

        context.Messages.Warn(string.Create(CultureInfo.InvariantCulture, $"the search reached its time limit of {limit.TotalSeconds} s"));
        FinishEarly();
        return true;
    }

    private sealed record Worker(UnitPipeline? Pipeline, MergingOperator? Partial)
    {
        /// <summary>Held while <see cref="Partial"/> takes rows in or is looked at.</summary>
        public Lock Gate { get; } = new();
    }
}
