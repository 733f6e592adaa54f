namespace Indexer.Client;

/// <summary>
/// Events that travel together, under a number that stays the same however often they are sent. Owned by one place at a time: the
/// queue, a request, or the list of those that wait for acknowledgement.
/// </summary>
internal sealed class HecBlock(long number, byte[] bytes, int[] ends)
{
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From 1.</summary>
    public long Number { get; } = number;

    public ReadOnlyMemory<byte> Bytes { get; private set; } = bytes;

    public int Count => Ends.Length;

    /// <summary>Where each event ends in <see cref="Bytes"/>.</summary>
    public int[] Ends { get; private set; } = ends;

    public int Attempts { get; set; }

    /// <summary>Completes when the block is delivered or refused.</summary>
    public Task Settled => settled.Task;

    public void Settle() => settled.TrySetResult();

    /// <summary>Takes an event out that the collector refuses, so that the others can be sent again; returns its bytes.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlyMemory<byte> Remove(int index)
    {
        var from = index == 0 ? 0 : Ends[index - 1];
        var length = Ends[index] - from;
        var removed = Bytes.Slice(from, length);
        var rest = new byte[Bytes.Length - length];
        Bytes[..from].CopyTo(rest);
        Bytes[(from + length)..].CopyTo(rest.AsMemory(from));
        Ends = [.. Ends[..index], .. Ends[(index + 1)..].Select(end => end - length)];
        Bytes = rest;
        return removed;
    }
}
