using Indexer.Storage.Disk;
using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

/// <summary>The disk refuses something while the machine lives on.</summary>
public sealed class JournalFailureTests
{
    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task An_error_at_any_mutation_loses_nothing_acknowledged(JournalKind kind)
    {
        for (var mutations = 0; ; mutations++)
        {
            var disk = JournalKinds.NewDisk();
            disk.FailAfter(mutations);
            var script = new JournalScript(kind);
            await script.RunAsync(disk);
            if (script.SealAcknowledged)
            {
                return;
            }

            for (var seed = 0; seed < 4; seed++)
            {
                var crashed = disk.Crash(seed);
                if (kind.Exists(crashed))
                {
                    await using var journal = kind.Open(crashed);
                    script.AssertKept(journal);
                }
                else
                {
                    Assert.Equal(0, script.Acknowledged);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)] // the write of the log
    [InlineData(1)] // the sync of the log
    [InlineData(2)] // the write of the commit slot
    [InlineData(3)] // the sync of the commit slot
    public async Task A_failed_commit_is_final(int mutations)
    {
        var disk = new FaultDisk();
        await using var journal = JournalKind.Faster.Create(disk);
        await journal.AppendAndCommitAsync(10);
        journal.AppendFrame(20);
        disk.FailAfter(mutations);

        var failed = await Assert.ThrowsAsync<JournalFailedException>(async () => await journal.CommitAsync(1, CancellationToken.None));

        Assert.IsType<InjectedFaultException>(failed.InnerException);
        Assert.Throws<JournalFailedException>(() => journal.AppendFrame(30));
        await Assert.ThrowsAsync<JournalFailedException>(async () => await journal.CommitAsync(1, CancellationToken.None));
        await Assert.ThrowsAsync<JournalFailedException>(async () => await journal.SealAsync(CancellationToken.None));
        await journal.CommitAsync(0, CancellationToken.None);
        Assert.Equal([10], journal.AssertIntact());
    }

    [Fact]
    public async Task An_append_that_cannot_write_a_full_page_fails()
    {
        var disk = new FaultDisk();
        await using var journal = JournalKind.Faster.Create(disk);
        disk.FailAfter(0);

        Assert.Throws<JournalFailedException>(() => journal.AppendFrame(10 * JournalKinds.PageSize));
        Assert.Throws<JournalFailedException>(() => journal.AppendFrame(1));
    }

    [Fact]
    public async Task Everyone_who_waits_learns_of_the_failure()
    {
        var disk = new FaultDisk();
        await using var journal = JournalKind.Faster.Create(disk);
        disk.FailAfter(0);

        var waits = Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            var header = journal.AppendFrame(10);
            await journal.CommitAsync(header.Sequence, CancellationToken.None);
        })).ToList();

        foreach (var wait in waits)
        {
            await Assert.ThrowsAsync<JournalFailedException>(() => wait);
        }
    }

    [Fact]
    [Trait("Row", "FAIL-31")]
    public async Task A_full_disk_fails_the_journal_and_keeps_what_was_acknowledged()
    {
        var disk = new FaultDisk();
        var acknowledged = 0;
        await using (var journal = JournalKind.Faster.Create(disk))
        {
            disk.CapacityBytes = disk.UsedBytes + 50_000;
            var failed = await Assert.ThrowsAsync<JournalFailedException>(async () =>
            {
                while (true)
                {
                    await journal.AppendAndCommitAsync(3000);
                    acknowledged++;
                }
            });

            Assert.IsType<DiskFullException>(failed.InnerException);
            Assert.InRange(acknowledged, 10, 17);
        }

        // Opening takes no room: it cuts off what did not fit.
        await using var reopened = JournalKind.Faster.Open(disk);
        Assert.Equal(Enumerable.Repeat(3000, acknowledged), reopened.AssertIntact());

        disk.CapacityBytes = long.MaxValue;
        await reopened.AppendAndCommitAsync(3000);
    }
}
