using System.Text.Json.Serialization;

namespace Indexer.Client;

/// <summary>An index and what is in it.</summary>
public sealed record IndexInfo
{
    /// <summary>The index.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>A disabled index keeps its data and takes no events.</summary>
    public bool Disabled { get; init; }

    /// <summary>Events that can be searched.</summary>
    public long TotalEventCount { get; init; }

    /// <summary>On disk.</summary>
    [JsonPropertyName("currentDBSizeBytes")]
    public long CurrentDatabaseSizeBytes { get; init; }

    /// <summary>Of the events as they were received.</summary>
    public long RawSizeBytes { get; init; }

    /// <summary>Of its oldest event; null where it is empty.</summary>
    public DateTimeOffset? MinTime { get; init; }

    /// <summary>Of its newest event; null where it is empty.</summary>
    public DateTimeOffset? MaxTime { get; init; }

    /// <summary>Buckets that take events.</summary>
    public int HotBucketCount { get; init; }

    /// <summary>Buckets that were filled lately.</summary>
    public int WarmBucketCount { get; init; }

    /// <summary>Older buckets.</summary>
    public int ColdBucketCount { get; init; }

    /// <summary>Buckets brought back from an archive.</summary>
    public int ThawedBucketCount { get; init; }

    /// <summary>What needs attention, such as buckets that are not served.</summary>
    public IReadOnlyList<string> Messages { get => field ?? []; init; }

    /// <summary>Keys of indexes.conf as they hold for it.</summary>
    public IReadOnlyDictionary<string, string> Settings { get => field ?? new Dictionary<string, string>(StringComparer.Ordinal); init; }
}

/// <summary>A bucket of an index.</summary>
public sealed record BucketInfo
{
    /// <summary>The bucket.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary><c>hot</c>, <c>warm</c>, <c>cold</c> or <c>thawed</c>.</summary>
    public string Stage { get => field ?? ""; init; }

    /// <summary>Its events.</summary>
    public long EventCount { get; init; }

    /// <summary>Of the events as they were received.</summary>
    public long RawSizeBytes { get; init; }

    /// <summary>On disk.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Of its oldest event; null where it is empty.</summary>
    public DateTimeOffset? MinTime { get; init; }

    /// <summary>Of its newest event; null where it is empty.</summary>
    public DateTimeOffset? MaxTime { get; init; }

    /// <summary>Its directory on the node.</summary>
    public string Path { get => field ?? ""; init; }
}
