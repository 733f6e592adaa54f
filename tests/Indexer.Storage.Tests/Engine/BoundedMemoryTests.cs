using System.Text;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>Events that are made to fill the memory fill buckets instead.</summary>
public sealed class BoundedMemoryTests
{
    [Fact]
    public async Task A_bucket_whose_events_have_too_many_shapes_rolls()
    {
        await using var node = await new EngineNode(new FaultDisk(), templatesMax: 20).OpenAsync();
        for (var batch = 0; batch < 40; batch++)
        {
            await AppendAsync(node, "host", $"shape {Letters(batch)} alpha", $"shape {Letters(batch)} alpha", $"shape {Letters(batch)} alpha");
        }

        await node.RollAsync();
        Assert.InRange(node.Directories(BucketStage.Warm).Count, 2, 10);
        Assert.Equal(120, node.Search().Texts.Count);
        Assert.Equal(3, node.Count(Letters(7)).Count);
    }

    [Fact]
    [Trait("Row", "BKT-36")]
    public async Task A_bucket_with_more_origins_than_maxMetaEntries_rolls()
    {
        var node = new EngineNode(new FaultDisk());
        node.Main = node.Main with { MaxMetaEntries = 5 };
        await using var open = await node.OpenAsync();
        for (var host = 0; host < 20; host++)
        {
            await AppendAsync(node, $"host{host}", "an event");
        }

        await node.RollAsync();
        Assert.InRange(node.Directories(BucketStage.Warm).Count, 3, 4);
        Assert.Equal(20, node.Search().Texts.Count);
    }

    private static async Task AppendAsync(EngineNode node, string host, params string[] texts)
    {
        using var builder = new EventBatchBuilder();
        foreach (var text in texts)
        {
            builder.Add(EventTime.FromDateTimeOffset(node.Time.GetUtcNow()), new EventOrigin(host, "s", "t"), Encoding.UTF8.GetBytes(text));
        }

        await node.Service.AppendAsync(IndexName.Main, builder.Build(), BatchId.None, CancellationToken.None);
    }

    private static string Letters(int number) => string.Concat(number.ToString("D3").Select(digit => (char)('a' + digit - '0')));
}
