using System.Buffers;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// Brings the files of a journal that was not closed in order to a state that can be appended to. Every frame is verified. What
/// was committed must be there, to the byte; what comes after it may have been torn by a crash: the intact frames of it are kept
/// and become committed, the rest is cut off.
/// </summary>
internal static class JournalRecovery
{
    private const int CopyBytes = 64 << 10;

    /// <summary>Throws <see cref="JournalDamagedException"/> and changes nothing where committed frames are not intact.</summary>
    /// <param name="files">The files of the journal.</param>
    /// <param name="directory">Where they are.</param>
    /// <param name="index">Gets to know the frames.</param>
    public static CommitCookie Recover(JournalFiles files, string directory, FrameIndex index)
    {
        var committed = files.Committed(directory);
        var length = files.Log.Length;
        VerifyCommitted(files, committed.End, length, index);
        if (length == committed.End.Address)
        {
            return committed;
        }

        if (committed.IsSealed)
        {
            throw new JournalDamagedException(files.Log.Path, committed.End.Sequence, $"{length - committed.End.Address} bytes follow the end of the sealed journal");
        }

        return KeepIntactTail(files, committed, length, index);
    }

    private static void VerifyCommitted(JournalFiles files, FramePosition end, long length, FrameIndex index)
    {
        using var scanner = new FrameScanner(files.Log, files.PageSize, files.Start, Math.Min(end.Address, length));
        while (scanner.MoveNext())
        {
            index.Note(scanner.Position);
        }

        if (scanner.Position != end)
        {
            throw new JournalDamagedException(files.Log.Path, scanner.Position.Sequence, length < end.Address
                ? $"the file ends {end.Address - length} bytes before its committed end (frame {end.Sequence})"
                : scanner.Damage is { } damage
                    ? $"{damage} (byte {scanner.Position.Address} of {end.Address} committed ones, frame {end.Sequence} is the end)"
                    : $"the commit says that {end.Sequence} frames end at byte {end.Address}, the file disagrees");
        }
    }

    private static CommitCookie KeepIntactTail(JournalFiles files, CommitCookie committed, long length, FrameIndex index)
    {
        FramePosition end;
        using (var scanner = new FrameScanner(files.Log, files.PageSize, committed.End, length))
        {
            while (scanner.MoveNext())
            {
                index.Note(scanner.Position);
            }

            end = scanner.Position;
        }

        // Cut and synced before anything is appended, or the next crash could bring torn bytes back behind new frames.
        files.Log.SetLength(end.Address);
        WriteAnew(files.Log, committed.End.Address, end.Address);
        files.Log.Sync();
        if (end == committed.End)
        {
            return committed;
        }

        var kept = new CommitCookie(end, IsSealed: false);
        var number = files.Slots.Number + 1;
        files.Slots.Write(number, JournalFiles.CommitMetadata(number, kept));
        return kept;
    }

    // After a sync that failed, the system may hold bytes that it takes for written and that no sync brings to the disk any more:
    // they are read from its memory and would be gone with the power.
    private static void WriteAnew(IDiskFile file, long start, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (var offset = start; offset < end;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(CopyBytes, end - offset));
                part = part[..file.Read(offset, part)];
                if (part.IsEmpty)
                {
                    throw new IOException($"'{file.Path}' ended at byte {offset} while it was being recovered");
                }

                file.Write(offset, part);
                offset += part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
