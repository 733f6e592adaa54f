using Indexer.Storage.Journal;

namespace Indexer.Storage.Tests.Journal;

public sealed class GroupCommitTests
{
    private readonly SemaphoreSlim started = new(0);
    private int starts;

    [Fact]
    public async Task Those_who_come_during_a_commit_share_the_next_one()
    {
        var commits = NewCommits();
        var first = commits.WaitAsync(0, CancellationToken.None).AsTask();
        await started.WaitAsync();
        commits.Begin(1);

        var later = Enumerable.Range(1, 100).Select(sequence => commits.WaitAsync(sequence, CancellationToken.None).AsTask()).ToList();
        commits.Complete();
        await first;
        await started.WaitAsync();
        Assert.DoesNotContain(later, wait => wait.IsCompleted);

        commits.Begin(101);
        commits.Complete();
        await Task.WhenAll(later);
        Assert.Equal((2, 101), (starts, commits.Durable));
    }

    [Fact]
    public async Task A_commit_serves_those_whom_it_covers()
    {
        var commits = NewCommits();
        var first = commits.WaitAsync(0, CancellationToken.None).AsTask();
        var second = commits.WaitAsync(4, CancellationToken.None).AsTask();
        await started.WaitAsync();
        commits.Begin(5);
        var third = commits.WaitAsync(2, CancellationToken.None).AsTask();

        commits.Complete();

        await Task.WhenAll(first, second, third);
        Assert.Equal(1, starts);
    }

    [Fact]
    public void What_is_durable_needs_no_commit()
    {
        var commits = new GroupCommit(() => throw new InvalidOperationException("no commit was expected"), durable: 10);

        Assert.True(commits.WaitAsync(9, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failure_ends_all_waits_now_and_later()
    {
        var commits = NewCommits();
        var first = commits.WaitAsync(0, CancellationToken.None).AsTask();
        await started.WaitAsync();
        commits.Begin(1);
        var second = commits.WaitAsync(1, CancellationToken.None).AsTask();

        commits.Fail(new InvalidOperationException("first"));
        commits.Fail(new InvalidOperationException("second"));
        commits.Complete();

        foreach (var wait in new[] { first, second, commits.WaitAsync(7, CancellationToken.None).AsTask() })
        {
            Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(() => wait)).Message);
        }

        await commits.DrainAsync();
        Assert.Equal(0, commits.Durable);
    }

    private GroupCommit NewCommits() => new(() =>
    {
        Interlocked.Increment(ref starts);
        started.Release();
    }, durable: 0);
}
