namespace Indexer.Storage.Journal;

/// <summary>
/// The journal could not write or sync, and takes no more frames: seal its bucket and go on in a new one. Frames that were not
/// acknowledged may or may not be on disk. The cause is the inner exception.
/// </summary>
public sealed class JournalFailedException(string path, Exception cause)
    : IOException($"journal '{path}' failed and takes no more frames: {cause.Message}", cause);
