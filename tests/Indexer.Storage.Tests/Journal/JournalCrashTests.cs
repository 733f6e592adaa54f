using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

/// <summary>The machine stops after every single mutation of the disk; what was acknowledged is there once, in order.</summary>
public sealed class JournalCrashTests
{
    private static readonly (Survival Survival, int Seed)[] Outcomes =
        [(Survival.None, 0), (Survival.All, 0), .. Enumerable.Range(1, 8).Select(seed => (Survival.Some, seed))];

    [Theory]
    [Trait("Row", "BKT-27")]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task A_crash_after_any_mutation_loses_nothing_acknowledged(JournalKind kind)
    {
        var total = await MutationsAsync(kind);
        for (var mutations = 0; mutations <= total; mutations++)
        {
            var disk = JournalKinds.NewDisk();
            disk.StopAfter(mutations);
            var script = new JournalScript(kind);
            await script.RunAsync(disk);

            foreach (var (survival, seed) in Outcomes)
            {
                await Explained($"{kind}: {mutations} mutations, {survival}, seed {seed}", disk, async () =>
                    await AssertRecoversAsync(kind, disk.Crash(seed, survival), script));
            }
        }
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task A_crash_during_recovery_loses_nothing_acknowledged(JournalKind kind)
    {
        var total = await MutationsAsync(kind);
        for (var mutations = 0; mutations <= total; mutations += 3)
        {
            var disk = JournalKinds.NewDisk();
            disk.StopAfter(mutations);
            var script = new JournalScript(kind);
            await script.RunAsync(disk);

            for (var inRecovery = 0; inRecovery < 6; inRecovery++)
            {
                var crashed = disk.Crash(mutations, Survival.Some);
                if (!kind.Exists(crashed))
                {
                    break;
                }

                crashed.StopAfter(inRecovery);
                if (await Record.ExceptionAsync(async () => await kind.Open(crashed).DisposeAsync()) is { } exception)
                {
                    Assert.IsNotType<JournalDamagedException>(exception);
                }

                await Explained($"{kind}: {mutations} mutations, {inRecovery} in recovery", disk, async () =>
                    await AssertRecoversAsync(kind, crashed.Crash(mutations + inRecovery), script));
            }
        }
    }

    [Fact]
    public async Task A_torn_tail_is_cut_off_and_does_not_come_back()
    {
        var disk = JournalKinds.NewDisk();
        await using (var journal = JournalKind.Faster.Create(disk))
        {
            await journal.AppendAndCommitAsync(1000, 2000);
            journal.AppendFrame(30_000);
        }

        // Pages that were flushed ahead of the commit; the end of the frame never got there.
        Assert.True(disk.ReadAll("/bucket/journal/frames").Length > 20_000);
        await using (var journal = JournalKind.Faster.Open(disk))
        {
            Assert.Equal([1000, 2000], journal.AssertIntact());
            Assert.True(journal.BytesOnDisk < 10_000);
            await journal.AppendAndCommitAsync(3000);
        }

        await using var reopened = JournalKind.Faster.Open(disk);
        Assert.Equal([1000, 2000, 3000], reopened.AssertIntact());
    }

    [Fact]
    public async Task Intact_frames_behind_the_committed_end_are_kept_and_committed()
    {
        var disk = JournalKinds.NewDisk();
        await using (var journal = JournalKind.Faster.Create(disk))
        {
            await journal.AppendAndCommitAsync(1000);
            journal.AppendFrame(2000);
            journal.AppendFrame(8000);
        }

        // FASTER wrote the first pages ahead of any commit, and with them the whole second frame.
        await JournalKind.Faster.Open(disk).DisposeAsync();

        await using var afterCrash = JournalKind.Faster.Open(disk.Crash(0, Survival.None));
        Assert.Equal([1000, 2000], afterCrash.AssertIntact());
    }

    private static async Task<int> MutationsAsync(JournalKind kind)
    {
        var disk = JournalKinds.NewDisk();
        var before = disk.Mutations;
        var script = new JournalScript(kind);
        await script.RunAsync(disk);
        Assert.True(script.SealAcknowledged);
        return disk.Mutations - before;
    }

    private static async Task AssertRecoversAsync(JournalKind kind, FaultDisk disk, JournalScript script)
    {
        if (!kind.Exists(disk))
        {
            Assert.Equal(0, script.Acknowledged);
            await using var created = kind.Create(disk);
            await created.AppendAndCommitAsync(10);
            return;
        }

        int kept;
        await using (var journal = kind.Open(disk))
        {
            script.AssertKept(journal);
            kept = (int)journal.EndSequence;
            if (journal.IsSealed)
            {
                return;
            }

            await journal.AppendAndCommitAsync(6000, 10);
        }

        await using var reopened = kind.Open(disk.Crash(0, Survival.None));
        Assert.Equal([.. script.Appended.Take(kept), 6000, 10], reopened.AssertIntact());
    }

    private static async Task Explained(string what, FaultDisk disk, Func<Task> assertion)
    {
        try
        {
            await assertion();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what}; the last mutations were:\n{string.Join('\n', disk.Trace.TakeLast(12))}", exception);
        }
    }
}
