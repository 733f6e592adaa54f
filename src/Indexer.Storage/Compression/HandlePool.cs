namespace Indexer.Storage.Compression;

/// <summary>
/// A few idle contexts, so that compressing a block allocates nothing. A context costs up to some megabytes, hence the small
/// bound: what does not fit is freed. Thread-safe.
/// </summary>
internal sealed class HandlePool<THandle>
    where THandle : ZstdHandle, new()
{
    private readonly THandle?[] idle = new THandle?[Math.Clamp(Environment.ProcessorCount * 2, 4, 64)];

    public THandle Rent()
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is not null && Interlocked.Exchange(ref idle[i], null) is { } handle)
            {
                return handle;
            }
        }

        return new THandle();
    }

    public void Return(THandle handle)
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], handle, null) is null)
            {
                return;
            }
        }

        handle.Dispose();
    }
}
