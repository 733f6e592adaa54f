using System.Buffers.Binary;
using Indexer.Model;
using Indexer.Storage.Disk;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Tests.Journal;

/// <summary>
/// The journal written down as plainly as possible: one file to which frames are appended, one file that says where the committed
/// ones end. It shares the header of a frame with <see cref="FasterJournal"/> and nothing else, and serves as its oracle.
/// </summary>
internal sealed class SegmentFileJournal : IBucketJournal
{
    private const int CommitSize = 8 + 8 + 8 + 1 + 4;

    private readonly Lock gate = new();
    private readonly string directory;
    private readonly IDiskFile segment;
    private readonly IDiskFile commit;
    private readonly FramePosition start;
    private FramePosition end;
    private FramePosition durable;
    private long commits;
    private Exception? failure;

    private SegmentFileJournal(IDisk disk, string directory, BucketId bucket)
    {
        this.directory = directory;
        start = new FramePosition(0, 0, JournalChain.Seed(bucket));
        segment = disk.Open(SegmentPath(directory), DiskFileMode.OpenOrCreate);
        commit = disk.Open(CommitPath(directory), DiskFileMode.OpenOrCreate);
    }

    public long EndSequence => end.Sequence;

    public long DurableSequence => durable.Sequence;

    public long BytesOnDisk => segment.Length + commit.Length;

    public bool IsSealed { get; private set; }

    public static bool Exists(IDisk disk, string directory) => disk.FileExists(CommitPath(directory));

    public static SegmentFileJournal Create(IDisk disk, string directory, BucketId bucket)
    {
        disk.CreateDirectory(directory);
        disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        disk.DeleteFile(SegmentPath(directory));
        disk.Open(SegmentPath(directory), DiskFileMode.CreateNew).Dispose();
        disk.SyncDirectory(directory);
        var journal = new SegmentFileJournal(disk, directory, bucket);
        journal.end = journal.start;
        journal.WriteCommit(sealedNow: false);
        disk.SyncDirectory(directory);
        return journal;
    }

    public static SegmentFileJournal Open(IDisk disk, string directory, BucketId bucket)
    {
        if (!disk.FileExists(SegmentPath(directory)))
        {
            throw new JournalDamagedException(SegmentPath(directory), 0, "missing");
        }

        var journal = new SegmentFileJournal(disk, directory, bucket);
        journal.Recover();
        return journal;
    }

    public JournalFrameHeader Append(long epoch, BatchId batch, ReadOnlySpan<byte> payload)
    {
        lock (gate)
        {
            ThrowIfFailed();
            if (IsSealed)
            {
                throw new InvalidOperationException("sealed");
            }

            var frame = new byte[JournalFrameHeader.Size + payload.Length];
            var header = JournalFrameHeader.Write(frame, end, epoch, batch, payload);
            payload.CopyTo(frame.AsSpan(JournalFrameHeader.Size));
            Guarded(() => segment.Write(end.Address, frame));
            end = new FramePosition(end.Address + frame.Length, end.Sequence + 1, header.Chain);
            return header;
        }
    }

    public ValueTask CommitAsync(long sequence, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (sequence >= durable.Sequence)
            {
                ThrowIfFailed();
                Guarded(() => WriteCommit(sealedNow: false));
            }

            return ValueTask.CompletedTask;
        }
    }

    public IJournalReader ReadFrom(long sequence) => new Reader(this, sequence);

    public ValueTask SealAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            ThrowIfFailed();
            if (!IsSealed)
            {
                Guarded(() => WriteCommit(sealedNow: false));
                Guarded(() => WriteCommit(sealedNow: true));
                IsSealed = true;
            }

            return ValueTask.CompletedTask;
        }
    }

    public ValueTask DisposeAsync()
    {
        segment.Dispose();
        commit.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string SegmentPath(string directory) => Path.Combine(directory, "segment");

    private static string CommitPath(string directory) => Path.Combine(directory, "commit");

    private void WriteCommit(bool sealedNow)
    {
        segment.Sync();
        var record = new byte[CommitSize];
        BinaryPrimitives.WriteInt64LittleEndian(record, ++commits);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8), end.Address);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16), end.Sequence);
        record[24] = sealedNow ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(25), Crc32C.Of(record.AsSpan(0, 25)));
        commit.Write((commits & 1) * 1024, record);
        commit.Sync();
        durable = end;
    }

    private void Recover()
    {
        FramePosition committed = default;
        for (var slot = 0; slot < 2; slot++)
        {
            var record = new byte[CommitSize];
            if (commit.Read(slot * 1024, record) == CommitSize
                && BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(25)) == Crc32C.Of(record.AsSpan(0, 25))
                && BinaryPrimitives.ReadInt64LittleEndian(record) > commits)
            {
                commits = BinaryPrimitives.ReadInt64LittleEndian(record);
                committed = new FramePosition(BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(8)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(16)), 0);
                IsSealed = record[24] == 1;
            }
        }

        // A crash before the first commit was synced leaves a file without a record: nothing was acknowledged.
        end = start;
        while (ReadFrame(end, segment.Length, out var header, out var payload) is null)
        {
            end = new FramePosition(end.Address + JournalFrameHeader.Size + payload.Length, end.Sequence + 1, header.Chain);
        }

        if (end.Sequence < committed.Sequence)
        {
            throw new JournalDamagedException(segment.Path, end.Sequence, "committed frames are not intact");
        }

        if (!IsSealed)
        {
            segment.SetLength(end.Address);
            WriteCommit(sealedNow: false);
        }

        durable = end;
    }

    private string? ReadFrame(FramePosition at, long limit, out JournalFrameHeader header, out byte[] payload)
    {
        header = default;
        payload = [];
        var head = new byte[JournalFrameHeader.Size];
        if (at.Address + head.Length > limit || segment.Read(at.Address, head) < head.Length)
        {
            return "end";
        }

        if (JournalFrameHeader.Parse(head, at, out header) is { } wrong)
        {
            return wrong;
        }

        if (at.Address + head.Length + header.PayloadLength > limit)
        {
            return "cut short";
        }

        payload = new byte[header.PayloadLength];
        segment.Read(at.Address + head.Length, payload);
        return JournalFrameHeader.ChecksumOf(head, payload) == header.Checksum ? null : "checksum";
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            failure = exception;
            ThrowIfFailed();
        }
    }

    private void ThrowIfFailed()
    {
        if (failure is not null)
        {
            throw new JournalFailedException(directory, failure);
        }
    }

    private sealed class Reader(SegmentFileJournal journal, long first) : IJournalReader
    {
        private readonly FramePosition until = journal.durable;
        private FramePosition at = journal.start;
        private byte[] payload = [];

        public JournalFrameHeader Header { get; private set; }

        public ReadOnlySpan<byte> Payload => payload;

        public bool MoveNext()
        {
            while (at.Sequence < until.Sequence)
            {
                if (journal.ReadFrame(at, until.Address, out var header, out payload) is { } wrong)
                {
                    throw new JournalDamagedException(journal.segment.Path, at.Sequence, wrong);
                }

                Header = header;
                at = new FramePosition(at.Address + JournalFrameHeader.Size + payload.Length, at.Sequence + 1, header.Chain);
                if (header.Sequence >= first)
                {
                    return true;
                }
            }

            return false;
        }

        public void Dispose()
        {
        }
    }
}
