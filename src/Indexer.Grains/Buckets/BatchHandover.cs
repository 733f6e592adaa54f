using System.Collections.Concurrent;
using Indexer.Model;

namespace Indexer.Grains.Buckets;

/// <summary>
/// Hands batches to the buckets of this process by reference: a grain call carries decisions, never events, so it carries a
/// ticket and the batch waits here. Bounded by what its callers hold: each has one batch on its way per call. Thread-safe.
/// </summary>
public sealed class BatchHandover(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<long, (EventBatch Batch, BatchId Id)> waiting = new();
    private long lastTicket;

    /// <summary>Batches that wait for their bucket.</summary>
    public int Count => waiting.Count;

    /// <summary>
    /// Adds a batch to a bucket whose primary copy is in this process, through its single writer. Completes when the batch is on
    /// stable storage and searchable. Takes over the caller's reference of the batch, whatever happens.
    /// </summary>
    /// <exception cref="BucketNotHotException">The bucket takes no more events.</exception>
    /// <exception cref="TimeoutException">The outcome is unknown; sending the same <paramref name="id"/> again is safe.</exception>
    public async Task AppendAsync(BucketId bucket, EventBatch batch, BatchId id, CancellationToken cancellation)
    {
        var ticket = new BatchTicket(Interlocked.Increment(ref lastTicket));
        waiting[ticket.Number] = (batch, id);
        try
        {
            await grains.GetGrain<IBucketGrain>(bucket.ToString()).AppendAsync(ticket, cancellation);
        }
        finally
        {
            // The writer took it, unless the call never came so far.
            if (waiting.TryRemove(ticket.Number, out var left))
            {
                left.Batch.Release();
            }
        }
    }

    /// <summary>Takes the batch, with the reference that goes with it. False when its sender has given up, or is another process.</summary>
    internal bool TryTake(BatchTicket ticket, out EventBatch batch, out BatchId id)
    {
        var found = waiting.TryRemove(ticket.Number, out var entry);
        (batch, id) = entry;
        return found;
    }
}

/// <summary>Names a batch in the handover of the process that made the ticket.</summary>
[GenerateSerializer, Immutable, Alias("indexer.BatchTicket")]
public readonly record struct BatchTicket([property: Id(0)] long Number);
