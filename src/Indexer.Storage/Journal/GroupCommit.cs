namespace Indexer.Storage.Journal;

/// <summary>
/// Lets everyone who waits for frames to become durable share syncs: one commit runs at a time, and those who come while it runs
/// and are not covered by it are served by the next one together. Thread-safe.
/// </summary>
/// <param name="start">
/// Begins a commit of all frames there are, without waiting for the disk to sync; called one at a time, by the first who waits or
/// on a pool thread. It must report <see cref="Begin"/>, and then <see cref="Complete"/> or <see cref="Fail"/>, from any thread.
/// </param>
/// <param name="durable">Frames with a lower sequence are durable from the start.</param>
internal sealed class GroupCommit(Action start, long durable)
{
    /// <summary>Until a commit has begun, everything that was appended before a wait is certain to be in it.</summary>
    private const long UnknownEnd = long.MaxValue;

    private readonly Lock gate = new();
    private TaskCompletionSource? running;
    private TaskCompletionSource? next;
    private long runningEnd;
    private long durableEnd = durable;
    private Exception? failure;

    /// <summary>Frames with a lower sequence are durable.</summary>
    public long Durable => Volatile.Read(ref durableEnd);

    /// <summary>Completes when the frame with this sequence is durable.</summary>
    public ValueTask WaitAsync(long sequence, CancellationToken cancellation)
    {
        TaskCompletionSource group;
        var isFirst = false;
        lock (gate)
        {
            if (sequence < durableEnd)
            {
                return ValueTask.CompletedTask;
            }

            if (failure is not null)
            {
                return ValueTask.FromException(failure);
            }

            if (running is null)
            {
                isFirst = true;
                group = running = NewGroup();
                runningEnd = UnknownEnd;
            }
            else
            {
                group = sequence < runningEnd ? running : next ??= NewGroup();
            }
        }

        if (isFirst)
        {
            start();
        }

        return new ValueTask(group.Task.WaitAsync(cancellation));
    }

    /// <summary>The commit that runs covers frames below <paramref name="end"/>.</summary>
    public void Begin(long end)
    {
        lock (gate)
        {
            runningEnd = end;
        }
    }

    /// <summary>The commit that ran is on stable storage.</summary>
    public void Complete()
    {
        TaskCompletionSource? done;
        lock (gate)
        {
            if (running is null)
            {
                return;
            }

            done = running;
            Volatile.Write(ref durableEnd, Math.Max(durableEnd, runningEnd));
            running = next;
            next = null;
            runningEnd = UnknownEnd;
            if (running is not null)
            {
                // Not from here: this may be a callback of the commit that has just ended.
                ThreadPool.UnsafeQueueUserWorkItem(static start => start(), start, preferLocal: false);
            }
        }

        done.SetResult();
    }

    /// <summary>Ends all waits, now and later, except for frames that are durable already. Only the first failure counts.</summary>
    public void Fail(Exception exception)
    {
        TaskCompletionSource? first, second;
        lock (gate)
        {
            failure ??= exception;
            exception = failure;
            (first, second) = (running, next);
            (running, next) = (null, null);
        }

        first?.SetException(exception);
        second?.SetException(exception);
    }

    /// <summary>Completes when no commit runs; the failure of one is not thrown.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (running is null)
                {
                    return;
                }

                wait = running.Task;
            }

            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewGroup() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
