namespace Indexer.Engine.Activations;

/// <summary>
/// Runs tasks one at a time, in order of arrival. A turn is what runs between two awaits; while one runs,
/// <see cref="TaskScheduler.Current"/> is its scheduler, so continuations come back as turns.
/// </summary>
/// <param name="owner">Whose turns these are; null for the engine's own.</param>
internal sealed class TurnScheduler(IWorkQueue workQueue, Activation? owner) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Turns in a row before others get the thread.</summary>
    private const int TurnsInARowMax = 64;

    private readonly Queue<Task> turns = new();
    private bool isQueued;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts work as a turn. Nothing of the caller's execution context comes along, as it would not across processes.</summary>
    /// <param name="work">Must not throw.</param>
    public void Run(Action<object?> work, object? state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            new Task(work, state, TaskCreationOptions.DenyChildAttach).Start(this);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            new Task(work, state, TaskCreationOptions.DenyChildAttach).Start(this);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        // An await looks for a synchronization context before it looks for a scheduler; whoever lends the thread may have one.
        var outerContext = SynchronizationContext.Current;
        var outer = Activation.EnterTurn(owner);
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            for (var done = 0; done < TurnsInARowMax; done++)
            {
                Task turn;
                lock (turns)
                {
                    if (!turns.TryDequeue(out turn!))
                    {
                        isQueued = false;
                        return;
                    }
                }

                TryExecuteTask(turn);
            }
        }
        finally
        {
            Activation.LeaveTurn(outer);
            SynchronizationContext.SetSynchronizationContext(outerContext);
        }

        workQueue.Enqueue(this);
    }

    protected override void QueueTask(Task task)
    {
        lock (turns)
        {
            turns.Enqueue(task);
            if (isQueued)
            {
                return;
            }

            isQueued = true;
        }

        workQueue.Enqueue(this);
    }

    /// <summary>Only within a turn, which then simply goes on; a queued task keeps its place.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (turns)
        {
            return [.. turns];
        }
    }
}
