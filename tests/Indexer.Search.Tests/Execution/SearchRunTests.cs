using Indexer.Model;
using Indexer.Search.Execution;
using Indexer.Search.Planning;
using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Execution;

public sealed class SearchRunTests
{
    private static readonly TestEvent[] Access = TestEvent.Sequence(
        "GET /a status=200 user=ann",
        "GET /b status=404 user=bob error",
        "POST /a status=500 user=ann error",
        "{\"status\":200,\"user\":\"cy\",\"req\":{\"path\":\"/c\"}}",
        "GET /b status=200 user=bob");

    [Theory]
    [InlineData("error | table user", "user=ann|user=bob")]
    [InlineData("status=200 | table user", "user=bob|user=cy|user=ann")]
    [InlineData("status=200 NOT user=ann | table user", "user=bob|user=cy")]
    [InlineData("user=a* | table status", "status=500|status=200")]
    [InlineData("status>=404 OR user=cy | table status", "status=200|status=500|status=404")]
    [InlineData("req.path=\"/c\" | table user", "user=cy")]
    [InlineData("host=web-1 status=500 | table host, index, source, sourcetype, linecount", "host=web-1 index=main source=/var/log/app.log sourcetype=app linecount=1")]
    [InlineData("host=other", "")]
    [InlineData("* | head 2 | table status", "status=200|status=200")]
    [InlineData("* | stats count by user", "user=ann count=2|user=bob count=2|user=cy count=1")]
    [InlineData("* | stats first(user) as f, last(user) as l", "f=bob l=ann")]
    [InlineData("error | stats count", "count=2")]
    [InlineData("nothing | stats count", "count=0")]
    [InlineData("nothing | timechart span=1m count", "")]
    [InlineData("* | where status>300 | eval s=status/100 | table s", "s=5|s=4.04")]
    [InlineData("* | dedup user | table user, status", "user=bob status=200|user=cy status=200|user=ann status=500")]
    [InlineData("* | sort user, status | table user, status", "user=ann status=200|user=ann status=500|user=bob status=200|user=bob status=404|user=cy status=200")]
    [InlineData("* | tail 1 | table user", "user=ann")]
    [InlineData("GET | table _raw", "_raw=GET~/b~status=200~user=bob|_raw=GET~/b~status=404~user=bob~error|_raw=GET~/a~status=200~user=ann")]
    [InlineData("latest=1767225602 | table user", "user=bob|user=ann")]
    public async Task Searches_find_events_newest_first(string search, string expected)
    {
        foreach (var unitEvents in new[] { 1, 2, 100 })
        {
            var (rows, _, _) = await Searching.RunAsync(search, new MemoryEventStore(Access, unitEvents));

            Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), rows);
        }
    }

    [Fact]
    public async Task Events_of_overlapping_units_come_in_order()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 300)
                .Select(i => new TestEvent(EventTime.FromSeconds(random.Next(50)), $"n={i}") { Index = random.Next(2) == 0 ? "main" : "web" }).ToArray();
            var store = new MemoryEventStore(events, random.Next(1, 40));

            var (rows, messages, statistics) = await Searching.RunAsync("index=* | where n!=7 | table _time, n", store, new SearchLimits { Workers = random.Next(1, 5) });

            var times = rows.Select(row => int.Parse(row["_time=".Length..row.IndexOf(' ', StringComparison.Ordinal)])).ToArray();
            Assert.Equal(299, rows.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(times.OrderDescending(), times);
            Assert.Equal(300, statistics.MatchedEvents);
            Assert.Empty(messages.Snapshot());

            // The same search gives the same order again, whatever the workers do.
            var (again, _, _) = await Searching.RunAsync("index=* | where n!=7 | table _time, n", store, new SearchLimits { Workers = 4 });
            Assert.Equal(rows, again);
        }
    }

    [Fact]
    public async Task Head_stops_reading_when_it_has_enough()
    {
        var events = TestEvent.Sequence([.. Enumerable.Range(0, 1_000).Select(i => $"n={i}")]);
        var store = new MemoryEventStore(events, 10) { BeforeRead = _ => { } };

        var (rows, _, statistics) = await Searching.RunAsync("* | head 15 | table n", store, new SearchLimits { Workers = 2 });

        Assert.Equal(Enumerable.Range(0, 15).Select(i => $"n={999 - i}"), rows);
        Assert.InRange(store.Reads, 2, 4);
        Assert.Equal(100, statistics.Units);
    }

    [Theory]
    [InlineData("error | stats count", true)]
    [InlineData("error | stats count as n, count", true)]
    [InlineData("error host=web* | timechart span=1h count", true)]
    [InlineData("error | timechart count", true)]
    [InlineData("error | stats count by host", false)]
    [InlineData("error | stats count(status)", false)]
    [InlineData("status=404 | stats count", false)]
    [InlineData("error | where status>1 | stats count", false)]
    public async Task What_an_index_can_count_is_not_read(string search, bool counted)
    {
        var store = new MemoryEventStore(Access);

        var (rows, _, statistics) = await Searching.RunAsync(search, store);

        Assert.NotEmpty(rows);
        Assert.Equal(counted, statistics.IsCountedByIndex);
        Assert.Equal(counted ? 1 : 0, store.Counts);
        Assert.Equal(counted ? 0 : 1, Math.Min(1, statistics.Units));
    }

    [Theory]
    [InlineData("error | timechart span=1h count")]
    [InlineData("error | timechart count")]
    [InlineData("error | timechart span=1d count")]
    [InlineData("error | timechart span=7s count")]
    [InlineData("error | timechart span=1mon count as n, count")]
    [InlineData("error | stats count")]
    public async Task Counted_by_index_or_by_reading_is_the_same(string search)
    {
        var random = new Random(3);
        var events = Enumerable.Range(0, 300).Select(i => new TestEvent(EventTime.FromSeconds(TestEvent.Start + random.Next(40_000)), i % 3 == 0 ? "error" : "fine")).ToArray();
        foreach (var zone in new[] { "UTC", "Asia/Kathmandu", "Europe/Berlin" })
        {
            var options = new SearchOptions { Context = Searching.Context with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) } };
            var store = new MemoryEventStore(events);
            var (counted, _, statistics) = await Searching.RunAsync(search, store, options: options);
            Assert.True(statistics.IsCountedByIndex);

            // An expression that always holds makes it read.
            var (read, _, _) = await Searching.RunAsync(search.Replace("error |", "error | where 1=1 |", StringComparison.Ordinal), store, options: options);
            Assert.Equal(read, counted);
        }
    }

    [Fact]
    public async Task Rejected_rows_do_not_count_as_matches_and_bars_hold_only_matches()
    {
        var sink = new CollectingSink();
        var options = Searching.Options() with { CollectTimeline = true };
        var run = new SearchRun(SearchPlanner.Plan("status=200 | where user=\"ann\"", options), Searching.Environment(new MemoryEventStore(Access)), sink, new SearchMessages());

        await run.RunAsync(CancellationToken.None);

        Assert.Equal(3, run.Statistics.MatchedEvents);
        Assert.Single(Rows.Describe(sink.Batches));
        Assert.Equal([(0L, 1L), (3L, 1L), (4L, 1L)], run.TimelineBuckets.Select(bar => (bar.Start.Seconds - TestEvent.Start, bar.Count)));
    }

    [Fact]
    public async Task A_timeline_of_counted_events_is_that_of_read_ones()
    {
        var events = Enumerable.Range(0, 500).Select(i => new TestEvent(EventTime.FromSeconds(TestEvent.Start + (i * 97)), i % 2 == 0 ? "error" : "fine")).ToArray();
        var options = Searching.Options() with { CollectTimeline = true };
        var timelines = new List<IReadOnlyList<TimelineBucket>>();
        foreach (var search in new[] { "error | stats count", "error | timechart span=7m count", "error | head 1000" })
        {
            var run = new SearchRun(SearchPlanner.Plan(search, options), Searching.Environment(new MemoryEventStore(events)), new CollectingSink(), new SearchMessages());
            await run.RunAsync(CancellationToken.None);
            timelines.Add(run.TimelineBuckets);
        }

        Assert.Equal(250, timelines[0].Sum(bar => bar.Count));
        Assert.All(timelines, timeline => Assert.Equal(timelines[0], timeline));
    }

    [Fact]
    public async Task A_unit_that_cannot_be_read_is_told_and_the_rest_is_served()
    {
        var store = new MemoryEventStore(Access, 1) { BeforeRead = n => { if (n == 2) { throw new IOException("disk gone"); } } };

        var (rows, messages, _) = await Searching.RunAsync("* | table user", store);

        Assert.Equal(4, rows.Length);
        Assert.Contains("disk gone", Assert.Single(messages.Snapshot()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_ends_the_search_and_is_the_one_that_is_seen()
    {
        var store = new MemoryEventStore(Access, 1) { BeforeRead = n => { if (n == 2) { throw new InvalidOperationException("broken"); } } };

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Searching.RunAsync("*", store));
        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public async Task A_search_in_an_index_that_is_not_there_says_so()
    {
        var (rows, messages, _) = await Searching.RunAsync("index=nowhere", new MemoryEventStore(Access));

        Assert.Empty(rows);
        Assert.Equal("there is no index 'nowhere'", Assert.Single(messages.Snapshot()).Text);
    }

    [Fact]
    public async Task Cancelling_ends_a_search_in_the_middle()
    {
        using var cancel = new CancellationTokenSource();
        var events = TestEvent.Sequence([.. Enumerable.Range(0, 1_000).Select(i => $"n={i}")]);
        var store = new MemoryEventStore(events, 1) { BeforeRead = CancelAtTwenty };
        var run = new SearchRun(SearchPlanner.Plan("* | stats count by n", Searching.Options()), Searching.Environment(store), new CollectingSink(), new SearchMessages());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(cancel.Token));
        Assert.InRange(store.Reads, 20, 25);

        void CancelAtTwenty(int read)
        {
            if (read == 20)
            {
                cancel.Cancel();
            }
            else if (read > 20)
            {
                cancel.Token.WaitHandle.WaitOne();
            }
        }
    }

    [Theory]
    [InlineData("* | stats count by user")]
    [InlineData("* | sort user | table user, _time")]
    [InlineData("* | timechart span=1s count by user | fields - _span")]
    public async Task A_preview_shows_what_the_events_so_far_make_and_changes_nothing(string search)
    {
        using var reached = new SemaphoreSlim(0);
        using var proceed = new ManualResetEventSlim();
        var store = new MemoryEventStore(Access, 1)
        {
            BeforeRead = n =>
            {
                if (n == 3)
                {
                    reached.Release();
                    proceed.Wait();
                }
            },
        };
        var sink = new CollectingSink();
        var environment = Searching.Environment(store, new SearchLimits { Workers = 1 });
        var run = new SearchRun(SearchPlanner.Plan(search, Searching.Options()), environment, sink, new SearchMessages());
        var running = run.RunAsync(CancellationToken.None);
        await reached.WaitAsync();

        var preview = Rows.Describe(await run.PreviewAsync(100, CancellationToken.None));
        var again = Rows.Describe(await run.PreviewAsync(1, CancellationToken.None));
        proceed.Set();
        await running;

        var (ofNewest, _, _) = await Searching.RunAsync(search, new MemoryEventStore(Access[2..]));
        var (ofAll, _, _) = await Searching.RunAsync(search, new MemoryEventStore(Access));
        Assert.Equal(ofNewest, preview);
        Assert.Equal(ofNewest[..1], again);
        Assert.Equal(ofAll, Rows.Describe(sink.Batches));
    }

    [Fact]
    public async Task A_search_finished_early_has_the_result_of_what_was_read()
    {
        SearchRun? run = null;
        var store = new MemoryEventStore(Access, 1) { BeforeRead = n => { if (n == 1) { run!.FinishEarly(); } } };
        var sink = new CollectingSink();
        var messages = new SearchMessages();
        run = new SearchRun(SearchPlanner.Plan("* | stats count by user", Searching.Options()), Searching.Environment(store, new SearchLimits { Workers = 1 }), sink, messages);

        await run.RunAsync(CancellationToken.None);

        Assert.Equal(["user=bob count=1", "user=cy count=1"], Rows.Describe(sink.Batches));
        Assert.Contains("finished early", Assert.Single(messages.Snapshot()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_over_its_time_ends_with_what_it_has_and_says_so()
    {
        var clock = new ManualClock();
        var store = new MemoryEventStore(Access, 1) { BeforeRead = _ => clock.Advance(TimeSpan.FromSeconds(1)) };
        var sink = new CollectingSink();
        var messages = new SearchMessages();
        var environment = Searching.Environment(store, new SearchLimits { Workers = 1, ElapsedMax = TimeSpan.FromSeconds(2.5) }, clock);

        await new SearchRun(SearchPlanner.Plan("* | stats count by index", Searching.Options()), environment, sink, messages).RunAsync(CancellationToken.None);

        Assert.Equal(["index=main count=3"], Rows.Describe(sink.Batches));
        Assert.Contains(messages.Snapshot(), message => message.Text.Contains("time limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_wait_too_long_for_their_turn_go_early_with_a_warning()
    {
        var random = new Random(5);
        var events = Enumerable.Range(0, 2_000).Select(i => new TestEvent(EventTime.FromSeconds(random.Next(100_000)), $"n={i}")).ToArray();

        var (rows, messages, _) = await Searching.RunAsync("* | table n", new MemoryEventStore(events, 50), new SearchLimits { Workers = 2, ReorderBytesMax = 20_000 });

        Assert.Equal(2_000, rows.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("out of order", Assert.Single(messages.Snapshot()).Text, StringComparison.Ordinal);
    }
}
