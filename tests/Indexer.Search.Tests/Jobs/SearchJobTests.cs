using Indexer.Search.Execution;
using Indexer.Search.Jobs;
using Indexer.Search.Language;
using Indexer.Search.Tests.Support;
using Indexer.Storage.Disk;

namespace Indexer.Search.Tests.Jobs;

public sealed class SearchJobTests
{
    private static readonly TestEvent[] Events = TestEvent.Sequence([.. Enumerable.Range(0, 100).Select(i => $"n={i}")]);

    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_job_runs_and_its_results_are_read_page_by_page()
    {
        await using var manager = Manager(new MemoryEventStore(Events));

        var job = manager.Start("* | table n", Searching.Options());
        await job.Ended;

        Assert.Equal(JobState.Done, job.State);
        Assert.Equal(100, job.ResultCount);
        Assert.Equal(100, job.EventCount);
        Assert.Equal(1, job.Progress);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"n={69 - i}"), Rows.Describe(job.ReadResults(30, 10).Batches));
        Assert.Equal(2, job.ReadResults(98, 10).Count);
        Assert.Equal(0, job.ReadResults(500, 10).Count);
        Assert.Equal(["n"], job.ReadResults(0, 1).Fields);
        Assert.True(manager.TryGet(job.Sid, out var same));
        Assert.Same(job, same);
    }

    [Fact]
    public async Task Events_can_be_read_where_results_are_events()
    {
        await using var manager = Manager(new MemoryEventStore(Events));
        var events = manager.Start("* | head 3", Searching.Options());
        var statistics = manager.Start("* | stats count", Searching.Options());
        await Task.WhenAll(events.Ended, statistics.Ended);

        Assert.Equal(3, events.ReadEvents(0, 10).Count);
        Assert.Equal(0, statistics.ReadEvents(0, 10).Count);
        Assert.Equal(1, statistics.ReadResults(0, 10).Count);
    }

    [Fact]
    public async Task A_search_that_is_none_starts_no_job()
    {
        await using var manager = Manager(new MemoryEventStore(Events));

        Assert.Throws<SearchSyntaxException>(() => manager.Start("| |", Searching.Options()));
        Assert.Empty(manager.Jobs);
    }

    [Fact]
    public async Task An_expression_that_fails_fails_the_job_with_its_message()
    {
        await using var manager = Manager(new MemoryEventStore(TestEvent.Sequence(new string('a', 200) + "!")));

        var job = manager.Start("* | regex \"^(?=a)(a+)+$\"", Searching.Options());
        await job.Ended;

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("took longer", Assert.Single(job.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_beyond_the_places_wait_and_beyond_the_queue_are_refused()
    {
        using var proceed = new ManualResetEventSlim();
        var store = new MemoryEventStore(Events) { BeforeRead = _ => proceed.Wait() };
        await using var manager = Manager(store, new JobLimits { RunningMax = 1, QueuedMax = 2 });

        var first = manager.Start("*", Searching.Options());
        await EventuallyAsync(() => first.State == JobState.Running);
        var second = manager.Start("*", Searching.Options());
        var third = manager.Start("*", Searching.Options());
        Assert.Equal(JobState.Queued, second.State);
        var refusal = Assert.Throws<SearchRefusedException>(() => manager.Start("*", Searching.Options()));
        Assert.Contains("2 wait", refusal.Message, StringComparison.Ordinal);

        third.Cancel();
        await third.Ended;
        Assert.Equal(JobState.Cancelled, third.State);
        proceed.Set();
        await Task.WhenAll(first.Ended, second.Ended);
        Assert.Equal(JobState.Done, second.State);
    }

    [Fact]
    public async Task A_cancelled_job_keeps_what_it_found()
    {
        using var reached = new SemaphoreSlim(0);
        using var proceed = new ManualResetEventSlim();
        var store = new MemoryEventStore(Events, 10) { BeforeRead = n => { if (n == 5) { reached.Release(); proceed.Wait(); } } };
        await using var manager = Manager(store, limits: null, new SearchLimits { Workers = 1 });
        var job = manager.Start("* | table n", Searching.Options());
        await reached.WaitAsync();

        Assert.InRange(job.Progress, 0.4, 0.6);
        Assert.NotEqual(0, (await job.PreviewAsync(1_000, CancellationToken.None)).Count);
        job.Cancel();
        proceed.Set();
        await job.Ended;

        Assert.Equal(JobState.Cancelled, job.State);
        Assert.Equal("n=99", Rows.Describe(job.ReadResults(0, 1).Batches)[0]);
    }

    [Fact]
    public async Task A_job_finished_early_is_done_with_what_was_read()
    {
        using var reached = new SemaphoreSlim(0);
        using var proceed = new ManualResetEventSlim();
        var store = new MemoryEventStore(Events, 10) { BeforeRead = n => { if (n == 5) { reached.Release(); proceed.Wait(); } } };
        await using var manager = Manager(store, limits: null, new SearchLimits { Workers = 1 });
        var job = manager.Start("* | stats count by index", Searching.Options());
        await reached.WaitAsync();

        job.FinishEarly();
        Assert.Equal(JobState.Finalizing, job.State);
        proceed.Set();
        await job.Ended;

        Assert.Equal(JobState.Done, job.State);
        Assert.Equal(["index=main count=60"], Rows.Describe(job.ReadResults(0, 10).Batches));
        job.FinishEarly();
        Assert.Equal(JobState.Done, job.State);
    }

    [Fact]
    public async Task A_job_goes_away_some_time_after_it_was_last_asked_for()
    {
        await using var manager = Manager(new MemoryEventStore(Events), new JobLimits { TimeToLive = TimeSpan.FromMinutes(10) });
        var job = manager.Start("*", Searching.Options());
        await job.Ended;

        clock.Advance(TimeSpan.FromMinutes(9));
        job.Touch();
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.True(manager.TryGet(job.Sid, out _));

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(manager.TryGet(job.Sid, out _));
        await EventuallyAsync(() => Record.Exception(() => job.ReadResults(0, 1)) is ObjectDisposedException);
    }

    [Fact]
    public async Task A_removed_job_is_cancelled_and_gone()
    {
        using var proceed = new ManualResetEventSlim();
        await using var manager = Manager(new MemoryEventStore(Events) { BeforeRead = _ => proceed.Wait() });
        var job = manager.Start("*", Searching.Options());

        Assert.True(manager.Remove(job.Sid));
        Assert.False(manager.Remove(job.Sid));
        proceed.Set();
        await job.Ended;

        Assert.Equal(JobState.Cancelled, job.State);
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_counted_and_cut_with_a_warning()
    {
        await using var manager = Manager(new MemoryEventStore(Events), limits: null, new SearchLimits { Workers = 2, ResultRowsMax = 25 });

        var job = manager.Start("*", Searching.Options());
        await job.Ended;

        Assert.Equal(25, job.ResultCount);
        Assert.Equal(100, job.EventCount);
        Assert.Contains("first 25", Assert.Single(job.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_hands_rows_on_and_ends_with_its_reader()
    {
        await using var manager = Manager(new MemoryEventStore(Events, 10), new JobLimits { RunningMax = 1 });
        var all = new List<string>();
        await foreach (var batch in manager.ExportAsync("* | table n", Searching.Options(), new SearchMessages(), CancellationToken.None))
        {
            all.AddRange(Rows.Describe([batch]));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"n={99 - i}"), all);

        await foreach (var batch in manager.ExportAsync("*", Searching.Options(), new SearchMessages(), CancellationToken.None))
        {
            Assert.NotEqual(0, batch.Count);
            break;
        }

        // The place is free again.
        var job = manager.Start("*", Searching.Options());
        await job.Ended;
        Assert.Equal(JobState.Done, job.State);
    }

    [Fact]
    public async Task An_export_that_fails_fails_its_reader()
    {
        await using var manager = Manager(new MemoryEventStore(Events) { BeforeRead = _ => throw new InvalidOperationException("broken") });

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var batch in manager.ExportAsync("*", Searching.Options(), new SearchMessages(), CancellationToken.None))
            {
                Assert.Fail($"{batch.Count} rows came before the failure");
            }
        });
    }

    [Fact]
    [Trait("Row", "STO-32")]
    public async Task No_search_starts_when_the_dispatch_directory_has_too_little_space()
    {
        var directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(directory, "1.left-behind"));
        try
        {
            var roomy = new DispatchDirectory(LocalDisk.Instance, directory, freeBytesMin: 1);
            Assert.Empty(Directory.GetDirectories(directory));
            await using var manager = new SearchJobManager(() => Searching.Environment(new MemoryEventStore(Events)), JobLimits.Default, clock, roomy);
            await manager.Start("*", Searching.Options()).Ended;

            var full = new DispatchDirectory(LocalDisk.Instance, directory, freeBytesMin: long.MaxValue);
            await using var blocked = new SearchJobManager(() => Searching.Environment(new MemoryEventStore(Events)), JobLimits.Default, clock, full);
            Assert.Contains("MB free", Assert.Throws<SearchRefusedException>(() => blocked.Start("*", Searching.Options())).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Yield();
        }
    }

    private SearchJobManager Manager(MemoryEventStore store, JobLimits? limits = null, SearchLimits? search = null) =>
        new(() => Searching.Environment(store, search, clock), limits ?? JobLimits.Default, clock, dispatch: null);
}
