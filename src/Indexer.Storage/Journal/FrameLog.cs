using FASTER.core;
using Indexer.Model;

namespace Indexer.Storage.Journal;

/// <summary>
/// The FasterLog that frames are appended to: cuts frames into entries, and asks for commits. Not thread-safe; writes to the disk
/// happen in the calls, the syncs of a commit on a pool thread.
/// </summary>
internal sealed class FrameLog : IDisposable
{
    private readonly FasterLog log;
    private readonly FrameEntry entry = new();
    private readonly int pageSize;

    /// <summary>Opens the log at the end of its newest commit, which recovery has verified.</summary>
    /// <param name="files">The files of the journal; not owned.</param>
    /// <param name="recovered">The newest commit.</param>
    /// <param name="failed">Told of errors of the disk, from any thread. FASTER itself would report them late or never.</param>
    public FrameLog(JournalFiles files, CommitCookie recovered, Action<Exception> failed)
    {
        pageSize = files.PageSize;
        log = new FasterLog(new FasterLogSettings
        {
            LogDevice = new DiskDevice(files.Log, failed),
            LogCommitManager = new DiskCommitManager(files.Log, files.Slots, failed),
            PageSize = pageSize,
            MemorySize = 2L * pageSize,
            SegmentSize = 1L << 46, // one file: a journal is deleted as a whole
            LogChecksum = LogChecksumType.None, // frames have a better one
            TryRecoverLatest = false, // it takes an unreadable commit for an empty log
        });
        try
        {
            log.Recover(files.Slots.Number);
            if (log.TailAddress != recovered.End.Address || !log.RecoveredCookie.AsSpan().SequenceEqual(recovered.ToBytes()))
            {
                throw new JournalDamagedException(files.Log.Path, recovered.End.Sequence,
                    $"FASTER recovered to byte {log.TailAddress}, the verified end is byte {recovered.End.Address}");
            }
        }
        catch (Exception exception)
        {
            log.Dispose();
            if (exception is FasterException)
            {
                throw new IOException($"cannot read the end of '{files.Log.Path}'", exception);
            }

            throw;
        }
    }

    /// <summary>
    /// Appends a frame after <paramref name="end"/>, and moves that. Throws where the log takes no more because a write failed,
    /// now or before; a write that fails now may also be reported only through the callback.
    /// </summary>
    public unsafe JournalFrameHeader Append(ref FramePosition end, long epoch, BatchId batch, ReadOnlySpan<byte> payload)
    {
        var header = JournalFrameHeader.Write(entry.Header, end, epoch, batch, payload);
        fixed (byte* pinned = payload)
        {
            entry.SetPayload(pinned);
            try
            {
                end = new FramePosition(WriteFragments(JournalFrameHeader.Size + payload.Length), header.Sequence + 1, header.Chain);
            }
            finally
            {
                entry.SetPayload(null);
            }
        }

        return header;
    }

    /// <summary>
    /// Writes what is not written yet and starts the syncs of a commit. <paramref name="done"/> is called on a pool thread when
    /// they are over, also when one of them failed.
    /// </summary>
    public void Commit(CommitCookie cookie, Action done)
    {
        // A strong commit with a cookie is never merged with another: its metadata names exactly this end.
        if (!log.CommitStrongly(out var tail, out _, spinWait: false, cookie.ToBytes(), -1, done) || tail != cookie.End.Address)
        {
            throw new IOException($"the log ends at byte {tail} instead of {cookie.End.Address}");
        }
    }

    /// <summary>Waits for the syncs of the last commit, and gives back the pages.</summary>
    public void Dispose() => log.Dispose();

    /// <summary>Gives the frame to FASTER, cut where its pages end; returns the address behind it.</summary>
    private long WriteFragments(int length)
    {
        var written = 0;
        var address = log.TailAddress;
        while (true)
        {
            var room = pageSize - (int)(address & (pageSize - 1));
            if (room < LogLayout.FrameRoomMin)
            {
                // FASTER leaves the rest of the page empty by itself, because the piece does not fit.
                room = pageSize;
            }

            var piece = Math.Min(room - LogLayout.EntryOverhead, length - written);
            var isLast = piece == length - written;
            entry.SetPiece(written == 0 ? (isLast ? Fragment.Whole : Fragment.First) : (isLast ? Fragment.Last : Fragment.Middle), written, piece);

            // Writes are done when FASTER asks for them, so it has a free page unless a write failed.
            if (!log.TryEnqueue(entry, out address))
            {
                throw new IOException("the log takes no more entries after a failed write");
            }

            address += LogLayout.EntryOverhead + LogLayout.Aligned(piece);
            written += piece;
            if (isLast)
            {
                return address;
            }
        }
    }
}
