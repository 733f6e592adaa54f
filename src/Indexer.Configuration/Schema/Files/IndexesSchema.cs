using Indexer.Model;

namespace Indexer.Configuration.Schema.Files;

/// <summary><c>indexes.conf</c>: indexes, where their buckets live and how long, and volumes.</summary>
internal static class IndexesSchema
{
    public const string VolumePrefix = "volume:";

    public static readonly Key<IndexName> DefaultDatabase = new("defaultDatabase", TextTypes.Index, "main",
        "The index of events and searches that name none.") { Effect = Effect.Restart };

    public static readonly Key<IndexName> LastChanceIndex = new("lastChanceIndex", TextTypes.Index, null,
        "The index that takes events whose own index does not exist. Without it such events are refused and counted.");

    public static readonly Key<bool> Disabled = new("disabled", ValueTypes.Boolean, "false",
        "A disabled index keeps its data, takes in no events and is not searched.");

    public static readonly Key<string> HomePath = new("homePath", TextTypes.Path, "$INDEXER_DB/$_index_name/db",
        "Hot and warm buckets. Must be writable. May begin with `volume:<name>/`.") { Effect = Effect.Restart };

    public static readonly Key<string> ColdPath = new("coldPath", TextTypes.Path, "$INDEXER_DB/$_index_name/colddb",
        "Cold buckets and, in a cluster, all replicated copies. Must be writable. May begin with `volume:<name>/`.") { Effect = Effect.Restart };

    public static readonly Key<string> ThawedPath = new("thawedPath", TextTypes.Path, "$INDEXER_DB/$_index_name/thaweddb",
        "Restored buckets. Must be writable. May not use a volume.") { Effect = Effect.Restart };

    public static readonly Key<string> BloomHomePath = new("bloomHomePath", TextTypes.Path, null,
        "Where bloom filters of warm and cold buckets are kept; must begin with `volume:<name>/`. Without it they lie in their buckets.") { Effect = Effect.Restart };

    public static readonly Key<bool> CreateBloomFilter = new("createBloomfilter", ValueTypes.Boolean, "true",
        "Whether a bucket gets a bloom filter when it rolls from hot to warm.");

    public static readonly Key<bool> RepFactor = new("repFactor", ValueTypes.OneOf(("0", false), ("auto", true)), "0",
        "`auto` replicates the index in a cluster, with the manager's replication factor; `0` does not.") { Effect = Effect.Restart };

    public static readonly Key<int> MaxHotBuckets = new("maxHotBuckets", ValueTypes.Integer(1, 255), "3",
        "How many hot buckets the index has at most. 2 or more keep old events from sharing a bucket with new ones.");

    public static readonly Key<long> MaxDataSize = new("maxDataSize", ValueTypes.BucketSize, "auto",
        "A hot bucket of this size rolls to warm. `auto` is 750 MB, `auto_high_volume` 10 GB.");

    public static readonly Key<int> MaxWarmDbCount = new("maxWarmDBCount", ValueTypes.Integer(0, int.MaxValue), "300",
        "How many warm buckets there are at most; above it the oldest roll to cold.");

    public static readonly Key<long> MaxTotalDataSize = new("maxTotalDataSizeMB", ValueTypes.MegabytesFrom(1), "500000",
        "The index's size in MB, hot, warm and cold together; above it the oldest buckets are frozen.");

    public static readonly Key<TimeSpan> FrozenTimePeriod = new("frozenTimePeriodInSecs", ValueTypes.Seconds(1, 4_294_967_295), "188697600",
        "A bucket whose newest event is older than this is frozen.");

    public static readonly Key<long> HomePathMaxDataSize = new("homePath.maxDataSizeMB", ValueTypes.Megabytes, "0",
        "Size of the hot and warm buckets in MB; above it the oldest roll to cold. 0 is no limit.");

    public static readonly Key<long> ColdPathMaxDataSize = new("coldPath.maxDataSizeMB", ValueTypes.Megabytes, "0",
        "Size of the cold buckets in MB; above it the oldest are frozen. 0 is no limit.");

    public static readonly Key<string> ColdToFrozenDir = new("coldToFrozenDir", TextTypes.Path, null,
        "Frozen buckets are archived here before they are deleted. May not use a volume. Wins over `coldToFrozenScript`.");

    public static readonly Key<string> ColdToFrozenScript = new("coldToFrozenScript", TextTypes.NonEmpty, null,
        "`[\"<program>\"] \"<script>\"`, run with the bucket's directory before it is deleted. The script must be in `$INDEXER_HOME/bin`.");

    public static readonly Key<TimeSpan> RotatePeriod = new("rotatePeriodInSecs", ValueTypes.Seconds(1, 86_400), "60",
        "How often ages and sizes of buckets are checked.");

    public static readonly Key<TimeSpan> MaxHotSpan = new("maxHotSpanSecs", ValueTypes.Seconds(1, 4_294_967_295), "7776000",
        "The longest span of time in one hot bucket.");

    public static readonly Key<TimeSpan> MaxHotIdle = new("maxHotIdleSecs", ValueTypes.Seconds(0, 4_294_967_295), "0",
        "A hot bucket without new events for this long rolls. 0 is never.");

    public static readonly Key<TimeSpan> QuarantinePast = new("quarantinePastSecs", ValueTypes.Seconds(1, 4_294_967_295), "77760000",
        "Events older than this go to a bucket of their own.");

    public static readonly Key<TimeSpan> QuarantineFuture = new("quarantineFutureSecs", ValueTypes.Seconds(1, 4_294_967_295), "2592000",
        "Events further in the future than this go to a bucket of their own.");

    public static readonly Key<int> MaxMetaEntries = new("maxMetaEntries", ValueTypes.Integer(1, int.MaxValue), "1000000",
        "A hot bucket with more distinct hosts, sources or sourcetypes than this rolls.");

    public static readonly Key<long> MaxMemory = new("maxMemMB", ValueTypes.MegabytesFrom(1), "5",
        "How much memory the terms of one hot bucket take before they are written out, in MB.");

    public static readonly Key<long> RawChunkSize = new("rawChunkSizeBytes", ValueTypes.Bytes, "131072",
        "Raw text in one compressed block of a bucket.");

    public static readonly Key<int> MaxConcurrentOptimizes = new("maxConcurrentOptimizes", ValueTypes.Integer(1, 256), "6",
        "How many merges of index files run at once.");

    public static readonly Key<TimeSpan> MaxTimeUnreplicatedWithAcks = new("maxTimeUnreplicatedWithAcks", ValueTypes.Seconds(0, 86_400), "60",
        "How long acknowledged events may wait for their copies.");

    public static readonly Key<TimeSpan> MaxTimeUnreplicatedNoAcks = new("maxTimeUnreplicatedNoAcks", ValueTypes.Seconds(0, 86_400), "60",
        "How long events without acknowledgement may wait for their copies.");

    public static readonly Key<string> VolumePath = new("path", TextTypes.Path, null,
        "The volume's directory.") { Effect = Effect.Restart };

    public static readonly Key<long> MaxVolumeDataSize = new("maxVolumeDataSizeMB", ValueTypes.Megabytes, "0",
        "Size in MB of all buckets on the volume; above it the oldest roll to cold or are frozen. 0 is no limit.");

    public static readonly FileSchema File = new(
        "indexes",
        "Indexes, where their buckets live and how long, and volumes.",
        [
            new StanzaSchema(StanzaMatch.Prefix, VolumePrefix, "volume:<name>",
                "A directory whose total size is limited. Indexes refer to it as `volume:<name>/<directory>`.",
                [VolumePath, MaxVolumeDataSize]),
            new StanzaSchema(StanzaMatch.Any, "", "<index>",
                "An index. Its name has lower-case letters, digits, `_` and `-`, and does not begin with `_` or `-`.",
                [
                    Disabled, HomePath, ColdPath, ThawedPath, BloomHomePath, CreateBloomFilter, RepFactor,
                    MaxHotBuckets, MaxDataSize, MaxWarmDbCount, MaxTotalDataSize, FrozenTimePeriod, HomePathMaxDataSize, ColdPathMaxDataSize,
                    ColdToFrozenDir, ColdToFrozenScript, RotatePeriod, MaxHotSpan, MaxHotIdle, QuarantinePast, QuarantineFuture,
                    MaxMetaEntries, MaxMemory, RawChunkSize, MaxConcurrentOptimizes, MaxTimeUnreplicatedWithAcks, MaxTimeUnreplicatedNoAcks,
                ]),
        ],
        [DefaultDatabase, LastChanceIndex]);
}
