namespace Indexer.Client;

/// <summary>Blocks to send, the oldest first, so that one that comes back is not overtaken again and again. Thread-safe.</summary>
internal sealed class HecBlockQueue : IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<HecBlock, long> blocks = new();
    private readonly SemaphoreSlim available = new(0);

    public void Add(HecBlock block)
    {
        lock (gate)
        {
            blocks.Enqueue(block, block.Number);
        }

        available.Release();
    }

    public async ValueTask<HecBlock> TakeAsync(CancellationToken cancellation)
    {
        await available.WaitAsync(cancellation);
        lock (gate)
        {
            return blocks.Dequeue();
        }
    }

    public void Dispose() => available.Dispose();
}
