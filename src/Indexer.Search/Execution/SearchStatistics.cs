namespace Indexer.Search.Execution;

/// <summary>How far a search is and what it took. A snapshot.</summary>
public sealed record SearchStatistics
{
    /// <summary>Events that storage returned, or counted without returning them.</summary>
    public long ScannedEvents { get; init; }

    /// <summary>Events among them that match the terms before the first pipe.</summary>
    public long MatchedEvents { get; init; }

    /// <summary>Rows of the result so far.</summary>
    public long ResultRows { get; init; }

    /// <summary>Pieces of work that storage planned; 0 when the index answered by itself.</summary>
    public int Units { get; init; }

    public int UnitsDone { get; init; }

    public TimeSpan PlanElapsed { get; init; }

    public TimeSpan ScanElapsed { get; init; }

    public TimeSpan FinishElapsed { get; init; }

    /// <summary>Whether the index answered and no event was read.</summary>
    public bool IsCountedByIndex { get; init; }

    /// <summary>0 to 1.</summary>
    public double Progress => Units == 0 ? 0 : (double)UnitsDone / Units;
}
