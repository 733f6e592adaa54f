namespace Indexer.Web.Indexes;

/// <summary>An index and what is in it. Sizes in bytes.</summary>
internal sealed record IndexAnswer(
    bool Disabled,
    bool IsInternal,
    long TotalEventCount,
    [property: System.Text.Json.Serialization.JsonPropertyName("currentDBSizeBytes")] long CurrentDatabaseSizeBytes,
    long RawSizeBytes,
    string? MinTime,
    string? MaxTime,
    int HotBucketCount,
    int WarmBucketCount,
    int ColdBucketCount,
    int ThawedBucketCount,
    string HomePath,
    string ColdPath,
    string ThawedPath,
    IReadOnlyList<string> Messages,
    IReadOnlyDictionary<string, string> Settings);

/// <summary>A bucket. Sizes in bytes.</summary>
internal sealed record BucketAnswer(string Stage, long EventCount, long RawSizeBytes, long SizeBytes, string? MinTime, string? MaxTime, string Path);
