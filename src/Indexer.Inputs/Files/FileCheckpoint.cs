using System.Text.Json.Serialization;

namespace Indexer.Inputs.Files;

/// <summary>How far a file has been read. Positions count decompressed bytes.</summary>
internal sealed record FileCheckpoint
{
    /// <summary>Names the content: the channel of its batches. A file that is cut or replaced gets a new one.</summary>
    public required Guid Channel { get; init; }

    public required string Path { get; init; }

    public ulong Device { get; init; }

    public ulong Inode { get; init; }

    /// <summary>Of the beginning of the content.</summary>
    public Fingerprint Head { get; init; }

    /// <summary>Of what precedes <see cref="Position"/>.</summary>
    public Fingerprint Tail { get; init; }

    /// <summary>Everything before is stored.</summary>
    public long Position { get; init; }

    /// <summary>Number of the batch that begins at <see cref="Position"/>.</summary>
    public long Batch { get; init; }

    /// <summary>
    /// Where the batch ends that was on its way when this was written; 0 for none. After a crash the same bytes are sent again as
    /// the same batch, so that it is stored once whether it arrived or not.
    /// </summary>
    public long BatchEnd { get; init; }

    /// <summary>As it was recognised, so that reading on in the middle needs no guess.</summary>
    public string? SourceType { get; init; }

    /// <summary>A compressed file, which is read once, has this length on disk; 0 for one that is not compressed.</summary>
    public long CompressedLength { get; init; }

    /// <summary>A compressed file was read to its end.</summary>
    public bool IsDone { get; init; }

    /// <summary>When the file was last known to be there, in seconds since 1970.</summary>
    public long SeenSeconds { get; init; }

    [JsonIgnore]
    public FileIdentity Identity => new(Device, Inode);
}

[JsonSerializable(typeof(FileCheckpoint))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class FileCheckpointJson : JsonSerializerContext;
