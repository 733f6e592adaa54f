using Indexer.Model;

namespace Indexer.Configuration.Settings;

/// <summary>One index as <c>indexes.conf</c> configures it. Paths are absolute, volumes resolved.</summary>
public sealed record IndexSettings
{
    public required IndexName Name { get; init; }

    /// <summary>Hot and warm buckets.</summary>
    public required string HomePath { get; init; }

    /// <summary>Cold buckets, and all replicated copies.</summary>
    public required string ColdPath { get; init; }

    public required string ThawedPath { get; init; }

    /// <summary>The volume that holds <see cref="HomePath"/>, or null.</summary>
    public string? HomeVolume { get; init; }

    /// <summary>The volume that holds <see cref="ColdPath"/>, or null.</summary>
    public string? ColdVolume { get; init; }

    public bool Disabled { get; init; }

    /// <summary>At least 1; 2 or more to keep old and new data apart.</summary>
    public int MaxHotBuckets { get; init; } = 3;

    /// <summary>A hot bucket that has this many bytes on disk rolls. <c>auto</c> is 750 MB, <c>auto_high_volume</c> 10 GB.</summary>
    public long MaxDataSizeBytes { get; init; } = 750L << 20;

    public int MaxWarmDbCount { get; init; } = 300;

    public long MaxTotalDataSizeBytes { get; init; } = 500_000L << 20;

    public TimeSpan FrozenTimePeriod { get; init; } = TimeSpan.FromSeconds(188_697_600);

    /// <summary>0 is no limit.</summary>
    public long HomePathMaxDataSizeBytes { get; init; }

    /// <summary>0 is no limit.</summary>
    public long ColdPathMaxDataSizeBytes { get; init; }

    public string? ColdToFrozenDir { get; init; }

    /// <summary>Program and arguments; the bucket's directory is appended. Ignored with <see cref="ColdToFrozenDir"/>.</summary>
    public IReadOnlyList<string> ColdToFrozenScript { get; init; } = [];

    /// <summary>The longest span of time in one hot bucket.</summary>
    public TimeSpan MaxHotSpan { get; init; } = TimeSpan.FromSeconds(7_776_000);

    /// <summary>A hot bucket without new events for this long rolls; zero is never.</summary>
    public TimeSpan MaxHotIdle { get; init; }

    /// <summary>How often stages and sizes are checked.</summary>
    public TimeSpan RotatePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Events older than this go to a quarantine bucket.</summary>
    public TimeSpan QuarantinePast { get; init; } = TimeSpan.FromSeconds(77_760_000);

    /// <summary>Events further in the future than this go to a quarantine bucket.</summary>
    public TimeSpan QuarantineFuture { get; init; } = TimeSpan.FromSeconds(2_592_000);

    /// <summary>A hot bucket with more distinct hosts, sources or sourcetypes rolls.</summary>
    public int MaxMetaEntries { get; init; } = 1_000_000;

    /// <summary>Memory that the terms of one hot bucket take before they are written out.</summary>
    public long MaxMemoryBytes { get; init; } = 5L << 20;

    /// <summary>Raw text in one compressed block.</summary>
    public long RawChunkSizeBytes { get; init; } = 128 << 10;

    /// <summary>How many merges of index files run at once.</summary>
    public int MaxConcurrentOptimizes { get; init; } = 6;

    public bool CreateBloomFilter { get; init; } = true;

    /// <summary>Where bloom filters are kept; null is the bucket's own directory.</summary>
    public string? BloomHomePath { get; init; }

    /// <summary>The volume that holds <see cref="BloomHomePath"/>, or null.</summary>
    public string? BloomVolume { get; init; }

    /// <summary><c>auto</c> replicates the index in a cluster.</summary>
    public bool IsReplicated { get; init; }

    /// <summary>How long acknowledged events may wait for their copies.</summary>
    public TimeSpan MaxTimeUnreplicatedWithAcks { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long events without acknowledgement may wait for their copies.</summary>
    public TimeSpan MaxTimeUnreplicatedNoAcks { get; init; } = TimeSpan.FromSeconds(60);
}
