using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace Indexer.Storage.Lifecycle;

/// <summary>What the parts of one index share.</summary>
internal sealed class IndexContext(IndexSettings settings, StorageOptions options, SemaphoreSlim rollSlots, CancellationToken stopping)
{
    // A bucket is at most this part of its index: otherwise the first limit that is reached would take all of the data at once.
    private const int BucketsPerLimit = 4;
    private const long RollBytesMin = 1 << 20;
    private volatile IndexSettings settings = settings;

    /// <summary>The settings in force; replaced when the index is edited.</summary>
    public IndexSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    public IndexName Name => settings.Name;

    public IDisk Disk => options.Disk;

    public TimeProvider Time => options.Time;

    public PeerId Peer => options.Peer;

    public IHotBucketFactory Buckets => options.Buckets;

    public IArchiveScript ArchiveScript => options.ArchiveScript;

    public ILogger Log => options.Log;

    /// <summary>In names of buckets that roll from now on; null outside a cluster.</summary>
    public PeerId? NamedOrigin => options.IsClusterPeer ? options.Peer : null;

    public IndexCatalog Catalog { get; } = new();

    public BatchLedger Ledger { get; } = new();

    /// <summary>Cancelled when the process stops and long work must end where a restart can take it up again.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Rolls and recoveries that may run at once in the process.</summary>
    public SemaphoreSlim RollSlots => rollSlots;

    /// <summary>A hot bucket of this many bytes on disk rolls.</summary>
    public long RollBytes
    {
        get
        {
            var current = settings;
            var limit = new[] { current.MaxTotalDataSizeBytes, current.HomePathMaxDataSizeBytes }.Where(bytes => bytes > 0).DefaultIfEmpty(long.MaxValue).Min();
            return Math.Max(RollBytesMin, Math.Min(current.MaxDataSizeBytes, limit / BucketsPerLimit));
        }
    }

    public string SealedPath(BucketManifest manifest) =>
        Path.Combine(settings.HomePath, BucketName.Original(manifest.Latest, manifest.Earliest, manifest.Id.LocalId, NamedOrigin).ToString());
}
