using System.Text;
using Indexer.Grains.Buckets;
using Indexer.Grains.Indexes;
using Indexer.Grains.Tests.Conformance;
using Indexer.Model;

namespace Indexer.Grains.Tests.Grains;

[Collection(EngineCollection.Name)]
public sealed class ProductGrainTests(EngineFixture engine)
{
    private static readonly EventOrigin Origin = new("host", "source", "sourcetype");

    [Fact]
    public async Task An_index_reports_settings_and_totals_of_its_peers()
    {
        var report = await engine.Grains.GetGrain<IIndexGrain>("main").DescribeAsync(CancellationToken.None);

        Assert.Equal(("main", 7, 1000L), (report.Index, report.Limits.MaxHotBuckets, report.Totals.Events));
        Assert.Equal(EngineFixture.Peer.Value, Assert.Single(report.Shares).Peer);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task An_index_that_no_peer_has_is_named_in_the_error()
    {
        var grain = engine.Grains.GetGrain<IIndexGrain>("no-such");

        var error = await Assert.ThrowsAsync<UnknownIndexException>(() => grain.DescribeAsync(CancellationToken.None));
        Assert.Contains("no-such", error.Message);
        await Assert.ThrowsAsync<UnknownIndexException>(() => grain.RollHotBucketsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Rolling_an_index_rolls_the_hot_buckets_of_every_peer() =>
        Assert.Equal(3, await engine.Grains.GetGrain<IIndexGrain>("main").RollHotBucketsAsync(CancellationToken.None));

    [Fact]
    public async Task An_index_remembers_the_latest_decisions_of_retention()
    {
        var grain = engine.Grains.GetGrain<IIndexGrain>("retained");

        var made = await grain.EnforceRetentionAsync(CancellationToken.None);
        var remembered = await grain.RecentDecisionsAsync(CancellationToken.None);

        Assert.Equal(RetentionAction.Deleted, Assert.Single(made.Decisions).Action);
        Assert.Equal(made.Decisions.AsEnumerable(), remembered.Decisions.AsEnumerable());
    }

    [Fact]
    public async Task A_batch_reaches_its_bucket_by_reference_and_is_acknowledged_when_stored()
    {
        var bucket = Bucket(1);
        var stored = new TaskCompletionSource();
        engine.Stores.AppendsWaitFor[bucket.ToString()] = stored.Task;
        var grain = engine.Grains.GetGrain<IBucketGrain>(bucket.ToString());
        await grain.DescribeAsync(CancellationToken.None);

        var first = engine.Handover.AppendAsync(bucket, Batch("one"), new BatchId(Guid.Empty, 1), CancellationToken.None);
        var second = engine.Handover.AppendAsync(bucket, Batch("two"), new BatchId(Guid.Empty, 2), CancellationToken.None);
        await grain.DescribeAsync(CancellationToken.None);

        Assert.Equal([$"{bucket} append 1 one", $"{bucket} append 2 two"], engine.Stores.Asked(bucket.ToString()));
        Assert.False(first.IsCompleted || second.IsCompleted);
        stored.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(0, engine.Handover.Count);
    }

    [Fact]
    public async Task A_batch_that_its_bucket_refuses_is_released_and_the_sender_told()
    {
        var batch = Batch("late");

        await Assert.ThrowsAsync<BucketNotHotException>(
            () => engine.Handover.AppendAsync(Bucket(404), batch, BatchId.None, CancellationToken.None));

        Assert.Throws<ObjectDisposedException>(() => batch.AddReference());
    }

    [Fact]
    public async Task A_batch_whose_call_was_never_delivered_is_released()
    {
        var batch = Batch("cancelled");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.Handover.AppendAsync(Bucket(2), batch, BatchId.None, new CancellationToken(canceled: true)));

        Assert.Throws<ObjectDisposedException>(() => batch.AddReference());
        Assert.Equal(0, engine.Handover.Count);
    }

    [Fact]
    public async Task A_ticket_of_another_process_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => engine.Grains.GetGrain<IBucketGrain>(Bucket(3).ToString()).AppendAsync(new BatchTicket(-1), CancellationToken.None).AsTask());

    [Fact]
    public async Task A_bucket_that_is_gone_is_reported_as_gone() =>
        Assert.Null(await engine.Grains.GetGrain<IBucketGrain>(Bucket(404).ToString()).DescribeAsync(CancellationToken.None));

    [Fact]
    public async Task A_bucket_rolls_through_its_writer()
    {
        await engine.Grains.GetGrain<IBucketGrain>(Bucket(4).ToString()).RollAsync(CancellationToken.None);

        Assert.Equal([$"{Bucket(4)} roll"], engine.Stores.Asked(Bucket(4).ToString()));
    }

    [Fact]
    public void Totals_add_up_and_span_all_times()
    {
        var left = new IndexTotals(1, 2, 3, 4, 5, 6, 7, 10, 20);
        var right = new IndexTotals(10, 20, 30, 40, 50, 60, 70, 5, 15);

        Assert.Equal(new IndexTotals(11, 22, 33, 44, 55, 66, 77, 5, 20), left + right);
        Assert.Equal(left, left + IndexTotals.Zero);
    }

    private static BucketId Bucket(long localId) => new(IndexName.Main, localId, EngineFixture.Peer);

    private static EventBatch Batch(string text)
    {
        using var builder = new EventBatchBuilder();
        builder.Add(new EventTime(1), Origin, Encoding.UTF8.GetBytes(text));
        return builder.Build();
    }
}
