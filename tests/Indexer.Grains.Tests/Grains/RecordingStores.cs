using System.Collections.Concurrent;
using System.Text;
using Indexer.Configuration.Settings;
using Indexer.Grains.Buckets;
using Indexer.Grains.Indexes;
using Indexer.Grains.Peers;
using Indexer.Model;

namespace Indexer.Grains.Tests.Grains;

/// <summary>Stores that remember what grains asked of them. The real ones have tests of their own.</summary>
public sealed class RecordingStores(PeerId peer) : IPeerStores
{
    private readonly ConcurrentQueue<string> asked = new();

    public PeerId Peer => peer;

    /// <summary>Appends to this bucket wait for the task.</summary>
    public ConcurrentDictionary<string, Task> AppendsWaitFor { get; } = new();

    public string[] Asked(string about) => [.. asked.Where(entry => entry.Contains(about, StringComparison.Ordinal))];

    public PeerReport DescribePeer() => new(peer.Value, ["main", "_internal"], [], null, []);

    public IndexSettings GetSettings(IndexName index) => Known(index, new IndexSettings
    {
        Name = index,
        HomePath = $"/{index}/db",
        ColdPath = $"/{index}/colddb",
        ThawedPath = $"/{index}/thaweddb",
        MaxHotBuckets = 7,
    });

    public IndexTotals GetTotals(IndexName index) => Known(index, new IndexTotals(1, 2, 3, 0, 1000, 64_000, 9_000, 5, 6));

    public BucketReport? DescribeBucket(BucketId bucket) => bucket.LocalId == 404
        ? null
        : new(bucket.ToString(), BucketStage.Hot, 10, 1000, 200, 1, 2, IsSearchable: true);

    public async ValueTask AppendAsync(BucketId bucket, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        var texts = new StringBuilder();
        foreach (var entry in batch)
        {
            texts.Append(Encoding.UTF8.GetString(entry.Raw));
        }

        batch.Release();
        asked.Enqueue($"{bucket} append {id.Sequence} {texts}");
        if (bucket.LocalId == 404)
        {
            throw BucketNotHotException.For(bucket);
        }

        if (AppendsWaitFor.TryGetValue(bucket.ToString(), out var wait))
        {
            await wait.WaitAsync(cancellation);
        }
    }

    public Task RollAsync(BucketId bucket, CancellationToken cancellation)
    {
        asked.Enqueue($"{bucket} roll");
        return Task.CompletedTask;
    }

    public Task<int> RollHotBucketsAsync(IndexName index, CancellationToken cancellation) => Task.FromResult(Known(index, 3));

    public Task<IReadOnlyList<RetentionDecision>> EnforceRetentionAsync(IndexName index, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RetentionDecision>>(
            [new RetentionDecision(new BucketId(index, 1, peer).ToString(), RetentionAction.Deleted, "older than 6 years")]);

    private T Known<T>(IndexName index, T value) =>
        index.Value.StartsWith("no-", StringComparison.Ordinal) ? throw UnknownIndexException.For(index, peer) : value;
}
