using System.Text.Json;

namespace Indexer.Client.Tests.Forwarding;

public sealed class HecSenderTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Shelf shelf = new();
    private readonly CancellationTokenSource deadline = new(Deadline);
    private readonly List<Collector> collectors = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var collector in collectors)
        {
            await collector.DisposeAsync();
        }

        deadline.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [Trait("Row", "FWD-15")]
    public async Task Whatever_fails_every_event_is_stored_once_under_one_number(int seed, int count)
    {
        var faults = new SeededFaults(seed);
        var nodes = new List<Uri>();
        for (var i = 0; i < count; i++)
        {
            var collector = await StartCollectorAsync();
            collector.NextFault = faults.Next;
            nodes.Add(collector.Address);
        }

        await using var sender = new HecSender(Options(nodes) with { SwitchInterval = TimeSpan.FromMilliseconds(50) });
        for (var i = 0; i < 2_000; i++)
        {
            await sender.SendAsync(new HecEvent($"event {i}"), deadline.Token);
        }

        await sender.FlushAsync(deadline.Token);

        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"event {i}"), shelf.Events.Select(Text));
        Assert.Equal(2_000, sender.Statistics.Delivered);
        Assert.Equal(0, sender.Statistics.QueuedBytes);
        foreach (var repeated in shelf.Requests.GroupBy(request => request.Number))
        {
            Assert.All(repeated, request => Assert.Equal(repeated.First().Events, request.Events));
        }

        Assert.True(sender.Statistics.Resends > 0, "no fault took effect");
    }

    [Fact]
    [Trait("Row", "FWD-15")]
    public async Task A_collector_that_starts_anew_has_forgotten_its_promises_and_gets_the_blocks_again()
    {
        var collector = await StartCollectorAsync();
        collector.StoresAtOnce = false;
        await using var sender = new HecSender(Options([collector.Address]) with { AcknowledgementTimeout = TimeSpan.FromMinutes(10) });
        await sender.SendAsync(new HecEvent("before"), deadline.Token);
        var lost = sender.FlushAsync(deadline.Token);
        await shelf.FirstRequest;
        Assert.False(lost.IsCompleted);

        collector.Restart();
        await sender.SendAsync(new HecEvent("after"), deadline.Token);
        await sender.FlushAsync(deadline.Token);

        await lost;
        Assert.Equal(["before", "after"], shelf.Events.Select(Text));
    }

    [Fact]
    [Trait("Row", "FWD-19")]
    public async Task A_node_that_is_down_is_passed_over_at_once()
    {
        var gone = await StartCollectorAsync();
        await gone.DisposeAsync();
        var collector = await StartCollectorAsync();
        var options = Options([gone.Address, collector.Address]) with { SwitchInterval = TimeSpan.FromHours(1), FirstBackoff = TimeSpan.FromHours(1), MaxBackoff = TimeSpan.FromHours(1) };
        await using var sender = new HecSender(options);

        await sender.SendAsync(new HecEvent("hello"), deadline.Token);
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(["hello"], shelf.Events.Select(Text));
    }

    [Fact]
    [Trait("Row", "FWD-17")]
    [Trait("Row", "FWD-20")]
    public async Task Several_collectors_share_the_load_and_together_have_all_of_it()
    {
        var first = await StartCollectorAsync();
        var second = await StartCollectorAsync();
        await using var sender = new HecSender(Options([first.Address, second.Address]) with { SwitchInterval = TimeSpan.FromTicks(1) });
        for (var i = 0; i < 500; i++)
        {
            await sender.SendAsync(new HecEvent($"event {i}"), deadline.Token);
        }

        await sender.FlushAsync(deadline.Token);

        Assert.Equal(500, shelf.Events.Count);
        Assert.Equal(2, shelf.Requests.Select(request => request.Collector).Distinct().Count());
    }

    [Fact]
    [Trait("Row", "FWD-11")]
    [Trait("Row", "FWD-14")]
    public async Task Other_blocks_go_on_while_one_waits_and_memory_is_given_back_with_the_acknowledgement()
    {
        var collector = await StartCollectorAsync();
        var isFirst = 1;
        collector.NextFault = () => Interlocked.Exchange(ref isFirst, 0) == 1 ? Fault.Silent : Fault.None;
        await using var sender = new HecSender(Options([collector.Address]) with { AcknowledgementTimeout = TimeSpan.FromMilliseconds(500) });
        await sender.SendAsync(new HecEvent("waits"), deadline.Token);
        var flushed = sender.FlushAsync(deadline.Token);
        await shelf.FirstRequest;

        await sender.SendAsync(new HecEvent("overtakes"), deadline.Token);
        await flushed;
        await sender.FlushAsync(deadline.Token);

        Assert.Equal([1L, 2L, 1L], shelf.Requests.Select(request => request.Number));
        Assert.Equal(0, sender.Statistics.QueuedBytes);
    }

    [Fact]
    [Trait("Row", "FWD-08")]
    public async Task A_full_queue_makes_the_caller_wait_until_there_is_room()
    {
        var collector = await StartCollectorAsync();
        var open = new TaskCompletionSource();
        collector.Gate = open.Task;
        await using var sender = new HecSender(Options([collector.Address]) with { MaxQueueBytes = 64 << 10 });
        var large = new HecEvent(new string('x', 30_000));
        await sender.SendAsync(large, deadline.Token);
        await sender.SendAsync(large, deadline.Token);

        var waits = sender.SendAsync(large, deadline.Token).AsTask();
        Assert.False(waits.IsCompleted);
        open.SetResult();
        await waits;
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(3, sender.Statistics.Delivered);
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_takes_no_room()
    {
        var collector = await StartCollectorAsync();
        var open = new TaskCompletionSource();
        collector.Gate = open.Task;
        await using var sender = new HecSender(Options([collector.Address]) with { MaxQueueBytes = 64 << 10 });
        await sender.SendAsync(new HecEvent(new string('x', 60_000)), deadline.Token);
        using var impatience = new CancellationTokenSource();
        var waits = sender.SendAsync(new HecEvent(new string('y', 60_000)), impatience.Token).AsTask();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        open.SetResult();
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(0, sender.Statistics.QueuedBytes);
        Assert.Equal(1, sender.Statistics.Taken);
    }

    [Fact]
    public async Task An_event_that_is_refused_is_reported_and_its_neighbours_arrive()
    {
        var collector = await StartCollectorAsync();
        var refusals = new List<HecRefusal>();
        await using var sender = new HecSender(Options([collector.Address]) with { BlockBytes = 64 << 10, Refused = refusals.Add });
        await sender.SendAsync(new HecEvent("first"), deadline.Token);
        await sender.SendAsync(new HecEvent("lost") { Index = "unknown" }, deadline.Token);
        await sender.SendAsync(new HecEvent("last"), deadline.Token);
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(["first", "last"], shelf.Events.Select(Text));
        var refusal = Assert.Single(refusals);
        Assert.Equal((7, 1), (refusal.Code, refusal.Count));
        Assert.Contains("index 'unknown' does not exist", refusal.Text);
        Assert.Contains("lost", System.Text.Encoding.UTF8.GetString(refusal.Events.Span));
        Assert.Equal(0, sender.Statistics.QueuedBytes);
    }

    [Fact]
    public async Task A_token_without_acknowledgements_is_an_error_where_they_are_asked_for()
    {
        var collector = await StartCollectorAsync();
        collector.HasAcknowledgements = false;
        await using var sender = new HecSender(Options([collector.Address]));
        await sender.SendAsync(new HecEvent("hello"), deadline.Token);

        var error = await Assert.ThrowsAsync<IndexerException>(() => sender.FlushAsync(deadline.Token));
        Assert.Contains("useACK = true", error.Message);
        await Assert.ThrowsAsync<IndexerException>(() => sender.SendAsync(new HecEvent("more"), deadline.Token).AsTask());
    }

    [Fact]
    public async Task Without_acknowledgements_success_is_enough()
    {
        var collector = await StartCollectorAsync();
        collector.HasAcknowledgements = false;
        await using var sender = new HecSender(Options([collector.Address]) with { UseAcknowledgements = false, Gzip = false });
        await sender.SendAsync(new HecEvent("hello"), deadline.Token);
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(1, sender.Statistics.Delivered);
    }

    [Fact]
    public async Task Ending_a_sender_ends_those_who_wait_for_it()
    {
        var collector = await StartCollectorAsync();
        collector.NextFault = () => Fault.Busy;
        var sender = new HecSender(Options([collector.Address]) with { MaxQueueBytes = 64 << 10 });
        await sender.SendAsync(new HecEvent(new string('x', 60_000)), deadline.Token);
        var sends = sender.SendAsync(new HecEvent(new string('y', 60_000)), deadline.Token).AsTask();
        var flushes = sender.FlushAsync(deadline.Token);

        await sender.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sends);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flushes);
    }

    [Fact]
    [Trait("Row", "FWD-08")]
    [Trait("Row", "FWD-11")]
    [Trait("Row", "FWD-17")]
    public void Defaults_are_the_documented_ones()
    {
        var options = new HecSenderOptions { Addresses = [], Token = "" };

        Assert.Equal((7 << 20, 64 << 10, TimeSpan.FromSeconds(30)), (options.MaxQueueBytes, options.BlockBytes, options.SwitchInterval));
        Assert.DoesNotContain("secret", (options with { Token = "secret" }).ToString());
    }

    [Fact]
    public async Task An_event_carries_all_it_was_given()
    {
        var collector = await StartCollectorAsync();
        await using var sender = new HecSender(Options([collector.Address]));
        var source = HecEvent.FromJson("""{"level":"warn","n":1.50}"""u8.ToArray()) with
        {
            Time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123).AddTicks(4567),
            Host = "web-1",
            Source = "/var/log/app.log",
            SourceType = "app",
            Index = "main",
            Fields = new Dictionary<string, string> { ["zone"] = "a\"b" },
        };
        await sender.SendAsync(source, deadline.Token);
        await sender.FlushAsync(deadline.Token);

        Assert.Equal(
            """{"time":1700000000.1234567,"host":"web-1","source":"/var/log/app.log","sourcetype":"app","index":"main","event":{"level":"warn","n":1.50},"fields":{"zone":"a\u0022b"}}""",
            Assert.Single(shelf.Events));
        await Assert.ThrowsAnyAsync<JsonException>(() => sender.SendAsync(HecEvent.FromJson("{"u8.ToArray()), deadline.Token).AsTask());
        Assert.Equal(0, sender.Statistics.QueuedBytes);
    }

    private async Task<Collector> StartCollectorAsync()
    {
        var collector = await Collector.StartAsync(shelf);
        collectors.Add(collector);
        return collector;
    }

    // Small blocks and short times: many blocks, many faults, a quick test.
    private static HecSenderOptions Options(IReadOnlyList<Uri> addresses) => new()
    {
        Addresses = addresses,
        Token = Collector.Token,
        BlockBytes = 1 << 10,
        MaxDelay = TimeSpan.FromMilliseconds(20),
        AcknowledgementPollInterval = TimeSpan.FromMilliseconds(10),
        AcknowledgementTimeout = TimeSpan.FromMilliseconds(300),
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        MaxBackoff = TimeSpan.FromMilliseconds(10),
    };

    private static string Text(string envelope)
    {
        using var json = JsonDocument.Parse(envelope);
        return json.RootElement.GetProperty("event").GetString()!;
    }

    private sealed class SeededFaults(int seed)
    {
        private readonly Random random = new(seed);

        public Fault Next()
        {
            lock (random)
            {
                return random.Next(3) == 0 ? (Fault)random.Next(1, 5) : Fault.None;
            }
        }
    }
}
