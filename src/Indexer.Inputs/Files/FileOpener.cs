using System.IO.Compression;
using Indexer.Inputs.Ingest;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Files;

/// <summary>Decides where reading a file begins: where it ended last, whatever the file was called then, or at the beginning.</summary>
internal sealed class FileOpener(CheckpointStore checkpoints, ILogger log)
{
    private const int SiblingsMax = 10_000;

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether it is too early to say what a file is: a compressed file that is still being written, or one that begins like
    /// another that is still there. If that one is cut soon, this is its copy; if not, they are two files.
    /// </summary>
    public bool MustWait(string path, FileFinder finder, TimeSpan known, DateTimeOffset now)
    {
        if (IsCompressed(path))
        {
            return now.UtcDateTime - File.GetLastWriteTimeUtc(path) < finder.Input.TimeBeforeClose;
        }

        if (known >= finder.Input.TimeBeforeClose)
        {
            return false;
        }

        using var file = OpenFile(path);
        return !IsKnown(file, finder) && Originals(file, finder).Any();
    }

    /// <summary>Opens a file where it is to be read on. Throws <see cref="IOException"/>.</summary>
    /// <param name="asNew">The content was seen to be replaced: it is read from its beginning.</param>
    public TailedFile Open(EventIngest ingest, string path, FileFinder finder, bool asNew = false)
    {
        var file = OpenFile(path);
        try
        {
            var checkpoint = (asNew ? null : Recognise(file, finder)) ?? Begin(file, finder);
            checkpoint = checkpoint with { Path = path };
            checkpoints.Put(checkpoint);
            log.FileOpened(path, checkpoint.Position);
            return new TailedFile(ingest, checkpoints, finder, file, checkpoint);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Where the file is now that a checkpoint is about, if it is in the same directory under another name and has unread bytes.</summary>
    public string? FindRenamed(string path, FileCheckpoint checkpoint)
    {
        if (checkpoint.Identity == default || FileIdentity.Of(path) == checkpoint.Identity || Path.GetDirectoryName(path) is not { } directory)
        {
            return null;
        }

        foreach (var candidate in Directory.EnumerateFiles(directory).Take(SiblingsMax))
        {
            if (candidate != path && FileIdentity.Of(candidate) == checkpoint.Identity && new FileInfo(candidate).Length > checkpoint.Position)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Opens a file that was renamed, to read its rest under its old name; null where its content is another one.</summary>
    public TailedFile? OpenRenamed(EventIngest ingest, string renamed, FileFinder finder, FileCheckpoint before)
    {
        var file = OpenFile(renamed);

        // Somebody else may have read on meanwhile: the new name can be monitored too.
        if (checkpoints.TryFind(before.Identity, out var latest) && latest.Channel == before.Channel && Matches(file, finder, latest))
        {
            return new TailedFile(ingest, checkpoints, finder, file, latest with { Path = before.Path });
        }

        file.Dispose();
        return null;
    }

    private static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private FileCheckpoint? Recognise(FileStream file, FileFinder finder)
    {
        var identity = FileIdentity.Of(file.SafeFileHandle);
        if (checkpoints.TryFind(identity, out var known) && Matches(file, finder, known))
        {
            return known;
        }

        return IsCompressed(file.Name) ? RecogniseCompressed(file, finder) : RecogniseCopy(file, finder, identity);
    }

    private static bool Matches(FileStream file, FileFinder finder, FileCheckpoint checkpoint)
    {
        var length = RandomAccess.GetLength(file.SafeFileHandle);
        return checkpoint.CompressedLength > 0
            ? length == checkpoint.CompressedLength
            : length >= Math.Max(checkpoint.Position, checkpoint.BatchEnd)
                && TailedFile.HeadOf(file, finder, checkpoint.Head.Length) == checkpoint.Head
                && (checkpoint.Tail.Length == 0 || Fingerprint.OfTail(file.SafeFileHandle, checkpoint.Position) == checkpoint.Tail);
    }

    private bool IsKnown(FileStream file, FileFinder finder) =>
        checkpoints.TryFind(FileIdentity.Of(file.SafeFileHandle), out var known) && Matches(file, finder, known);

    // Contents that were read under another name and that this one begins with.
    private IEnumerable<FileCheckpoint> Originals(FileStream file, FileFinder finder)
    {
        var head = TailedFile.HeadOf(file, finder, finder.Input.InitCrcLength);
        return head.Length < finder.Input.InitCrcLength ? [] : checkpoints.FindByHead(head)
            .Where(known => known is { CompressedLength: 0, Tail.Length: > 0 } && Matches(file, finder, known));
    }

    // Whether the name still belongs to the content: then another file with the same beginning is no copy that took its place.
    private static bool IsIntact(FileCheckpoint known, FileFinder finder)
    {
        try
        {
            if (FileIdentity.Of(known.Path) != known.Identity)
            {
                return false;
            }

            using var file = OpenFile(known.Path);
            return Matches(file, finder, known);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Rotation by copying makes a new file with content that was read under the old name.
    private FileCheckpoint? RecogniseCopy(FileStream file, FileFinder finder, FileIdentity identity)
    {
        var original = Originals(file, finder).Where(known => !IsIntact(known, finder)).MaxBy(known => known.Position);
        return original is null ? null : original with { Channel = Guid.NewGuid(), Device = identity.Device, Inode = identity.Inode, Batch = 0, BatchEnd = 0 };
    }

    // A log that was compressed when it was rotated: what was read of it before is passed over.
    private FileCheckpoint? RecogniseCompressed(FileStream file, FileFinder finder)
    {
        var wanted = finder.Input.InitCrcLength;
        var begin = new byte[wanted];
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var filled = content.ReadAtLeast(begin, wanted, throwOnEndOfStream: false);
        if (filled < wanted || finder.Input.CrcSalt is not null)
        {
            return null;
        }

        foreach (var known in checkpoints.FindByHead(Fingerprint.Of(begin, null)).Where(known => known is { CompressedLength: 0, Tail.Length: > 0 }).OrderByDescending(known => known.Position))
        {
            if (HasTail(file, known) && !IsIntact(known, finder))
            {
                return Begin(file, finder) with { Position = known.Position, SourceType = known.SourceType };
            }
        }

        return null;
    }

    private static bool HasTail(FileStream file, FileCheckpoint known)
    {
        file.Position = 0;
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[64 << 10];
        for (var left = known.Position - known.Tail.Length; left > 0;)
        {
            var read = content.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                return false;
            }

            left -= read;
        }

        var tail = buffer.AsSpan(0, known.Tail.Length);
        return content.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false) == tail.Length && Fingerprint.Of(tail, null) == known.Tail;
    }

    private static FileCheckpoint Begin(FileStream file, FileFinder finder)
    {
        var identity = FileIdentity.Of(file.SafeFileHandle);
        var length = RandomAccess.GetLength(file.SafeFileHandle);
        var isCompressed = IsCompressed(file.Name);
        return new FileCheckpoint
        {
            Channel = Guid.NewGuid(),
            Path = file.Name,
            Device = identity.Device,
            Inode = identity.Inode,
            Head = TailedFile.HeadOf(file, finder, finder.Input.InitCrcLength),
            Position = finder.Input.FollowTail && !isCompressed ? length : 0,
            CompressedLength = isCompressed ? length : 0,
        };
    }
}
