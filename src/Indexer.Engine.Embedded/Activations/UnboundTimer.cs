namespace Indexer.Engine.Activations;

internal static class UnboundTimer
{
    /// <summary>A timer, not yet set, whose callbacks belong to the engine and not to the call that happened to make it.</summary>
    public static ITimer CreateUnboundTimer(this TimeProvider clock, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
