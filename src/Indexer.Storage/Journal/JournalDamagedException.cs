namespace Indexer.Storage.Journal;

/// <summary>
/// A journal does not hold what was committed to it. Nothing of it may be served or written to: quarantine the bucket and heal it
/// from another copy.
/// </summary>
public sealed class JournalDamagedException(string path, long sequence, string damage, Exception? cause = null)
    : Exception($"'{path}' is damaged at frame {sequence}: {damage}; quarantine the bucket and heal it from another copy", cause)
{
    /// <summary>The damaged file.</summary>
    public string Path { get; } = path;

    /// <summary>Frames with a lower sequence were found intact.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>What is wrong, without the name of the file.</summary>
    public string Damage { get; } = damage;
}
