using Indexer.Client;

namespace Indexer.Cli.Tests.Node;

/// <summary>The sender of the SDK against a node that dies.</summary>
public sealed class ForwardingTests : IAsyncLifetime
{
    private const int Events = 3_000;

    private readonly RealNode node = new();

    public Task InitializeAsync() => node.InitializeAsync();

    public Task DisposeAsync() => node.DisposeAsync();

    [Fact]
    [Trait("Row", "FWD-15")]
    public async Task Every_event_is_there_once_though_the_node_is_killed_while_it_takes_them()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var client = new IndexerClient(node.Management);
        var token = await client.Inputs.AddHttpTokenAsync("forwarding", "main", useAcknowledgements: true, deadline.Token);
        await using var sender = new HecSender(new HecSenderOptions
        {
            Addresses = [node.Collector],
            Token = token.Token,
            BlockBytes = 2 << 10,
            MaxDelay = TimeSpan.FromMilliseconds(20),
            AcknowledgementPollInterval = TimeSpan.FromMilliseconds(20),
            MaxBackoff = TimeSpan.FromMilliseconds(200),
        });
        var halfway = new TaskCompletionSource();
        var sends = Task.Run(async () =>
        {
            for (var i = 0; i < Events; i++)
            {
                await sender.SendAsync(new HecEvent($"forwarded number={i}") { SourceType = "forwarded" }, deadline.Token);
                if (i == Events / 2)
                {
                    halfway.SetResult();
                }
            }
        }, deadline.Token);

        await halfway.Task;
        await node.KillAsync();
        await node.StartAsync();
        await sends;
        await sender.FlushAsync(deadline.Token);

        // A kill takes the node's memory of its hot buckets, not their events: rolling waits until they are back.
        await client.Indexes.RollHotBucketsAsync("main", deadline.Token);
        var rows = await WhenRecoveredAsync(client, deadline.Token);
        Assert.Equal(Enumerable.Range(0, Events), rows.Order());
        Assert.True(sender.Statistics.Resends > 0, "the node died too late to matter");
        Assert.Equal(Events, sender.Statistics.Delivered);
    }

    // A search says so while buckets of the last run are still being recovered.
    private static async Task<List<int>> WhenRecoveredAsync(IndexerClient client, CancellationToken cancellation)
    {
        while (true)
        {
            var search = client.SearchAsync(new SearchRequest("index=main sourcetype=forwarded | table number"));
            var numbers = await search.Select(row => int.Parse(row["number"]!)).ToListAsync(cancellation);
            if (search.Messages.Count == 0)
            {
                return numbers;
            }
        }
    }
}
