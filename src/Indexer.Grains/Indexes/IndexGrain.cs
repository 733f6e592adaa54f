using System.Collections.Immutable;
using Indexer.Grains.Peers;
using Indexer.Model;

namespace Indexer.Grains.Indexes;

public sealed class IndexGrain(IGenerationView generation) : Grain, IIndexGrain
{
    /// <summary>Enough to see what happened lately; the whole story is in the log.</summary>
    private const int DecisionsKeptMax = 1000;

    private readonly Queue<RetentionDecision> decisions = new();

    private string Index => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = IndexName.Parse(Index);
        return Task.CompletedTask;
    }

    public async Task<IndexReport> DescribeAsync(CancellationToken cancellation)
    {
        var shares = ImmutableArray.CreateBuilder<IndexShare>();
        var problems = ImmutableArray.CreateBuilder<string>();
        UnknownIndexException? unknown = null;
        foreach (var (peer, answer) in AskPeers(peer => peer.DescribeIndexAsync(Index, cancellation).AsTask()))
        {
            try
            {
                shares.Add(await answer);
            }
            catch (UnknownIndexException e)
            {
                unknown = e;
                problems.Add(e.Message);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                problems.Add($"peer {peer} did not answer: {e.Message}");
            }
        }

        if (shares.Count == 0)
        {
            throw unknown ?? new UnknownIndexException($"nothing is known of index '{Index}': {string.Join("; ", problems)}");
        }

        foreach (var share in shares.Where(share => share.Limits != shares[0].Limits))
        {
            problems.Add($"peer {new PeerId(share.Peer)} has other settings in force than peer {new PeerId(shares[0].Peer)}");
        }

        var totals = shares.Aggregate(IndexTotals.Zero, static (sum, share) => sum + share.Totals);
        return new IndexReport(Index, shares[0].Limits, totals, shares.ToImmutable(), problems.ToImmutable());
    }

    public async Task<int> RollHotBucketsAsync(CancellationToken cancellation)
    {
        var rolled = await Task.WhenAll(AskPeers(peer => peer.RollHotBucketsAsync(Index, cancellation)).Select(ask => ask.Answer));
        return rolled.Sum();
    }

    public async Task<RetentionReport> EnforceRetentionAsync(CancellationToken cancellation)
    {
        var reports = await Task.WhenAll(AskPeers(peer => peer.EnforceRetentionAsync(Index, cancellation)).Select(ask => ask.Answer));
        var made = reports.SelectMany(report => report.Decisions).ToImmutableArray();
        foreach (var decision in made)
        {
            decisions.Enqueue(decision);
        }

        while (decisions.Count > DecisionsKeptMax)
        {
            decisions.Dequeue();
        }

        return new RetentionReport(made);
    }

    public ValueTask<RetentionReport> RecentDecisionsAsync(CancellationToken cancellation) => new(new RetentionReport([.. decisions]));

    /// <summary>Asks every peer of the generation at the same time.</summary>
    private List<(PeerId Peer, Task<T> Answer)> AskPeers<T>(Func<IPeerGrain, Task<T>> question) =>
        [.. generation.Peers.Select(peer => (peer, question(GrainFactory.GetGrain<IPeerGrain>(peer.ToString()))))];
}
