using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace Indexer.Storage.Lifecycle;

/// <summary>What a <see cref="StorageService"/> works with.</summary>
public sealed record StorageOptions
{
    /// <summary><c>$INDEXER_DB</c>: locked as long as the service is open.</summary>
    public required string Root { get; init; }

    public required PeerId Peer { get; init; }

    public required IDisk Disk { get; init; }

    public required IHotBucketFactory Buckets { get; init; }

    public required ILogger Log { get; init; }

    public IReadOnlyList<IndexSettings> Indexes { get; init; } = [];

    public IReadOnlyList<VolumeSettings> Volumes { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IArchiveScript ArchiveScript { get; init; } = new ProcessArchiveScript();

    /// <summary>Takes the lock on <see cref="Root"/>; throws <see cref="StorageLockedException"/> where another process has it.</summary>
    public Func<string, IDisposable> Lock { get; init; } = DirectoryLock.Acquire;

    /// <summary>Indexing pauses while a file system that holds an index has fewer bytes free.</summary>
    public long MinFreeSpaceBytes { get; init; } = 2000L << 20;

    /// <summary>How often free space is looked at.</summary>
    public TimeSpan FreeSpacePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets events that name an index that does not exist; null refuses them.</summary>
    public IndexName? LastChanceIndex { get; init; }

    /// <summary>Whether buckets that roll from now on carry this peer's GUID in their names.</summary>
    public bool IsClusterPeer { get; init; }

    /// <summary>Rolls and recoveries that run at once, at least 1.</summary>
    public int RollConcurrency { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);
}
