namespace Indexer.Inputs.Ingest;

/// <summary>Counts work that goes on after its caller was answered, so that a stop can wait for it. Thread-safe.</summary>
internal sealed class PendingWork
{
    private readonly Lock gate = new();
    private TaskCompletionSource? empty;
    private int count;

    /// <param name="work">Never fails.</param>
    public void Add(Task work)
    {
        lock (gate)
        {
            count++;
        }

        _ = work.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when nothing is under way.</summary>
    public Task EmptyAsync()
    {
        lock (gate)
        {
            return count == 0 ? Task.CompletedTask : (empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--count == 0)
            {
                empty?.TrySetResult();
                empty = null;
            }
        }
    }
}
