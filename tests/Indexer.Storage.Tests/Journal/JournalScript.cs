using Indexer.Storage.Disk;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Tests.Journal;

/// <summary>A life of a journal, the same every time, that keeps the books of what was appended and what was acknowledged.</summary>
internal sealed class JournalScript(JournalKind kind)
{
    /// <summary>Lengths of the payloads of frames given to the journal, in order.</summary>
    public List<int> Appended { get; } = [];

    /// <summary>The first so many of them were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public bool SealAcknowledged { get; private set; }

    /// <summary>Runs until the end or the first error of the disk.</summary>
    public async Task RunAsync(IDisk disk)
    {
        try
        {
            await LiveAsync(disk);
        }
        catch (IOException)
        {
            // The disk has failed; what matters is what a restart finds.
        }
    }

    /// <summary>Checks that a journal holds what it must and nothing else.</summary>
    public void AssertKept(IBucketJournal journal)
    {
        var found = journal.AssertIntact();
        Assert.InRange(found.Count, Acknowledged, Appended.Count);
        Assert.Equal(Appended.Take(found.Count), found);
        Assert.True(journal.IsSealed || !SealAcknowledged);
    }

    private async Task LiveAsync(IDisk disk)
    {
        await using (var journal = kind.Create(disk))
        {
            await CommitAsync(journal, 100);
            await CommitAsync(journal, 700, 0, 3000, 50);
            await CommitAsync(journal, 9000);
            Append(journal, 5000);
        }

        await using (var journal = kind.Open(disk))
        {
            // What the first life appended and did not commit may be gone.
            Appended.RemoveRange((int)journal.EndSequence, Appended.Count - (int)journal.EndSequence);
            await CommitAsync(journal, 40, 4000);
            await CommitAsync(journal, 13_000, 1);
            Append(journal, 2500);
            await journal.SealAsync(CancellationToken.None);
            Acknowledged = Appended.Count;
            SealAcknowledged = true;
        }
    }

    private void Append(IBucketJournal journal, int length)
    {
        Appended.Add(length);
        journal.AppendFrame(length);
    }

    private async Task CommitAsync(IBucketJournal journal, params int[] lengths)
    {
        foreach (var length in lengths)
        {
            Append(journal, length);
        }

        await journal.CommitAsync(journal.EndSequence - 1, CancellationToken.None);
        Acknowledged = Appended.Count;
    }
}
