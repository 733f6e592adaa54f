using Microsoft.Extensions.Logging;

namespace Indexer.Inputs;

/// <summary>Messages of inputs. None is written per event.</summary>
internal static partial class InputsLog
{
    [LoggerMessage(1, LogLevel.Warning, "props.conf: {Key} of sourcetype {SourceType} cannot be used and is left out: {Reason}")]
    public static partial void ValueNotUsable(this ILogger log, string key, string sourceType, string reason);

    [LoggerMessage(2, LogLevel.Error, "events could not be stored; they are tried again: {Reason}")]
    public static partial void StoringFails(this ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Information, "events are stored again")]
    public static partial void StoringGoesOn(this ILogger log);

    [LoggerMessage(4, LogLevel.Error, "a request to the HTTP Event Collector failed")]
    public static partial void RequestFailed(this ILogger log, Exception cause);

    [LoggerMessage(5, LogLevel.Warning, "acknowledged request {AckId} of channel {Channel} could not be stored: {Reason}; it stays unacknowledged")]
    public static partial void NotAcknowledged(this ILogger log, long ackId, Guid channel, string reason);

    [LoggerMessage(6, LogLevel.Information, "monitor: reads {Path} from byte {Position}")]
    public static partial void FileOpened(this ILogger log, string path, long position);

    [LoggerMessage(7, LogLevel.Information, "monitor: {Path} was rotated or cut; it is read from its beginning")]
    public static partial void FileReplaced(this ILogger log, string path);

    [LoggerMessage(8, LogLevel.Warning, "monitor: {Path} cannot be read: {Reason}")]
    public static partial void FileUnreadable(this ILogger log, string path, string reason);

    [LoggerMessage(9, LogLevel.Error, "monitor: {Path} is not read, its index takes no events: {Reason}")]
    public static partial void FileRefused(this ILogger log, string path, string reason);

    [LoggerMessage(10, LogLevel.Warning, "monitor: the file of positions {Path} is damaged after byte {Offset}; what follows is left out")]
    public static partial void CheckpointsDamaged(this ILogger log, string path, long offset);

    [LoggerMessage(11, LogLevel.Warning, "monitor: more than {Limit} files match; the others are left out")]
    public static partial void TooManyFiles(this ILogger log, int limit);

    [LoggerMessage(12, LogLevel.Error, "monitor: a pass over the files failed; it is tried again")]
    public static partial void PassFailed(this ILogger log, Exception cause);

    [LoggerMessage(13, LogLevel.Information, "oneshot: {Path} has given {Events} events to index {Index}")]
    public static partial void OneShotDone(this ILogger log, string path, long events, string index);
}
