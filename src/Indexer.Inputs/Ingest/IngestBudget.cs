namespace Indexer.Inputs.Ingest;

/// <summary>Bounds the bytes of events that are in memory on their way to storage, over all senders. Thread-safe.</summary>
public sealed class IngestBudget(long bytesMax)
{
    private long taken;

    public long BytesMax { get; } = bytesMax;

    public long Taken => Interlocked.Read(ref taken);

    public IngestLease Open() => new(this);

    internal bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= BytesMax)
        {
            return true;
        }

        Interlocked.Add(ref taken, -bytes);
        return false;
    }

    internal void Give(long bytes) => Interlocked.Add(ref taken, -bytes);
}

/// <summary>One sender's part of the budget. Used by one caller at a time; given back when it is disposed.</summary>
public sealed class IngestLease(IngestBudget budget) : IDisposable
{
    // Small steps would make every chunk of every sender touch the shared counter.
    private const long StepBytes = 256 << 10;

    private long held;

    /// <summary>Makes the lease cover so many bytes; false, and no change, where the budget does not have them.</summary>
    public bool TryGrowTo(long bytes)
    {
        if (bytes <= held)
        {
            return true;
        }

        var wanted = (bytes + StepBytes - 1) / StepBytes * StepBytes;
        if (!budget.TryTake(wanted - held))
        {
            return false;
        }

        held = wanted;
        return true;
    }

    public void Dispose()
    {
        budget.Give(held);
        held = 0;
    }
}
