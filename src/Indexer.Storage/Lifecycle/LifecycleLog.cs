using Indexer.Model;
using Microsoft.Extensions.Logging;

namespace Indexer.Storage.Lifecycle;

/// <summary>Messages about buckets and indexes. None is written per event.</summary>
internal static partial class LifecycleLog
{
    [LoggerMessage(1, LogLevel.Information, "bucket {Bucket} rolls from hot to warm: {Reason}")]
    public static partial void BucketRolls(this ILogger log, BucketId bucket, string reason);

    [LoggerMessage(2, LogLevel.Information, "bucket {Bucket} is warm: {Directory}")]
    public static partial void BucketRolled(this ILogger log, BucketId bucket, string directory);

    [LoggerMessage(3, LogLevel.Error, "bucket {Bucket} could not be sealed; its journal is recovered with the next housekeeping")]
    public static partial void RollFailed(this ILogger log, Exception cause, BucketId bucket);

    [LoggerMessage(4, LogLevel.Information, "index {Index}: {Directory} of an earlier run is being recovered")]
    public static partial void RecoveryStarts(this ILogger log, IndexName index, string directory);

    [LoggerMessage(5, LogLevel.Error, "index {Index}: {Directory} is damaged and was set aside as {Quarantine}")]
    public static partial void BucketQuarantined(this ILogger log, Exception cause, IndexName index, string directory, string quarantine);

    [LoggerMessage(6, LogLevel.Warning, "index {Index}: {Directory} could not be recovered; it is tried again with the next housekeeping")]
    public static partial void RecoveryFailed(this ILogger log, Exception cause, IndexName index, string directory);

    [LoggerMessage(7, LogLevel.Warning, "index {Index}: {Directory} is not served: {Reason}")]
    public static partial void BucketUnserved(this ILogger log, IndexName index, string directory, string reason);

    [LoggerMessage(8, LogLevel.Information, "BucketMover: bucket {Bucket} moves from warm to cold: {Reason}")]
    public static partial void BucketMovesToCold(this ILogger log, BucketId bucket, string reason);

    [LoggerMessage(9, LogLevel.Information, "BucketMover: bucket {Bucket} freezes: {Reason}; archive: {Archive}")]
    public static partial void BucketFreezes(this ILogger log, BucketId bucket, string reason, string archive);

    [LoggerMessage(10, LogLevel.Information, "BucketMover: {Directory} was frozen and erased")]
    public static partial void BucketErased(this ILogger log, string directory);

    [LoggerMessage(11, LogLevel.Error, "BucketMover: bucket {Bucket} could not be moved or archived; it stays, and is tried again after {RetryAt}")]
    public static partial void MoveFailed(this ILogger log, Exception cause, BucketId bucket, DateTimeOffset retryAt);

    [LoggerMessage(12, LogLevel.Warning, "indexing is paused: {Reason}")]
    public static partial void IndexingPaused(this ILogger log, string reason);

    [LoggerMessage(13, LogLevel.Information, "indexing goes on")]
    public static partial void IndexingResumed(this ILogger log);

    [LoggerMessage(14, LogLevel.Warning, "events for index {Index}, which does not exist, are refused; this is said once per index")]
    public static partial void UnknownIndex(this ILogger log, IndexName index);

    [LoggerMessage(15, LogLevel.Warning, "index {Index}: bucket {Directory} was there when the index was last open and is gone")]
    public static partial void BucketVanished(this ILogger log, IndexName index, string directory);

    [LoggerMessage(16, LogLevel.Warning, "index {Index}: a file of the index is damaged and is written anew")]
    public static partial void IndexFileDamaged(this ILogger log, Exception cause, IndexName index);

    [LoggerMessage(17, LogLevel.Information, "index {Index}: {Change}")]
    public static partial void IndexChanged(this ILogger log, IndexName index, string change);

    [LoggerMessage(19, LogLevel.Warning, "index {Index}: the list of its buckets cannot be written now; it is tried again with the next housekeeping")]
    public static partial void BucketManifestNotWritten(this ILogger log, Exception cause, IndexName index);

    [LoggerMessage(20, LogLevel.Error, "bucket {Bucket} is damaged; it is taken out of service and made again where that is possible")]
    public static partial void DamageFound(this ILogger log, Exception cause, BucketId bucket);

    [LoggerMessage(18, LogLevel.Error, "index {Index}: housekeeping failed; it is tried again with the next period")]
    public static partial void HousekeepingFailed(this ILogger log, Exception cause, IndexName index);
}
