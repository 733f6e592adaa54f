namespace Indexer.Search.Execution;

/// <summary>What one search may use. Every limit that cuts a result says so in a message.</summary>
public sealed record SearchLimits
{
    public static readonly SearchLimits Default = new();

    /// <summary>Threads that read and filter; at least 1.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Rows of the result that are kept; the first ones, which for events are the newest.</summary>
    public int ResultRowsMax { get; init; } = 500_000;

    /// <summary>Bytes of results kept in memory; beyond that they go to the dispatch directory, or are cut where there is none.</summary>
    public long ResultMemoryBytesMax { get; init; } = 64L << 20;

    /// <summary>Bytes that the groups, sorted rows and the like of all commands of a search may hold together.</summary>
    public long OperatorMemoryBytesMax { get; init; } = 200L << 20;

    /// <summary>Bytes of rows that wait for their turn while events are put in order of time, before they are let go out of order.</summary>
    public long ReorderBytesMax { get; init; } = 128L << 20;

    /// <summary>Bars of the timeline, at most.</summary>
    public int TimelineBucketsMax { get; init; } = 300;

    /// <summary>A search that runs longer ends with what it has; zero is no limit.</summary>
    public TimeSpan ElapsedMax { get; init; }
}
