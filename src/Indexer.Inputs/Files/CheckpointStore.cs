using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Indexer.Storage;
using Indexer.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Files;

/// <summary>
/// The positions of monitored files, kept on disk. The file is a log of lines <c>crc32c-of-the-rest JSON</c>, the last line of a
/// channel counts; it is written anew when it has grown to several times its content. Thread-safe.
/// </summary>
internal sealed class CheckpointStore : IDisposable
{
    public const string FileName = "monitor.positions";
    private const int ChecksumDigits = 8;
    private const long CompactBytesMin = 4 << 20;
    private const int CompactFactor = 4;
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(90);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim syncing = new(1, 1);
    private readonly Dictionary<Guid, FileCheckpoint> byChannel = [];
    private readonly Dictionary<FileIdentity, Guid> byIdentity = [];
    private readonly Dictionary<Fingerprint, List<Guid>> byHead = [];
    private readonly Dictionary<string, Guid> byPath = new(StringComparer.Ordinal);
    private readonly IDisk disk;
    private readonly string directory;
    private readonly TimeProvider clock;
    private IDiskFile file;
    private long length;
    private long syncedLength;
    private long liveBytes;

    private CheckpointStore(IDisk disk, string directory, TimeProvider clock)
    {
        this.disk = disk;
        this.directory = directory;
        this.clock = clock;
        disk.CreateDirectory(directory);
        disk.DeleteFile(TemporaryPath);
        file = disk.Open(FilePath, DiskFileMode.OpenOrCreate);
        disk.SyncDirectory(directory);
    }

    private string FilePath => Path.Combine(directory, FileName);

    private string TemporaryPath => FilePath + ".new";

    /// <summary>Reads what is there. Damage ends the reading, since what follows it is newer but cannot be told apart from chance.</summary>
    public static CheckpointStore Open(IDisk disk, string directory, TimeProvider clock, ILogger log)
    {
        var store = new CheckpointStore(disk, directory, clock);
        store.Load(log);
        return store;
    }

    public bool TryFind(FileIdentity identity, [NotNullWhen(true)] out FileCheckpoint? checkpoint)
    {
        lock (gate)
        {
            checkpoint = null;
            return identity != default && byIdentity.TryGetValue(identity, out var channel) && byChannel.TryGetValue(channel, out checkpoint);
        }
    }

    /// <summary>The content that was last read under a name.</summary>
    public FileCheckpoint? FindByPath(string path)
    {
        lock (gate)
        {
            return byPath.TryGetValue(path, out var channel) ? byChannel.GetValueOrDefault(channel) : null;
        }
    }

    /// <summary>Contents that begin like this.</summary>
    public IReadOnlyList<FileCheckpoint> FindByHead(Fingerprint head)
    {
        lock (gate)
        {
            return byHead.TryGetValue(head, out var channels) ? [.. channels.Select(channel => byChannel[channel])] : [];
        }
    }

    /// <summary>Remembers a checkpoint. It survives the end of the process; an end of the machine only after <see cref="SyncAsync"/>.</summary>
    public void Put(FileCheckpoint checkpoint)
    {
        lock (gate)
        {
            Append(checkpoint with { SeenSeconds = clock.GetUtcNow().ToUnixTimeSeconds() });
        }
    }

    /// <summary>Completes when everything put so far is on stable storage. Callers share syncs.</summary>
    public async Task SyncAsync(CancellationToken cancellation)
    {
        long wanted;
        lock (gate)
        {
            wanted = length;
        }

        await syncing.WaitAsync(cancellation);
        try
        {
            if (Interlocked.Read(ref syncedLength) < wanted)
            {
                await Task.Run(SyncNow, CancellationToken.None);
            }
        }
        finally
        {
            syncing.Release();
        }
    }

    public void Dispose()
    {
        file.Dispose();
        syncing.Dispose();
    }

    private void SyncNow()
    {
        long reached;
        lock (gate)
        {
            reached = length;
            if (length > CompactBytesMin && length > liveBytes * CompactFactor)
            {
                Compact();
                return;
            }
        }

        file.Sync();
        Interlocked.Exchange(ref syncedLength, reached);
    }

    private void Append(FileCheckpoint checkpoint)
    {
        var line = Encode(checkpoint);
        file.Write(length, line);
        length += line.Length;
        Take(checkpoint, line.Length);
    }

    private static byte[] Encode(FileCheckpoint checkpoint)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(checkpoint, FileCheckpointJson.Default.FileCheckpoint);
        var line = new byte[ChecksumDigits + 1 + json.Length + 1];
        Utf8Formatter.TryFormat(Crc32C.Of(json), line, out _, new System.Buffers.StandardFormat('x', ChecksumDigits));
        line[ChecksumDigits] = (byte)' ';
        json.CopyTo(line, ChecksumDigits + 1);
        line[^1] = (byte)'\n';
        return line;
    }

    private static FileCheckpoint? Decode(ReadOnlySpan<byte> line)
    {
        if (line.Length < ChecksumDigits + 3 || !Utf8Parser.TryParse(line[..ChecksumDigits], out uint checksum, out _, 'x'))
        {
            return null;
        }

        var json = line[(ChecksumDigits + 1)..];
        try
        {
            return Crc32C.Of(json) == checksum ? JsonSerializer.Deserialize(json, FileCheckpointJson.Default.FileCheckpoint) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Take(FileCheckpoint checkpoint, int bytes)
    {
        if (byChannel.TryGetValue(checkpoint.Channel, out var before))
        {
            Unlist(before);
        }
        else
        {
            liveBytes += bytes;
        }

        byChannel[checkpoint.Channel] = checkpoint;
        byIdentity[checkpoint.Identity] = checkpoint.Channel;
        byPath[checkpoint.Path] = checkpoint.Channel;
        if (!byHead.TryGetValue(checkpoint.Head, out var channels))
        {
            byHead.Add(checkpoint.Head, channels = []);
        }

        channels.Add(checkpoint.Channel);
    }

    private void Unlist(FileCheckpoint checkpoint)
    {
        if (byHead.TryGetValue(checkpoint.Head, out var channels) && channels.Remove(checkpoint.Channel) && channels.Count == 0)
        {
            byHead.Remove(checkpoint.Head);
        }
    }

    private void Load(ILogger log)
    {
        var content = new byte[file.Length];
        content = content[..file.Read(0, content)];
        var position = 0;
        while (position < content.Length)
        {
            var end = content.AsSpan(position).IndexOf((byte)'\n');
            if (end < 0 || Decode(content.AsSpan(position, end)) is not { } checkpoint)
            {
                log.CheckpointsDamaged(FilePath, position);
                break;
            }

            Take(checkpoint, end + 1);
            position += end + 1;
        }

        length = position;
        file.SetLength(length);
        syncedLength = 0;
    }

    // Under the lock. Content that nobody has seen for long is forgotten, unless this process has seen it, which puts it.
    private void Compact()
    {
        var oldest = clock.GetUtcNow().Subtract(ForgetAfter).ToUnixTimeSeconds();
        var kept = byChannel.Values.Where(checkpoint => checkpoint.SeenSeconds >= oldest).ToList();
        var target = disk.Open(TemporaryPath, DiskFileMode.OpenOrCreate);
        target.SetLength(0);
        long written = 0;
        foreach (var checkpoint in kept)
        {
            var line = Encode(checkpoint);
            target.Write(written, line);
            written += line.Length;
        }

        target.Sync();
        disk.Rename(TemporaryPath, FilePath);
        disk.SyncDirectory(directory);
        file.Dispose();
        file = target;
        length = written;
        Interlocked.Exchange(ref syncedLength, written);
        foreach (var gone in byChannel.Values.Except(kept).ToList())
        {
            Unlist(gone);
            byChannel.Remove(gone.Channel);
            RemoveIf(byIdentity, gone.Identity, gone.Channel);
            RemoveIf(byPath, gone.Path, gone.Channel);
        }

        liveBytes = written;
    }

    // Another content can have taken the inode or the name since.
    private static void RemoveIf<TKey>(Dictionary<TKey, Guid> map, TKey key, Guid channel)
        where TKey : notnull
    {
        if (map.TryGetValue(key, out var current) && current == channel)
        {
            map.Remove(key);
        }
    }
}
