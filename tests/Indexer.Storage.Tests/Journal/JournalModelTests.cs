using FsCheck;
using FsCheck.Fluent;
using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

/// <summary>Random lives of a journal: the one on FASTER and the oracle do the same, step by step.</summary>
public sealed class JournalModelTests
{
    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (8, Gen.Choose(0, 300).Select(length => new Step(StepKind.Append, length))),
        (3, Gen.Choose(0, 15_000).Select(length => new Step(StepKind.Append, length))),
        (5, Gen.Constant(new Step(StepKind.Commit, 0))),
        (2, Gen.Constant(new Step(StepKind.Reopen, 0))),
        (2, Gen.Constant(new Step(StepKind.Crash, 0))),
        (2, Gen.Choose(0, 100).Select(percent => new Step(StepKind.Read, percent))),
        (1, Gen.Constant(new Step(StepKind.Seal, 0))));

    [Fact]
    public void The_journal_and_its_oracle_agree() =>
        Prop.ForAll(Arb.From(Gen.ListOf(AnyStep).Resize(60).Select(steps => steps.ToList())), Run)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20_260_101, 7));

    private static async Task Run(List<Step> steps)
    {
        var faster = new Life(JournalKind.Faster);
        var oracle = new Life(JournalKind.SegmentFile);
        foreach (var step in steps)
        {
            Assert.Equal(await oracle.DoAsync(step), await faster.DoAsync(step));
        }
    }

    private enum StepKind
    {
        Append,
        Commit,
        Reopen,
        Crash,
        Read,
        Seal,
    }

    private sealed record Step(StepKind Kind, int Argument);

    private sealed class Life
    {
        private readonly JournalKind kind;
        private FaultDisk disk = new();
        private IBucketJournal journal;

        public Life(JournalKind kind)
        {
            this.kind = kind;
            journal = kind.Create(disk);
            disk.SyncDirectory("/");
        }

        /// <summary>Does the step and says what can be seen of it.</summary>
        public async Task<string> DoAsync(Step step)
        {
            var seen = step.Kind switch
            {
                StepKind.Append => journal.IsSealed ? "refused" : $"{journal.AppendFrame(step.Argument)}",
                StepKind.Commit => await CommitAsync(),
                StepKind.Reopen => await ReopenAsync(),
                StepKind.Crash => await CrashAsync(),
                StepKind.Read => string.Join('\n', journal.Headers(journal.DurableSequence * step.Argument / 100)),
                _ => await SealAsync(),
            };
            return $"{step}: {seen}; end {journal.EndSequence}, durable {journal.DurableSequence}, sealed {journal.IsSealed}";
        }

        private async Task<string> CommitAsync()
        {
            if (journal.EndSequence > 0)
            {
                await journal.CommitAsync(journal.EndSequence - 1, CancellationToken.None);
            }

            return string.Join(',', journal.AssertIntact());
        }

        // With a commit first: what is on disk of uncommitted frames is the business of each.
        private async Task<string> ReopenAsync()
        {
            await CommitAsync();
            await journal.DisposeAsync();
            journal = kind.Open(disk);
            return string.Join(',', journal.AssertIntact());
        }

        private async Task<string> CrashAsync()
        {
            var crashed = disk.Crash(seed: 0, Survival.None);
            await journal.DisposeAsync();
            disk = crashed;
            journal = kind.Open(disk);
            return string.Join(',', journal.AssertIntact());
        }

        private async Task<string> SealAsync()
        {
            await journal.SealAsync(CancellationToken.None);
            return string.Join(',', journal.AssertIntact());
        }
    }
}
