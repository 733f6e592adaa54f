using Indexer.Grains.Placement;
using Indexer.Model;

namespace Indexer.Grains.Buckets;

[PrimaryPlacement]
public sealed class BucketGrain : Grain, IBucketGrain
{
    private readonly IPeerStores stores;
    private readonly BatchHandover handover;
    private readonly BucketId bucket;

    public BucketGrain(IPeerStores stores, BatchHandover handover)
    {
        this.stores = stores;
        this.handover = handover;
        bucket = BucketId.Parse(this.GetPrimaryKeyString());
    }

    public ValueTask AppendAsync(BatchTicket ticket, CancellationToken cancellation) =>
        handover.TryTake(ticket, out var batch, out var id)
            ? stores.AppendAsync(bucket, batch, id, cancellation)
            : throw new InvalidOperationException($"batch {ticket.Number} for bucket {bucket} does not wait in this process; its sender gave up, or has an old view of the cluster");

    public ValueTask<BucketReport?> DescribeAsync(CancellationToken cancellation)
    {
        var report = stores.DescribeBucket(bucket);
        if (report is null)
        {
            DeactivateOnIdle();
        }

        return new(report);
    }

    public async Task RollAsync(CancellationToken cancellation)
    {
        await stores.RollAsync(bucket, cancellation);

        // Nothing is left to write; whoever asks about a warm bucket wakes it again.
        DeactivateOnIdle();
    }
}
