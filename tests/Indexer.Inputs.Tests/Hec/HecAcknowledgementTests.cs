using System.Globalization;
using System.Net;
using System.Text.Json;
using Indexer.Inputs.Hec;
using Indexer.Inputs.Tests.Support;

namespace Indexer.Inputs.Tests.Hec;

public sealed class HecAcknowledgementTests
{
    private const string Event = "/services/collector/event";
    private const string Ack = "/services/collector/ack";
    private static readonly (string, string) OnChannel = ("X-Splunk-Request-Channel", HecServer.Channel.ToString());

    [Fact]
    public async Task Requests_are_numbered_per_channel_and_acknowledged_once_they_are_stored()
    {
        await using var server = await HecServer.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($$"""{"text":"Success","code":0,"ackId":{{i}}}""", (await server.PostAsync(Event, """{"event":"a"}""", HecServer.AckToken, OnChannel)).Body);
        }

        await WaitUntilAcknowledgedAsync(server, 0, 1, 2);
        Assert.Equal(3, server.Ingesting.Texts().Count);
        Assert.Equal("""{"acks":{"0":false,"7":false}}""", (await server.PostAsync(Ack, """{"acks":[0,7]}""", HecServer.AckToken, OnChannel)).Body);
    }

    [Fact]
    public async Task The_channel_may_stand_in_the_address()
    {
        await using var server = await HecServer.StartAsync();
        var answer = await server.PostAsync($"{Event}?channel={HecServer.Channel}", """{"event":"a"}""", HecServer.AckToken);
        Assert.Contains("\"ackId\":0", answer.Body);
    }

    [Theory]
    [InlineData(Event, HecServer.AckToken, null, 10)]
    [InlineData(Event, HecServer.AckToken, "not-a-guid", 11)]
    [InlineData(Ack, HecServer.AckToken, null, 10)]
    [InlineData(Ack, HecServer.AckToken, "not-a-guid", 11)]
    [InlineData(Ack, HecServer.Token, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", 14)]
    public async Task A_missing_or_wrong_channel_has_its_code(string path, string token, string? channel, int code)
    {
        await using var server = await HecServer.StartAsync();
        var headers = channel is null ? Array.Empty<(string, string)>() : [("X-Splunk-Request-Channel", channel)];
        var answer = await server.PostAsync(path, path == Ack ? """{"acks":[0]}""" : """{"event":"a"}""", token, headers);
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, answer.Body.Contains($"\"code\":{code}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"acks":1}""")]
    [InlineData("""{"acks":["a"]}""")]
    public async Task A_question_that_is_none_is_refused(string body)
    {
        await using var server = await HecServer.StartAsync();
        Assert.Contains("\"code\":6", (await server.PostAsync(Ack, body, HecServer.AckToken, OnChannel)).Body);
    }

    [Fact]
    public async Task Waiting_answers_when_the_events_are_stored_and_needs_no_question()
    {
        await using var server = await HecServer.StartAsync();

        var answer = await server.PostAsync(Event + "?ack=wait", """{"event":"a"}""", HecServer.AckToken, OnChannel);

        Assert.Equal("""{"text":"Success","code":0}""", answer.Body);
        Assert.Single(server.Ingesting.Texts());
    }

    [Fact]
    public async Task A_request_that_is_sent_again_under_its_number_is_acknowledged_again_and_stored_once()
    {
        await using var server = await HecServer.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event + "?ack=wait", """{"event":"a","time":1}{"event":"b","time":2}""", HecServer.AckToken, OnChannel, ("X-Indexer-Batch", "5"))).Status);
        }

        await server.PostAsync(Event + "?ack=wait", """{"event":"c","time":3}""", HecServer.AckToken, OnChannel, ("X-Indexer-Batch", "6"));
        Assert.Equal(["a", "b", "c"], server.Ingesting.Texts());
    }

    [Fact]
    public async Task A_large_request_that_is_sent_again_is_stored_once_although_it_is_stored_in_parts()
    {
        await using var server = await HecServer.StartAsync();
        var line = """{"event":""" + '"' + new string('x', 2_000) + '"' + ",\"time\":1}";
        var body = string.Concat(Enumerable.Repeat(line, 3 * HecUpload.PartBytes / 2 / line.Length));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event + "?ack=wait", body, HecServer.AckToken, OnChannel, ("X-Indexer-Batch", "1"))).Status);
        }

        Assert.Equal(body.Length / line.Length, server.Ingesting.Texts().Count);
    }

    [Theory]
    [InlineData("-1", 6)]
    [InlineData("x", 6)]
    public async Task A_number_that_is_none_is_refused(string number, int code)
    {
        await using var server = await HecServer.StartAsync();
        var answer = await server.PostAsync(Event, """{"event":"a"}""", HecServer.AckToken, OnChannel, ("X-Indexer-Batch", number));
        Assert.Contains($"\"code\":{code}", answer.Body);
    }

    [Fact]
    public void A_channel_has_a_limit_of_pending_acknowledgements_and_all_channels_have_one_together()
    {
        var limits = new HecChannelLimits(PendingMax: 3, PendingPerChannelMax: 2, ChannelsMax: 2, TimeSpan.FromSeconds(300));
        using var channels = new HecChannels(() => limits, TimeProvider.System);
        Assert.True(channels.TryOpen("t", Guid.NewGuid(), out var first));
        Assert.True(channels.TryOpen("t", Guid.NewGuid(), out var second));
        Assert.False(channels.TryOpen("t", Guid.NewGuid(), out _));

        Assert.Equal([0L, 1L, null], [first.TryBegin(), first.TryBegin(), first.TryBegin()]);
        Assert.Equal([0L, null], [second.TryBegin(), second.TryBegin()]);
        first.Stored(1);
        Assert.True(first.Ask(1));
        Assert.False(first.Ask(1));
        Assert.Equal(1, second.TryBegin());
    }

    [Fact]
    public void An_idle_channel_ends_with_its_acknowledgements()
    {
        var clock = new ManualClock();
        var limits = new HecChannelLimits(100, 100, 100, TimeSpan.FromSeconds(300));
        using var channels = new HecChannels(() => limits, clock);
        var id = Guid.NewGuid();
        Assert.True(channels.TryOpen("t", id, out var channel));
        var ackId = channel.TryBegin()!.Value;

        clock.Advance(TimeSpan.FromSeconds(299));
        channels.Sweep();
        Assert.Equal(1, channels.Count);
        clock.Advance(TimeSpan.FromSeconds(2));
        channels.Sweep();
        channel.Stored(ackId);

        Assert.Equal((0, 0L), (channels.Count, channels.Pending));
        Assert.True(channels.TryOpen("t", id, out var anew));
        Assert.False(anew.Ask(ackId));
    }

    [Fact]
    public async Task Storage_that_is_paused_is_busy_with_a_reason_and_acknowledges_nothing()
    {
        await using var server = await HecServer.StartAsync(change: options => options with { MinFreeSpaceBytes = long.MaxValue / 2 });

        var (status, body) = await server.PostAsync(Event, """{"event":"a"}""", HecServer.AckToken, OnChannel);
        using var health = await server.Client.GetAsync("/services/collector/health");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (status, health.StatusCode));
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(9, answer.RootElement.GetProperty("code").GetInt32());
        Assert.Contains("minFreeSpace", answer.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Events_beyond_the_budget_are_refused_as_busy_and_nothing_of_them_stays()
    {
        await using var server = await HecServer.StartAsync(budgetBytes: 1 << 20);
        var body = string.Concat(Enumerable.Repeat("""{"event":""" + '"' + new string('x', 5_000) + "\"}", 500));

        var answer = await server.PostAsync(Event, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("\"code\":9", answer.Body);
        Assert.Empty(server.Ingesting.Texts());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event, """{"event":"small"}""")).Status);
    }

    private static async Task WaitUntilAcknowledgedAsync(HecServer server, params long[] ids)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var missing = ids.ToHashSet();
        while (missing.Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            var (_, body) = await server.PostAsync(Ack, $$"""{"acks":[{{string.Join(',', missing.Select(id => id.ToString(CultureInfo.InvariantCulture)))}}]}""", HecServer.AckToken, OnChannel);
            using var answer = JsonDocument.Parse(body);
            missing.RemoveWhere(id => answer.RootElement.GetProperty("acks").GetProperty(id.ToString(CultureInfo.InvariantCulture)).GetBoolean());
        }
    }
}
