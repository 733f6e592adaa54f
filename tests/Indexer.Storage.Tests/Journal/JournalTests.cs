using Indexer.Model;
using Indexer.Storage.Disk;
using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

public sealed class JournalTests
{
    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task Committed_frames_are_read_back_in_order(JournalKind kind)
    {
        await using var journal = kind.Create(new FaultDisk());

        await journal.AppendAndCommitAsync(0, 1, 2, 3, 100, 4000, 5000, 20_000);

        Assert.Equal([0, 1, 2, 3, 100, 4000, 5000, 20_000], journal.AssertIntact());
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task Frames_are_numbered_from_zero_and_carry_the_chain(JournalKind kind)
    {
        await using var journal = kind.Create(new FaultDisk());

        var first = journal.AppendFrame(10);
        var second = journal.AppendFrame(20);
        await journal.CommitAsync(1, CancellationToken.None);

        Assert.Equal((0, JournalChain.Seed(JournalKinds.Bucket)), (first.Sequence, first.PreviousChain));
        Assert.Equal((1, first.Chain), (second.Sequence, second.PreviousChain));
        Assert.Equal([first, second], journal.Headers());
    }

    [Fact]
    public async Task Every_length_up_to_three_pages_survives_reopening()
    {
        var disk = new FaultDisk();
        var journal = JournalKind.Faster.Create(disk);
        var lengths = Enumerable.Range(0, 3 * JournalKinds.PageSize / 16).Select(i => (i * 16) + (i % 4)).ToArray();

        await journal.AppendAndCommitAsync(lengths);
        await journal.DisposeAsync();
        await using var reopened = JournalKind.Faster.Open(disk);

        Assert.Equal(lengths, reopened.AssertIntact());
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task A_reopened_journal_goes_on_where_it_was(JournalKind kind)
    {
        var disk = new FaultDisk();
        List<int> expected = [];
        kind.Create(disk);

        for (var round = 0; round < 40; round++)
        {
            await using var journal = kind.Open(disk);
            expected.Add(round * 211);
            await journal.AppendAndCommitAsync(round * 211);
            Assert.Equal(expected, journal.AssertIntact());
        }
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task Reading_starts_at_any_frame_and_ends_with_the_durable_ones(JournalKind kind)
    {
        await using var journal = kind.Create(new FaultDisk());
        await journal.AppendAndCommitAsync([.. Enumerable.Range(0, 30).Select(i => i * 100)]);
        journal.AppendFrame(10);

        for (var from = 0; from <= 30; from++)
        {
            Assert.Equal(Enumerable.Range(from, 30 - from).Select(i => (long)i), journal.Headers(from).Select(header => header.Sequence));
        }
    }

    [Fact]
    public async Task Reading_from_the_middle_of_a_long_journal_skips_what_is_before()
    {
        var disk = new FaultDisk();
        await using var journal = FasterJournal.Create(disk, JournalKinds.Directory, JournalKinds.Bucket);
        await journal.AppendAndCommitAsync([.. Enumerable.Repeat(200_000, 100)]);

        // Damage at the start is not seen by a reader that starts behind it.
        disk.Flip("/bucket/journal/frames", 100_000, 1);

        Assert.Equal(20, journal.Headers(80).Count);
        Assert.Throws<JournalDamagedException>(() => journal.Headers(0));
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task A_sealed_journal_keeps_its_frames_and_takes_no_more(JournalKind kind)
    {
        var disk = new FaultDisk();
        await using (var journal = kind.Create(disk))
        {
            journal.AppendFrame(5000);
            await journal.SealAsync(CancellationToken.None);
            await journal.SealAsync(CancellationToken.None);

            Assert.True(journal.IsSealed);
            Assert.Equal([5000], journal.AssertIntact());
            Assert.Throws<InvalidOperationException>(() => journal.AppendFrame(1));
        }

        await using var reopened = kind.Open(disk);
        Assert.True(reopened.IsSealed);
        Assert.Equal([5000], reopened.AssertIntact());
        Assert.Throws<InvalidOperationException>(() => reopened.AppendFrame(1));
    }

    [Theory]
    [InlineData(JournalKind.Faster)]
    [InlineData(JournalKind.SegmentFile)]
    public async Task An_empty_journal_can_be_sealed(JournalKind kind)
    {
        var disk = new FaultDisk();
        await using (var journal = kind.Create(disk))
        {
            await journal.SealAsync(CancellationToken.None);
        }

        await using var reopened = kind.Open(disk);
        Assert.True(reopened.IsSealed);
        Assert.Empty(reopened.AssertIntact());
    }

    [Fact]
    public async Task A_journal_is_not_created_over_another()
    {
        var disk = new FaultDisk();
        await using var journal = JournalKind.Faster.Create(disk);

        Assert.Throws<IOException>(() => JournalKind.Faster.Create(disk));
    }

    [Fact]
    public async Task The_journal_of_another_bucket_is_refused()
    {
        var disk = new FaultDisk();
        await JournalKind.Faster.Create(disk).DisposeAsync();

        var exception = Assert.Throws<JournalDamagedException>(() =>
            FasterJournal.Open(disk, JournalKinds.Directory, JournalKinds.Bucket with { LocalId = 8 }));

        Assert.Contains("another bucket", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_the_frame_is_committed_all_the_same()
    {
        await using var journal = JournalKind.Faster.Create(new FaultDisk());
        journal.AppendFrame(10);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        // Cancelled before or after the commit was done: both are fine for the caller.
        var wait = async () => await journal.CommitAsync(0, cancelled.Token);
        if (await Record.ExceptionAsync(wait) is { } exception)
        {
            Assert.IsAssignableFrom<OperationCanceledException>(exception);
        }

        await journal.CommitAsync(0, CancellationToken.None);
        Assert.Equal([10], journal.AssertIntact());
    }

    [Fact]
    public async Task A_disposed_journal_refuses_everything()
    {
        var journal = JournalKind.Faster.Create(new FaultDisk());
        journal.AppendFrame(10);
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => journal.AppendFrame(10));
        Assert.Throws<ObjectDisposedException>(() => journal.ReadFrom(0));
        Assert.True(journal.BytesOnDisk > 0);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.CommitAsync(0, CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.SealAsync(CancellationToken.None));
    }

    [Fact]
    [Trait("Row", "EVT-21")]
    public async Task Sixty_four_journals_on_a_real_disk_commit_at_once()
    {
        var root = Directory.CreateTempSubdirectory("journal-");
        try
        {
            var journals = Enumerable.Range(0, 64)
                .Select(i => FasterJournal.Create(LocalDisk.Instance, Path.Combine(root.FullName, $"j{i}"), JournalKinds.Bucket))
                .ToList();
            for (var round = 0; round < 3; round++)
            {
                await Task.WhenAll(journals.Select(journal => journal.AppendAndCommitAsync(1000, 300_000)));
            }

            foreach (var journal in journals)
            {
                Assert.Equal([1000, 300_000, 1000, 300_000, 1000, 300_000], journal.AssertIntact());
                await journal.DisposeAsync();
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Many_writers_and_waiters_of_one_journal_get_their_frames_in()
    {
        await using var journal = JournalKind.Faster.Create(new FaultDisk());
        var mine = new JournalFrameHeader[8 * 200];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var header = journal.Append(writer, new BatchId(new Guid(writer + 1, 0, 0, new byte[8]), i), new byte[i * 10]);
                mine[(writer * 200) + i] = header;
                await journal.CommitAsync(header.Sequence, CancellationToken.None);
                Assert.True(journal.DurableSequence > header.Sequence);
            }
        })));

        Assert.Equal(mine.OrderBy(header => header.Sequence), journal.Headers());
    }

    [Fact]
    public async Task An_append_allocates_nothing_but_what_FASTER_takes_for_a_page()
    {
        await using var journal = FasterJournal.Create(new FaultDisk(), JournalKinds.Directory, JournalKinds.Bucket);
        var payload = new byte[100];
        for (var i = 0; i < 100; i++)
        {
            journal.Append(0, BatchId.None, payload);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            journal.Append(0, BatchId.None, payload);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
