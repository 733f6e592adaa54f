using Indexer.Grains.Indexes;
using Indexer.Grains.Placement;
using Indexer.Model;

namespace Indexer.Grains.Peers;

[PeerPlacement]
public sealed class PeerGrain(IPeerStores stores) : Grain, IPeerGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Placement has seen to this; but acting for another peer's disk would be worse than failing.
        var peer = PeerId.Parse(this.GetPrimaryKeyString());
        return peer == stores.Peer
            ? Task.CompletedTask
            : throw new PlacementFailedException($"the grain of peer {peer} was activated in the process of peer {stores.Peer}");
    }

    public ValueTask<PeerReport> DescribeAsync(CancellationToken cancellation) => new(stores.DescribePeer());

    public ValueTask<IndexShare> DescribeIndexAsync(string index, CancellationToken cancellation)
    {
        var name = IndexName.Parse(index);
        return new(new IndexShare(stores.Peer.Value, IndexLimits.Of(stores.GetSettings(name)), stores.GetTotals(name)));
    }

    public Task<int> RollHotBucketsAsync(string index, CancellationToken cancellation) =>
        stores.RollHotBucketsAsync(IndexName.Parse(index), cancellation);

    public async Task<RetentionReport> EnforceRetentionAsync(string index, CancellationToken cancellation) =>
        new([.. await stores.EnforceRetentionAsync(IndexName.Parse(index), cancellation)]);
}
