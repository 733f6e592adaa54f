using Indexer.Storage.Journal;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Journal;

/// <summary>Bytes change or go missing behind the journal's back: it says so, and never serves or forgets anything in silence.</summary>
public sealed class JournalDamageTests
{
    private const string Log = "/bucket/journal/frames";
    private const string Commit = "/bucket/journal/commit";
    private static readonly int[] Lengths = [10, 0, 3000, 700, 9000, 1, 4017, 20, 64];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_changed_byte_of_the_log_is_found(bool isSealed)
    {
        var disk = await WrittenAsync(isSealed);
        var length = disk.ReadAll(Log).Length;

        // All of the first page, and every few bytes of the rest.
        for (var offset = 0; offset < length; offset += offset < JournalKinds.PageSize ? 1 : 13)
        {
            disk.Flip(Log, offset, (byte)(1 << (offset % 8)));

            var exception = Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk));
            Assert.Equal(Log, exception.Path);
            Assert.InRange(exception.Sequence, 0, Lengths.Length);

            disk.Flip(Log, offset, (byte)(1 << (offset % 8)));
        }

        await using var journal = JournalKind.Faster.Open(disk);
        Assert.Equal(Lengths, journal.AssertIntact());
    }

    [Fact]
    public async Task A_refused_journal_is_left_as_it_was()
    {
        var disk = await WrittenAsync(isSealed: false);
        disk.Flip(Log, 5000, 1);
        var before = disk.ReadAll(Log);
        var mutations = disk.Mutations;

        Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk));

        Assert.Equal(mutations, disk.Mutations);
        Assert.Equal(before, disk.ReadAll(Log));
    }

    [Fact]
    public async Task Damage_names_the_file_the_frame_and_the_reason()
    {
        var disk = await WrittenAsync(isSealed: false);
        disk.Flip(Log, JournalKinds.PageSize + 2000, 1);

        var exception = Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk));

        Assert.Equal(4, exception.Sequence);
        Assert.StartsWith($"'{Log}' is damaged at frame 4: the checksum of the frame is wrong", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_truncation_of_committed_frames_is_found()
    {
        var written = await WrittenAsync(isSealed: false);
        var length = written.ReadAll(Log).Length;
        for (var cut = 0; cut < length; cut += 37)
        {
            var disk = written.Clone();
            disk.Truncate(Log, cut);

            Assert.Equal(Log, Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk)).Path);
        }
    }

    [Fact]
    public async Task A_changed_byte_of_the_commit_file_costs_nothing()
    {
        var written = await WrittenAsync(isSealed: false);
        for (var offset = 0; offset < CommitSlots.FileSize; offset += 3)
        {
            var disk = written.Clone();
            disk.Flip(Commit, offset, 0x40);

            // The other slot is one commit older, and the frames behind it are intact.
            await using var journal = JournalKind.Faster.Open(disk);
            Assert.Equal(Lengths, journal.AssertIntact());
        }
    }

    [Fact]
    public async Task Without_any_intact_commit_the_journal_is_refused()
    {
        var disk = await WrittenAsync(isSealed: false);
        disk.Flip(Commit, 8, 1);
        disk.Flip(Commit, 4096 + 8, 1);

        Assert.Equal(Commit, Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk)).Path);
    }

    [Fact]
    public async Task A_missing_commit_file_does_not_make_the_journal_empty()
    {
        var disk = await WrittenAsync(isSealed: false);
        disk.DeleteFile(Commit);

        Assert.True(JournalKind.Faster.Exists(disk));
        Assert.Equal(Commit, Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk)).Path);
        Assert.Throws<IOException>(() => JournalKind.Faster.Create(disk));
    }

    [Fact]
    public async Task A_missing_log_file_does_not_make_the_journal_empty()
    {
        var disk = await WrittenAsync(isSealed: false);
        disk.DeleteFile(Log);

        Assert.True(JournalKind.Faster.Exists(disk));
        Assert.Equal(Log, Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk)).Path);
    }

    [Fact]
    public async Task Bytes_behind_the_end_of_a_sealed_journal_are_found()
    {
        var disk = await WrittenAsync(isSealed: true);
        using (var file = disk.Open(Log, Storage.Disk.DiskFileMode.OpenOrCreate))
        {
            file.Write(file.Length, [1, 2, 3]);
        }

        Assert.Contains("follow the end of the sealed journal",
            Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_intact_frame_of_another_history_does_not_fit()
    {
        var disk = new FaultDisk();
        var other = new FaultDisk();
        await WriteAsync(disk, [1, 2, 3]);
        await WriteAsync(other, [7, 8, 9]);

        // The second of three frames: header of the file, then entries of 72 bytes and a payload of 100.
        var foreign = other.ReadAll(Log).AsSpan(64 + 172, 172);
        using (var file = disk.Open(Log, Storage.Disk.DiskFileMode.OpenOrCreate))
        {
            file.Write(64 + 172, foreign);
        }

        var exception = Assert.Throws<JournalDamagedException>(() => JournalKind.Faster.Open(disk));
        Assert.Equal(1, exception.Sequence);
        Assert.Contains("does not continue", exception.Message, StringComparison.Ordinal);

        static async Task WriteAsync(FaultDisk disk, byte[] fill)
        {
            await using var journal = JournalKind.Faster.Create(disk);
            foreach (var value in fill)
            {
                journal.Append(0, Model.BatchId.None, Enumerable.Repeat(value, 100).ToArray());
            }

            await journal.SealAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_reader_finds_damage_that_came_after_the_journal_was_opened()
    {
        var disk = await WrittenAsync(isSealed: false);
        await using var journal = JournalKind.Faster.Open(disk);
        disk.Flip(Log, 5000, 1);

        Assert.Throws<JournalDamagedException>(() => journal.Headers());
    }

    private static async Task<FaultDisk> WrittenAsync(bool isSealed)
    {
        var disk = new FaultDisk();
        await using var journal = JournalKind.Faster.Create(disk);
        foreach (var length in Lengths)
        {
            await journal.AppendAndCommitAsync(length);
        }

        if (isSealed)
        {
            await journal.SealAsync(CancellationToken.None);
        }

        return disk;
    }
}
