using Indexer.Grains.Peers;

namespace Indexer.Grains.Tests.Conformance;

[Collection(EngineCollection.Name)]
public sealed class PlacementTests(EngineFixture engine)
{
    [Fact]
    public async Task A_peers_grain_lives_in_the_process_that_owns_its_disk()
    {
        var report = await engine.Grains.GetGrain<IPeerGrain>(EngineFixture.Peer.ToString()).DescribeAsync(CancellationToken.None);

        Assert.Equal(EngineFixture.Peer, report.PeerId);
    }

    [Fact]
    public async Task A_peers_grain_is_placed_nowhere_when_no_process_owns_its_disk()
    {
        const string stranger = "00000000-0000-0000-0000-00000000BEEF";

        var error = await Assert.ThrowsAsync<PlacementFailedException>(
            () => engine.Grains.GetGrain<IPeerGrain>(stranger).DescribeAsync(CancellationToken.None).AsTask());

        Assert.Contains(stranger, error.Message);
    }
}
