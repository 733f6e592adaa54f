using System.Globalization;
using Indexer.Client;

namespace Indexer.Node.Tests;

public sealed class CrashTests
{
    private static int Cycles => int.Parse(Environment.GetEnvironmentVariable("INDEXER_KILL_CYCLES") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_node_that_is_killed_again_and_again_has_every_event_once()
    {
        using var home = NodeHome.Create();
        var random = new Random(20260102);
        await using var sender = new HecSender(new HecSenderOptions
        {
            Addresses = [home.Collector],
            Token = NodeHome.AckToken,
            BlockBytes = 8 << 10,
            Concurrency = 4,
            MaxDelay = TimeSpan.FromMilliseconds(20),
            MaxBackoff = TimeSpan.FromMilliseconds(500),
            AcknowledgementPollInterval = TimeSpan.FromMilliseconds(50),
        });
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(sender, enough.Token);

        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            await using var node = await NodeProcess.StartAsync(home);
            await DeliveredAsync(sender, more: 500 + random.Next(3_000));
            await node.KillAsync();
        }

        await using var last = await NodeProcess.StartAsync(home);
        await enough.CancelAsync();
        var sent = await sending;
        await sender.FlushAsync().WaitAsync(TimeSpan.FromMinutes(2));

        using var client = new IndexerClient(home.Management);
        await RecoveredAsync(client);
        var texts = await client.TextsAsync("search kill | table _raw");
        Assert.Equal(0, sender.Statistics.Refused);
        Assert.Equal(Enumerable.Range(0, sent).Select(TextOf), texts.Order(StringComparer.Ordinal));
    }

    private static string TextOf(int number) => $"kill {number.ToString("D8", CultureInfo.InvariantCulture)}";

    private static async Task<int> SendAsync(HecSender sender, CancellationToken enough)
    {
        var number = 0;
        try
        {
            while (!enough.IsCancellationRequested)
            {
                await sender.SendAsync(new HecEvent(TextOf(number)), enough);
                number++;
                if (number % 50 == 0)
                {
                    await Task.Delay(1, enough);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The event that waited for room was not taken.
        }

        return number;
    }

    private static async Task DeliveredAsync(HecSender sender, int more)
    {
        var wanted = sender.Statistics.Delivered + more;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (sender.Statistics.Delivered < wanted)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private static async Task RecoveredAsync(IndexerClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.Indexes.GetAsync("main", patience.Token)).Messages.Count > 0)
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
