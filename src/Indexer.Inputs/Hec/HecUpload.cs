using Indexer.Inputs.Ingest;
using Indexer.Parsing;

namespace Indexer.Inputs.Hec;

/// <summary>
/// The events of one request on their way to storage. Up to <see cref="PartBytes"/> of its body the request is stored as a whole
/// or not at all; a larger one goes in parts, cut by the bytes of the body alone, one after the other. Not thread-safe.
/// </summary>
internal sealed class HecUpload(EventIngest ingest, IngestBudget budget, HecBatchIds ids, long bodyBytesMax) : IDisposable
{
    /// <summary>Bytes of the body in one part.</summary>
    public const int PartBytes = 4 << 20;

    public const string InputName = "hec";

    private readonly IngestLease lease = budget.Open();
    private Task sending = Task.CompletedTask;
    private long sendingBytes;
    private long partBytes;
    private int parts;

    public EventBatches Batches { get; } = new();

    /// <summary>Bytes of the body so far, after decompression.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Bytes of the body that still go into this part; 0 or less when it is full.</summary>
    public long PartRoom => PartBytes - partBytes;

    /// <summary>Bytes came in. Throws <see cref="HecRefusedException"/> when they are too many.</summary>
    public void Received(int bytes)
    {
        BodyBytes += bytes;
        if (BodyBytes > bodyBytesMax)
        {
            throw new HecRefusedException(HecAnswer.TooLarge with { Reason = $"the body has more than {bodyBytesMax} bytes, the max_content_length of limits.conf" });
        }
    }

    /// <summary>Bytes have become events, as far as they are events.</summary>
    public void Parsed(int bytes) => partBytes += bytes;

    /// <summary>Makes sure that what was collected may stay in memory. Throws <see cref="HecRefusedException"/>.</summary>
    public async ValueTask EnsureRoomAsync()
    {
        if (lease.TryGrowTo(sendingBytes + Batches.Length))
        {
            return;
        }

        await sending;
        sendingBytes = 0;
        if (!lease.TryGrowTo(Batches.Length))
        {
            throw new HecRefusedException(HecAnswer.Busy with { Reason = "too many events wait to be stored" });
        }
    }

    /// <summary>Lets a full part go; waits for the one before.</summary>
    public async Task SendPartAsync()
    {
        await sending;
        sendingBytes = Batches.Length;
        partBytes = 0;
        sending = Send();
    }

    /// <summary>Lets the rest go. The task completes when the whole request is on stable storage.</summary>
    public async Task FinishAsync()
    {
        await sending;
        await Send();
    }

    public void Dispose()
    {
        // A part that is on its way when the request breaks off is stored or fails by itself; nobody is told.
        _ = sending.ContinueWith(static (part, state) =>
        {
            _ = part.Exception;
            ((IDisposable)state!).Dispose();
        }, lease, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Batches.Dispose();
    }

    // Storing goes on when the sender hangs up: whether it is stored is then for the next attempt to find out.
    private Task Send() => Batches.Count == 0 ? Task.CompletedTask : ingest.StoreAsync(InputName, Batches, ids.Part(parts++), CancellationToken.None);
}
