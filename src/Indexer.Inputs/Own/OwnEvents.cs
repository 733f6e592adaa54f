using System.Text;
using System.Threading.Channels;
using Indexer.Model;
using Indexer.Storage.Lifecycle;

namespace Indexer.Inputs.Own;

/// <summary>
/// Indexes what the process says of itself. A writer never waits: while storage is paused a limited number of events waits, and
/// what is said beyond that is dropped and counted. Thread-safe.
/// </summary>
/// <param name="host">The host of the events.</param>
public sealed class OwnEvents(StorageService storage, string host, TimeProvider clock) : IAsyncDisposable
{
    private const int QueuedMax = 10_000;
    private const int BatchEventsMax = 1_000;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private readonly Channel<OwnEvent> queue = Channel.CreateBounded<OwnEvent>(new BoundedChannelOptions(QueuedMax) { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private Task loop = Task.CompletedTask;
    private long dropped;

    private readonly record struct OwnEvent(IndexName Index, string Source, string SourceType, EventTime Time, string Text);

    /// <summary>Events that were not stored.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    public void Start() => loop = Task.Run(RunAsync, CancellationToken.None);

    public void Add(IndexName index, string source, string sourceType, EventTime time, string text)
    {
        if (text.Length > 0 && !queue.Writer.TryWrite(new OwnEvent(index, source, sourceType, time, text)))
        {
            Interlocked.Increment(ref dropped);
        }
    }

    /// <summary>Stores what was said before, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var builders = new Dictionary<IndexName, EventBatchBuilder>();
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            for (var count = 0; count < BatchEventsMax && queue.Reader.TryRead(out var entry); count++)
            {
                if (!builders.TryGetValue(entry.Index, out var builder))
                {
                    builders.Add(entry.Index, builder = new EventBatchBuilder());
                }

                builder.Add(entry.Time, new EventOrigin(host, entry.Source, entry.SourceType), Encoding.UTF8.GetBytes(entry.Text));
            }

            foreach (var (index, builder) in builders)
            {
                if (!builder.IsEmpty)
                {
                    await StoreAsync(index, builder.Build());
                }
            }
        }

        foreach (var builder in builders.Values)
        {
            builder.Dispose();
        }
    }

    private async Task StoreAsync(IndexName index, EventBatch batch)
    {
        var events = batch.Count;
        try
        {
            while (!await TryStoreAsync(index, batch.AddReference()))
            {
                await Task.Delay(RetryPeriod, clock, stopping.Token);
            }
        }
#pragma warning disable CA1031 // There is nobody to tell but the log, which leads here.
        catch (Exception)
#pragma warning restore CA1031
        {
            Interlocked.Add(ref dropped, events);
        }
        finally
        {
            batch.Release();
        }
    }

    private async Task<bool> TryStoreAsync(IndexName index, EventBatch batch)
    {
        try
        {
            await storage.AppendAsync(index, batch, BatchId.None, CancellationToken.None);
            return true;
        }
        catch (IndexingPausedException)
        {
            return false;
        }
    }
}
