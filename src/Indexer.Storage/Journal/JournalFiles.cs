using FASTER.core;
using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// The two files of a journal: <c>frames</c>, the log, and <c>commit</c>, which says where the committed part of it ends. The
/// journal exists from the moment that <c>commit</c> has its name.
/// </summary>
internal sealed class JournalFiles : IDisposable
{
    private JournalFiles(IDiskFile log, CommitSlots slots, int pageSize, FramePosition start)
    {
        Log = log;
        Slots = slots;
        PageSize = pageSize;
        Start = start;
    }

    public IDiskFile Log { get; }

    public CommitSlots Slots { get; }

    public int PageSize { get; }

    /// <summary>The place before the first frame.</summary>
    public FramePosition Start { get; }

    /// <summary>The newest commit. Throws <see cref="JournalDamagedException"/>.</summary>
    public CommitCookie Committed(string directory)
    {
        var info = default(FasterLogRecoveryInfo);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(Slots.Metadata));
            info.Initialize(reader);
        }
        catch (Exception exception) when (exception is FasterException or IOException)
        {
            throw new JournalDamagedException(CommitPath(directory), 0, "the metadata of the last commit cannot be read", exception);
        }

        var cookie = CommitCookie.Parse(info.Cookie);
        return cookie is { } found && found.End.Address == info.UntilAddress && info.BeginAddress == Start.Address && info.CommitNum == Slots.Number
            ? found
            : throw new JournalDamagedException(CommitPath(directory), 0, "the metadata of the last commit contradicts itself");
    }

    /// <summary>
    /// Whether a journal was ever there. False for what a crash in <see cref="Create"/> leaves, which can be deleted: no frame was
    /// appended to it.
    /// </summary>
    public static bool Exist(IDisk disk, string directory)
    {
        if (disk.FileExists(CommitPath(directory)))
        {
            return true;
        }

        if (!disk.FileExists(LogPath(directory)))
        {
            return false;
        }

        using var log = disk.Open(LogPath(directory), DiskFileMode.Read);
        return log.Length > LogLayout.HeaderSize;
    }

    /// <summary>Makes an empty journal durable, in place of what an interrupted call left.</summary>
    public static void Create(IDisk disk, string directory, BucketId bucket, int pageSize)
    {
        if (Exist(disk, directory))
        {
            throw new IOException($"'{directory}' holds a journal already");
        }

        disk.CreateDirectory(directory);
        disk.DeleteFile(LogPath(directory));
        var seed = JournalChain.Seed(bucket);
        using (var log = disk.Open(LogPath(directory), DiskFileMode.CreateNew))
        {
            Span<byte> header = stackalloc byte[LogLayout.HeaderSize];
            LogLayout.WriteHeader(header, pageSize, seed);
            log.Write(0, header);
            log.Sync();
        }

        // The log must have its name for good before the commit file has its own.
        disk.SyncDirectory(directory);
        disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        var empty = new CommitCookie(new FramePosition(LogLayout.HeaderSize, 0, seed), IsSealed: false);
        CommitSlots.Create(disk, CommitPath(directory), 1, CommitMetadata(1, empty));
    }

    /// <summary>Opens the files and checks their headers. Throws <see cref="JournalDamagedException"/>.</summary>
    public static JournalFiles Open(IDisk disk, string directory, BucketId bucket)
    {
        var logPath = LogPath(directory);
        if (!disk.FileExists(logPath))
        {
            throw new JournalDamagedException(logPath, 0, "the log file is missing");
        }

        var slots = CommitSlots.Open(disk, CommitPath(directory));
        IDiskFile? log = null;
        try
        {
            log = disk.Open(logPath, DiskFileMode.OpenOrCreate);
            Span<byte> header = stackalloc byte[LogLayout.HeaderSize];
            var seed = JournalChain.Seed(bucket);
            return LogLayout.ParseHeader(header[..log.Read(0, header)], seed, out var pageSize) is { } wrong
                ? throw new JournalDamagedException(logPath, 0, wrong)
                : new JournalFiles(log, slots, pageSize, new FramePosition(LogLayout.HeaderSize, 0, seed));
        }
        catch
        {
            log?.Dispose();
            slots.Dispose();
            throw;
        }
    }

    /// <summary>The metadata of a commit, as FASTER writes it.</summary>
    public static byte[] CommitMetadata(long number, CommitCookie cookie) => new FasterLogRecoveryInfo
    {
        BeginAddress = LogLayout.HeaderSize,
        UntilAddress = cookie.End.Address,
        CommitNum = number,
        Cookie = cookie.ToBytes(),
    }.ToByteArray();

    public void Dispose()
    {
        Log.Dispose();
        Slots.Dispose();
    }

    private static string LogPath(string directory) => Path.Combine(directory, "frames");

    private static string CommitPath(string directory) => Path.Combine(directory, "commit");
}
