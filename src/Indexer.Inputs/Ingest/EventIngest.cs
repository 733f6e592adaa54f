using Indexer.Model;
using Indexer.Parsing;
using Indexer.Storage.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Ingest;

/// <summary>Whether an index takes events.</summary>
public enum IndexAcceptance
{
    Accepted,
    Unknown,
    Disabled,
}

/// <summary>The one way of events from any input into storage. Thread-safe.</summary>
/// <param name="storage">Where events go.</param>
/// <param name="rules">How bytes become events.</param>
/// <param name="clock">Stamps events without a time, and paces retries.</param>
public sealed class EventIngest(StorageService storage, PropsParsingRules rules, InputMetrics metrics, TimeProvider clock, ILogger<EventIngest> log)
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private int failing;

    public PropsParsingRules Rules => rules;

    public InputMetrics Metrics => metrics;

    public TimeProvider Clock => clock;

    /// <summary>Why no events are taken now, for the user; null while all is well.</summary>
    public string? PausedBecause => storage.PausedBecause;

    /// <summary>The index that an input names, as far as can be told before events are sent.</summary>
    public IndexAcceptance Check(IndexName index)
    {
        try
        {
            return storage.SettingsOf(index).Disabled ? IndexAcceptance.Disabled : IndexAcceptance.Accepted;
        }
        catch (UnknownIndexException)
        {
            return storage.HasLastChanceIndex ? IndexAcceptance.Accepted : IndexAcceptance.Unknown;
        }
    }

    /// <summary>
    /// Takes what was collected and stores it; completes when all of it is on stable storage. Events of the batch that were stored
    /// under the same id before are not stored again.
    /// </summary>
    /// <exception cref="UnknownIndexException">An index is gone; what belongs to others is stored.</exception>
    /// <exception cref="IndexDisabledException">An index takes no events; what belongs to others is stored.</exception>
    /// <exception cref="IndexingPausedException">Too little disk space; the same batch may be sent again.</exception>
    public Task StoreAsync(string input, EventBatches collected, BatchId id, CancellationToken cancellation)
    {
        var batches = collected.Take();
        return batches.Count == 1
            ? StoreAsync(input, batches[0].Key, batches[0].Value, id, cancellation)
            : Task.WhenAll(batches.Select(pair => StoreAsync(input, pair.Key, pair.Value, id, cancellation)));
    }

    /// <summary>
    /// As <see cref="StoreAsync(string, EventBatches, BatchId, CancellationToken)"/>, for inputs that have nobody to tell: waits
    /// while storage is paused or fails, and tries again. The id must be one of the caller's own, so that a batch whose outcome
    /// is unknown is not stored twice. Takes over the caller's references of the batches.
    /// </summary>
    public Task StoreEventuallyAsync(string input, IReadOnlyList<KeyValuePair<IndexName, EventBatch>> batches, BatchId id, CancellationToken cancellation) =>
        Task.WhenAll(batches.Select(pair => StoreEventuallyAsync(input, pair.Key, pair.Value, id, cancellation)));

    /// <summary>Gives up batches that will not be stored.</summary>
    public static void Release(IReadOnlyList<KeyValuePair<IndexName, EventBatch>> batches)
    {
        foreach (var (_, batch) in batches)
        {
            batch.Release();
        }
    }

    private async Task StoreAsync(string input, IndexName index, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        var events = batch.Count;
        try
        {
            await storage.AppendAsync(index, batch, id, cancellation);
            metrics.Indexed(input, events);
        }
        catch (Exception e) when (e is UnknownIndexException or IndexDisabledException)
        {
            metrics.Dropped(input, events);
            throw;
        }
    }

    private async Task StoreEventuallyAsync(string input, IndexName index, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                try
                {
                    await StoreAsync(input, index, batch.AddReference(), id, cancellation);
                    if (Interlocked.Exchange(ref failing, 0) != 0)
                    {
                        log.StoringGoesOn();
                    }

                    return;
                }
                catch (Exception e) when (e is IndexingPausedException or IOException)
                {
                    if (Interlocked.Exchange(ref failing, 1) == 0)
                    {
                        log.StoringFails(e.Message);
                    }
                }

                await Task.Delay(RetryPeriod, clock, cancellation);
            }
        }
        finally
        {
            batch.Release();
        }
    }
}
