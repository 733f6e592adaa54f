using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Jobs;

/// <summary>How many searches there may be.</summary>
public sealed record JobLimits
{
    public static readonly JobLimits Default = new();

    /// <summary>Searches that run at the same time, exports among them.</summary>
    public int RunningMax { get; init; } = 8;

    /// <summary>Searches that wait for their turn.</summary>
    public int QueuedMax { get; init; } = 100;

    /// <summary>Jobs that exist, ended ones too.</summary>
    public int JobsMax { get; init; } = 2_000;

    /// <summary>How long an ended job stays after it was last asked for.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Runs the searches of this process and keeps their results for a time. Thread-safe.</summary>
public sealed class SearchJobManager : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, SearchJob> jobs = new(StringComparer.Ordinal);
    private readonly Func<SearchEnvironment> environment;
    private readonly JobLimits limits;
    private readonly TimeProvider clock;
    private readonly DispatchDirectory? dispatch;
    private readonly SemaphoreSlim places;
    private readonly ITimer sweeper;
    private long lastSid;
    private int waitingExports;
    private bool isDisposed;

    /// <param name="environment">What a search that starts now runs on.</param>
    /// <param name="limits">How many there may be.</param>
    /// <param name="clock">For names and expiry.</param>
    /// <param name="dispatch">Where results go that do not fit in memory; null where there is no such place.</param>
    public SearchJobManager(Func<SearchEnvironment> environment, JobLimits limits, TimeProvider clock, DispatchDirectory? dispatch)
    {
        this.environment = environment;
        this.limits = limits;
        this.clock = clock;
        this.dispatch = dispatch;
        places = new SemaphoreSlim(limits.RunningMax, limits.RunningMax);
        sweeper = clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>All jobs, newest first.</summary>
    public IReadOnlyList<SearchJob> Jobs => [.. jobs.Values.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Sid, StringComparer.Ordinal)];

    /// <summary>Starts a search, now or when there is a place.</summary>
    /// <exception cref="SearchSyntaxException">The text is no search.</exception>
    /// <exception cref="SearchRefusedException">Too many searches run and wait, or the disk is too full for results.</exception>
    public SearchJob Start(string text, SearchOptions options)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var plan = SearchPlanner.Plan(text, options);
        dispatch?.RequireRoom();
        SearchJob job;
        lock (gate)
        {
            Refuse();
            var sid = NewSid();
            job = new SearchJob(sid, plan, environment(), limits.TimeToLive, dispatch is null ? null : () => dispatch.Open(sid));
            jobs[sid] = job;
        }

        _ = Task.Run(() => job.RunAsync(places));
        return job;
    }

    public bool TryGet(string sid, [NotNullWhen(true)] out SearchJob? job) => jobs.TryGetValue(sid, out job);

    /// <summary>Cancels a job and forgets it and its results. False when there is none of this name.</summary>
    public bool Remove(string sid)
    {
        if (!jobs.TryRemove(sid, out var job))
        {
            return false;
        }

        job.Cancel();
        _ = DisposeWhenEndedAsync(job);
        return true;
    }

    /// <summary>
    /// Runs a search without keeping its result: hands rows on as they come and waits while nobody takes them. Ends with the
    /// search, or when the caller stops asking.
    /// </summary>
    /// <param name="text">The search.</param>
    /// <param name="options">What surrounds it.</param>
    /// <param name="messages">Gets what the user should know.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="SearchSyntaxException">The text is no search.</exception>
    /// <exception cref="SearchRefusedException">Too many searches run and wait.</exception>
    /// <exception cref="Expressions.EvaluationException">An expression ran into a limit; thrown where the rows are read.</exception>
    public IAsyncEnumerable<RowBatch> ExportAsync(string text, SearchOptions options, SearchMessages messages, CancellationToken cancellation) =>
        Export(text, options, messages).RunAsync(cancellation);

    /// <summary>As <see cref="ExportAsync"/>, for callers that want to see how far it is.</summary>
    /// <exception cref="SearchSyntaxException">The text is no search.</exception>
    /// <exception cref="SearchRefusedException">Too many searches run and wait.</exception>
    public SearchExport Export(string text, SearchOptions options, SearchMessages messages)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var plan = SearchPlanner.Plan(text, options);
        lock (gate)
        {
            RefuseFullQueue();
        }

        return new SearchExport(plan, environment(), messages, places, change => Interlocked.Add(ref waitingExports, change));
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        await sweeper.DisposeAsync();
        var remaining = jobs.Values.ToList();
        foreach (var job in remaining)
        {
            Remove(job.Sid);
        }

        await Task.WhenAll(remaining.Select(job => job.Ended));
    }

    private static async Task DisposeWhenEndedAsync(SearchJob job)
    {
        await job.Ended;
        job.Dispose();
    }

    private void RefuseFullQueue()
    {
        var waiting = jobs.Values.Count(job => job.State == JobState.Queued) + Volatile.Read(ref waitingExports);
        if (waiting >= limits.QueuedMax)
        {
            throw new SearchRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"{limits.RunningMax} searches run and {waiting} wait, which is the limit; wait for some to end or cancel them"));
        }
    }

    private void Refuse()
    {
        RefuseFullQueue();
        if (jobs.Count >= limits.JobsMax)
        {
            Sweep();
            if (jobs.Count >= limits.JobsMax)
            {
                throw new SearchRefusedException(string.Create(CultureInfo.InvariantCulture,
                    $"there are {jobs.Count} search jobs, which is the limit; remove jobs that are no longer needed"));
            }
        }
    }

    // Seconds and a number, as users know them, and unique even when the clock is set back.
    private string NewSid() =>
        string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}.{Interlocked.Increment(ref lastSid)}");

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var job in jobs.Values)
        {
            if (job.IsExpired(now))
            {
                Remove(job.Sid);
            }
        }
    }
}
