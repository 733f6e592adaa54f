namespace Indexer.Client;

/// <summary>How far a search is.</summary>
/// <param name="DoneProgress">From 0 to 1.</param>
/// <param name="ScanCount">Events that were looked at.</param>
/// <param name="EventCount">Events that matched.</param>
public sealed record SearchProgress(double DoneProgress, long ScanCount, long EventCount);

/// <summary>What a search took.</summary>
public sealed record SearchStatistics
{
    /// <summary>Events that were looked at.</summary>
    public long ScanCount { get; init; }

    /// <summary>Events that matched.</summary>
    public long EventCount { get; init; }

    /// <summary>Rows of the result.</summary>
    public long ResultCount { get; init; }

    /// <summary>Seconds.</summary>
    public double RunDuration { get; init; }
}
