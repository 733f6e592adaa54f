namespace Indexer.Client;

/// <summary>
/// A limit on bytes that waits instead of refusing, first come first served. Something larger than the whole budget gets through
/// when it is alone. Thread-safe.
/// </summary>
internal sealed class ByteBudget(long bytesMax)
{
    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> waiting = [];
    private long used;
    private bool closed;

    public long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>Completes when there is room; is cancelled by the caller, or by <see cref="Close"/>.</summary>
    public ValueTask AcquireAsync(long bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource granted;
        lock (gate)
        {
            if (closed)
            {
                return ValueTask.FromCanceled(new CancellationToken(canceled: true));
            }

            if (waiting.Count == 0 && Fits(bytes))
            {
                used += bytes;
                return ValueTask.CompletedTask;
            }

            granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((bytes, granted));
        }

        return WaitAsync(granted, cancellation);
    }

    public void Release(long bytes)
    {
        lock (gate)
        {
            used -= bytes;
            Grant();
        }
    }

    /// <summary>Cancels all who wait, now and later.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            while (waiting.TryDequeue(out var next))
            {
                next.Granted.TrySetCanceled();
            }
        }
    }

    private static async ValueTask WaitAsync(TaskCompletionSource granted, CancellationToken cancellation)
    {
        // Who gives up leaves its place in the queue; Grant passes over it.
        await using var registration = cancellation.Register(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), granted);
        await granted.Task;
    }

    private void Grant()
    {
        while (waiting.TryPeek(out var next) && (next.Granted.Task.IsCompleted || Fits(next.Bytes)))
        {
            waiting.Dequeue();
            if (next.Granted.TrySetResult())
            {
                used += next.Bytes;
            }
        }
    }

    private bool Fits(long bytes) => used == 0 || used + bytes <= bytesMax;
}
