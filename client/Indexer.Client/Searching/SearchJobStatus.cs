using System.Text.Json.Serialization;

namespace Indexer.Client;

/// <summary>How a job is doing.</summary>
public sealed record SearchJobStatus
{
    /// <summary>The job.</summary>
    public string Sid { get => field ?? ""; init; }

    /// <summary><c>PARSING</c>, <c>QUEUED</c>, <c>RUNNING</c>, <c>PAUSED</c>, <c>FINALIZING</c>, <c>DONE</c>, <c>FAILED</c> or <c>CANCELLED</c>.</summary>
    public string State { get => field ?? ""; init; }

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Events that were looked at.</summary>
    public long ScanCount { get; init; }

    /// <summary>Events that matched.</summary>
    public long EventCount { get; init; }

    /// <summary>Rows of the result so far.</summary>
    public long ResultCount { get; init; }

    /// <summary>Seconds.</summary>
    public double RunDuration { get; init; }

    /// <summary>What the search said.</summary>
    public IReadOnlyList<ServerMessage> Messages { get => field ?? []; init; }

    /// <summary>Whether nothing will change any more.</summary>
    [JsonIgnore]
    public bool IsFinal => State.ToUpperInvariant() is "DONE" or "FAILED" or "CANCELLED";
}

/// <summary>Events of a span of time.</summary>
/// <param name="Earliest">Where the span begins.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="Count">Events that matched.</param>
public sealed record TimelineBucket(DateTimeOffset Earliest, double Duration, long Count);
