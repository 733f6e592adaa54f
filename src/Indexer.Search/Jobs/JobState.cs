namespace Indexer.Search.Jobs;

/// <summary>
/// Where a job is in its life. It only ever moves down this list; the last three are ends. A text that is no search never
/// becomes a job, because whoever sent it is told at once.
/// </summary>
public enum JobState
{
    /// <summary>Waits for one of the places of running searches.</summary>
    Queued,

    Running,

    /// <summary>Was told to end with what it has.</summary>
    Finalizing,

    Done,
    Failed,
    Cancelled,
}

internal static class JobStates
{
    public static bool IsFinal(this JobState state) => state >= JobState.Done;
}
