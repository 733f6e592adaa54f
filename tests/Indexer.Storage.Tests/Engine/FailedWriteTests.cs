using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Engine;

/// <summary>A disk that is full or fails for a while costs nothing that was acknowledged.</summary>
public sealed class FailedWriteTests
{
    private const int EventsPerBatch = 5;

    [Fact]
    public async Task A_disk_that_gets_full_in_the_middle_of_a_roll_delays_the_roll_and_loses_nothing()
    {
        var failed = 0;
        for (var room = 0; room < 9000; room += 173)
        {
            var disk = new FaultDisk();
            await using var node = await new EngineNode(disk).OpenAsync();
            await node.AppendAsync("a", EventsPerBatch);
            await node.AppendAsync("b", EventsPerBatch);
            disk.CapacityBytes = disk.UsedBytes + room;

            await node.RollAsync();
            failed += node.Service.Statuses[0].Warm.Buckets == 0 ? 1 : 0;
            var during = node.Search();
            Assert.True(during.Texts.Count == 2 * EventsPerBatch || during.Warnings.Count > 0, $"{room} bytes: {during.Texts.Count} events and no warning");

            disk.CapacityBytes = long.MaxValue;
            await node.HousekeepAsync();
            await node.Service.Recovered;
            await node.AppendAsync("c", EventsPerBatch);

            AssertFound(node, ["a", "b", "c"], $"{room} bytes of room");
            Assert.Equal(1, node.Service.Statuses[0].Warm.Buckets);
        }

        Assert.InRange(failed, 3, 50);
    }

    [Fact]
    public async Task A_bucket_whose_slices_cannot_be_written_refuses_batches_with_the_cause_and_is_made_again_from_its_journal()
    {
        var disk = new FailingWrites(new FaultDisk(), "/rawdata/");
        await using var node = await new EngineNode(disk).OpenAsync();
        await node.AppendAsync("a", EventsPerBatch);
        disk.IsFailing = true;

        var acknowledged = new List<string> { "a" };
        Exception? refusal = null;
        for (var batch = 0; batch < 200 && refusal is null; batch++)
        {
            refusal = await Record.ExceptionAsync(() => node.AppendAsync($"b{batch}", EventsPerBatch).AsTask());
            if (refusal is null)
            {
                acknowledged.Add($"b{batch}");
            }
        }

        Assert.Contains("because a test wants it so", refusal!.Message, StringComparison.Ordinal);
        disk.IsFailing = false;
        await node.AppendAsync("c", EventsPerBatch);
        await node.RollAsync();
        await node.HousekeepAsync();
        await node.Service.Recovered;

        AssertFound(node, [.. acknowledged, "c"], "slices that could not be written");
        Assert.Equal((0, 2), (node.Service.Statuses[0].Unserved.Count, node.Service.Statuses[0].Warm.Buckets));
    }

    [Fact]
    public async Task A_batch_that_no_journal_takes_is_refused_and_its_bucket_goes_on()
    {
        await using var node = await new EngineNode(new FaultDisk()).OpenAsync();
        await node.AppendAsync("a", EventsPerBatch);
        var bucket = node.Directories(BucketStage.Hot).Single();

        using var builder = new EventBatchBuilder();
        builder.Add(EventTime.FromDateTimeOffset(node.Time.GetUtcNow()), new EventOrigin("h", "s", "t"), new byte[IndexStore.BatchBytesMax]);
        var refusal = await Assert.ThrowsAsync<BatchTooLargeException>(() => node.Service.AppendAsync(IndexName.Main, builder.Build(), BatchId.None, CancellationToken.None).AsTask());

        Assert.True(refusal.Bytes > refusal.BytesMax);
        await node.AppendAsync("b", EventsPerBatch);
        Assert.Equal(bucket, node.Directories(BucketStage.Hot).Single());
        AssertFound(node, ["a", "b"], "a batch that was too large");
    }

    [Fact]
    public async Task A_huge_event_is_stored_found_and_sealed()
    {
        await using var node = await new EngineNode(new FaultDisk()).OpenAsync();
        var raw = new byte[20 << 20];
        new Random(1).NextBytes(raw);
        " needle-in-the-stack "u8.CopyTo(raw.AsSpan(12_345_678));
        using var builder = new EventBatchBuilder();
        builder.Add(EventTime.FromDateTimeOffset(node.Time.GetUtcNow()), new EventOrigin("h", "s", "t"), raw);
        await node.Service.AppendAsync(IndexName.Main, builder.Build(), BatchId.None, CancellationToken.None);
        await node.AppendAsync("a", EventsPerBatch);

        Assert.Equal(1, node.Count("needle-in-the-stack").Count);
        await node.RollAsync();
        Assert.Equal(1, node.Count("needle-in-the-stack").Count);
        Assert.Equal(1, node.Count("*in-the-st*").Count);
    }

    private static void AssertFound(EngineNode node, IEnumerable<string> batches, string where)
    {
        var (texts, warnings) = node.Search();
        var expected = batches.SelectMany(batch => EngineNode.Texts(batch, EventsPerBatch)).Order(StringComparer.Ordinal);
        Assert.True(expected.SequenceEqual(texts.Order(StringComparer.Ordinal), StringComparer.Ordinal), $"{where}: {string.Join('\n', texts)}\n{string.Join('\n', warnings)}\n{string.Join('\n', node.Log.Lines)}");
    }
}
