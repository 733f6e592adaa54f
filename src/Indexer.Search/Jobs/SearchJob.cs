using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Planning;

namespace Indexer.Search.Jobs;

/// <summary>
/// A search that runs by itself and can be asked about while it does and for a time after. Thread-safe. It and its results go
/// away with its manager's <see cref="SearchJobManager.Remove"/>, or some time after it was last asked for.
/// </summary>
public sealed class SearchJob
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource cancel = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SearchMessages messages = new();
    private readonly ResultStore results;
    private readonly SearchRun run;
    private JobState state = JobState.Queued;
    private DateTimeOffset lastTouched;
    private DateTimeOffset? startedAt;
    private DateTimeOffset? endedAt;

    internal SearchJob(string sid, SearchPlan plan, SearchEnvironment environment, TimeSpan timeToLive, Func<IResultSpill>? openSpill)
    {
        Sid = sid;
        Plan = plan;
        TimeToLive = timeToLive;
        clock = environment.Clock;
        CreatedAt = clock.GetUtcNow();
        lastTouched = CreatedAt;
        results = new ResultStore(environment.Limits, messages, openSpill);
        run = new SearchRun(plan, environment, results, messages);
    }

    /// <summary>The job's name.</summary>
    public string Sid { get; }

    public SearchPlan Plan { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>How long the job stays after it has ended and was last asked for.</summary>
    public TimeSpan TimeToLive { get; private set; }

    public JobState State
    {
        get
        {
            lock (gate)
            {
                return state;
            }
        }
    }

    /// <summary>How long the search has run, or ran.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (gate)
            {
                return startedAt is { } start ? (endedAt ?? clock.GetUtcNow()) - start : TimeSpan.Zero;
            }
        }
    }

    /// <summary>0 to 1; 1 when it has ended.</summary>
    public double Progress => State.IsFinal() ? 1 : Math.Min(0.999, run.Statistics.Progress);

    public SearchStatistics Statistics => run.Statistics;

    /// <summary>Rows that can be read now.</summary>
    public long ResultCount => results.RowCount;

    /// <summary>Events that match the terms before the first pipe, so far.</summary>
    public long EventCount => run.Statistics.MatchedEvents;

    /// <summary>Whether results are events.</summary>
    public bool ReturnsEvents => Plan.ReturnsEvents;

    public IReadOnlyList<SearchMessage> Messages => messages.Snapshot();

    /// <summary>Matching events over time, oldest first; empty unless the search was asked to count them.</summary>
    public IReadOnlyList<TimelineBucket> Timeline => run.TimelineBuckets;

    /// <summary>Ends when the job has ended, in whatever way. Never fails.</summary>
    public Task Ended => ended.Task;

    /// <summary>A page of the result, as far as it is there. Throws <see cref="ObjectDisposedException"/> when the job is gone.</summary>
    public ResultPage ReadResults(long offset, int count)
    {
        Touch();
        return results.Read(offset, count);
    }

    /// <summary>A page of the matching events; empty for a search whose result is statistics.</summary>
    public ResultPage ReadEvents(long offset, int count) => ReturnsEvents ? ReadResults(offset, count) : new ResultPage([], offset, []);

    /// <summary>
    /// The first rows of the result: what is there, or before the end of a search that has nothing yet, what the events so far
    /// would make.
    /// </summary>
    public async Task<ResultPage> PreviewAsync(int rowsMax, CancellationToken cancellation)
    {
        Touch();
        if (State.IsFinal() || !run.HoldsRows)
        {
            return results.Read(0, rowsMax);
        }

        var rows = await run.PreviewAsync(rowsMax, cancellation);
        return new ResultPage([.. rows.SelectMany(batch => batch.Fields).Distinct(StringComparer.Ordinal)], 0, rows);
    }

    /// <summary>Says that somebody is interested in the job.</summary>
    public void Touch()
    {
        lock (gate)
        {
            lastTouched = clock.GetUtcNow();
        }
    }

    /// <summary>Keeps the job for another time than the usual one.</summary>
    public void SetTimeToLive(TimeSpan timeToLive)
    {
        lock (gate)
        {
            TimeToLive = timeToLive;
            lastTouched = clock.GetUtcNow();
        }
    }

    /// <summary>Ends the search; what it has found so far stays readable. Does nothing after the end.</summary>
    public void Cancel() => cancel.Cancel();

    /// <summary>Ends the search with a result that the events so far make. Does nothing after the end.</summary>
    public void FinishEarly()
    {
        lock (gate)
        {
            if (state.IsFinal())
            {
                return;
            }

            state = JobState.Finalizing;
        }

        run.FinishEarly();
    }

    internal bool IsExpired(DateTimeOffset now)
    {
        lock (gate)
        {
            return state.IsFinal() && now - lastTouched > TimeToLive;
        }
    }

    /// <summary>Runs once <paramref name="places"/> has a place. Never throws.</summary>
    internal async Task RunAsync(SemaphoreSlim places)
    {
        try
        {
            await places.WaitAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
            End(JobState.Cancelled);
            return;
        }

        try
        {
            Start();
            await run.RunAsync(cancel.Token);
            End(JobState.Done);
        }
        catch (OperationCanceledException)
        {
            End(JobState.Cancelled);
        }
        catch (EvaluationException e)
        {
            Fail(e.Message);
        }
#pragma warning disable CA1031 // Whatever goes wrong is the outcome of this job and of nothing else.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail($"the search failed: {e.Message}");
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Frees what the job holds, after it has ended.</summary>
    internal void Dispose() => results.Dispose();

    private void Start()
    {
        lock (gate)
        {
            startedAt = clock.GetUtcNow();
            state = state == JobState.Queued ? JobState.Running : state;
        }
    }

    private void Fail(string reason)
    {
        messages.Fail(reason);
        End(JobState.Failed);
    }

    private void End(JobState final)
    {
        lock (gate)
        {
            state = final;
            endedAt = clock.GetUtcNow();
            lastTouched = endedAt.Value;
        }

        SearchMetrics.Ended(final, Elapsed, run.Statistics);
        ended.SetResult();
    }
}
