using FASTER.core;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// Makes FASTER's commits durable: the log first, then the slot that says where it ends. FASTER swallows what is thrown here and
/// would leave everyone waiting, so an error goes to <paramref name="failed"/> instead.
/// </summary>
/// <param name="log">The log file.</param>
/// <param name="slots">The commit file; neither is owned.</param>
/// <param name="failed">Told of an error; the commit counts as failed even though FASTER does not learn of it.</param>
internal sealed class DiskCommitManager(IDiskFile log, CommitSlots slots, Action<Exception> failed) : ILogCommitManager
{
    public void Commit(long beginAddress, long untilAddress, byte[] commitMetadata, long commitNum, bool forceWriteMetadata)
    {
        try
        {
            log.Sync();
            slots.Write(commitNum, commitMetadata);
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }

    public byte[] GetCommitMetadata(long commitNum) =>
        commitNum == slots.Number ? slots.Metadata : throw new InvalidOperationException($"commit {commitNum} is not the newest");

    public IEnumerable<long> ListCommits() => [slots.Number];

    public void RemoveCommit(long commitNum)
    {
        // A slot is given up by being overwritten.
    }

    public void RemoveAllCommits()
    {
        // The commit file goes with the journal's directory.
    }

    public void OnRecovery(long commitNum)
    {
        // There are no other commits to clean up.
    }

    public void Dispose()
    {
    }
}
