using System.Globalization;

namespace Indexer.Search.Execution;

/// <summary>The memory that the operators of one search may hold together. Thread-safe.</summary>
internal sealed class SearchMemory(long bytesMax)
{
    private long used;

    public long BytesMax => bytesMax;

    /// <summary>Bytes charged now.</summary>
    public long Used => Interlocked.Read(ref used);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref used, bytes) <= bytesMax)
        {
            return true;
        }

        Interlocked.Add(ref used, -bytes);
        return false;
    }

    public void Take(long bytes) => Interlocked.Add(ref used, bytes);

    public void Return(long bytes) => Interlocked.Add(ref used, -bytes);
}

/// <summary>
/// One operator's account with the search's memory. When the search's memory is spent the account stays closed, so that what
/// was left out is everything new from some point on, and the user is told. Sizes are estimates. Not thread-safe.
/// </summary>
/// <param name="memory">The memory of the search.</param>
/// <param name="messages">Where the user is told.</param>
/// <param name="owner">The command, for the message.</param>
/// <param name="consequence">What is missing from the result then, such as <c>groups that came later are missing</c>.</param>
internal sealed class MemoryBudget(SearchMemory memory, SearchMessages messages, string owner, string consequence)
{
    // Taken at once, so that workers do not meet at the shared counter for every value.
    private const long ChunkBytes = 64 << 10;

    private long taken;
    private long free;

    public bool IsSpent { get; private set; }

    public bool TryCharge(long bytes)
    {
        if (bytes <= free)
        {
            free -= bytes;
            return true;
        }

        return TryChargeMore(bytes);
    }

    /// <summary>Charges memory that is used already, within the limit or not.</summary>
    public void Charge(long bytes)
    {
        if (bytes > free)
        {
            memory.Take(bytes - free);
            taken += bytes - free;
            free = bytes;
        }

        free -= bytes;
    }

    public void Release(long bytes)
    {
        memory.Return(bytes);
        taken -= bytes;
    }

    /// <summary>Gives everything back, when what was charged is garbage.</summary>
    public void ReleaseAll()
    {
        memory.Return(taken);
        taken = 0;
        free = 0;
    }

    /// <summary>Another account of the same owner.</summary>
    public MemoryBudget Open() => new(memory, messages, owner, consequence);

    private bool TryChargeMore(long bytes)
    {
        if (IsSpent)
        {
            return false;
        }

        var chunk = Math.Max(bytes, ChunkBytes);
        if (memory.TryTake(chunk))
        {
            taken += chunk;
            free += chunk - bytes;
            return true;
        }

        IsSpent = true;
        messages.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{owner} reached the memory limit of a search ({memory.BytesMax >> 20} MB); {consequence}. narrow the search, or raise max_mem_usage_mb in limits.conf"));
        return false;
    }
}
