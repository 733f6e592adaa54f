using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>One file of a sealed bucket.</summary>
/// <param name="Path">Relative to the bucket's directory, with <c>/</c> between names.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Digest of its content, 64 lower-case hexadecimal digits.</param>
public sealed record BucketFile(string Path, long Bytes, string Sha256);

/// <summary>
/// What a sealed bucket consists of: it is written last, so a directory that has a valid one is complete. It is a function of
/// the bucket's content alone, hence equal on all copies. The bytes are described in <see cref="BucketManifestCodec"/>.
/// </summary>
public sealed record BucketManifest
{
    public required BucketId Id { get; init; }

    public required long EventCount { get; init; }

    /// <summary>Bytes of raw text of all events.</summary>
    public required long RawBytes { get; init; }

    /// <summary>Time of the oldest event; 0 where there are no events.</summary>
    public required EventTime Earliest { get; init; }

    /// <summary>Time of the newest event; 0 where there are no events.</summary>
    public required EventTime Latest { get; init; }

    /// <summary>In ordinal order of the paths, each once.</summary>
    public required IReadOnlyList<BucketFile> Files { get; init; }

    /// <summary>Bytes of the listed files.</summary>
    public long BytesOnDisk => Files.Sum(file => file.Bytes);

    /// <summary>Whether the terms are there; an archived bucket has only its raw data and must be rebuilt first.</summary>
    public bool IsSearchable => Files.Any(file => BucketFiles.IsTerms(file.Path));

    /// <summary>Describes the files that are in the directory now, reading each to take its digest.</summary>
    public static BucketManifest Describe(IDisk disk, string directory, BucketId id, long eventCount, long rawBytes,
        EventTime earliest, EventTime latest, CancellationToken cancellation)
    {
        var files = new List<BucketFile>();
        foreach (var (path, length) in DirectoryTree.Files(disk, directory))
        {
            if (BucketFiles.IsListed(path))
            {
                files.Add(new BucketFile(path, length, DirectoryTree.Digest(disk, System.IO.Path.Combine(directory, path), cancellation)));
            }
        }

        return new BucketManifest { Id = id, EventCount = eventCount, RawBytes = rawBytes, Earliest = earliest, Latest = latest, Files = files };
    }

    /// <summary>Publishes the manifest in the directory, whose other files are already on stable storage.</summary>
    public void Write(IDisk disk, string directory) =>
        DurableFile.Publish(disk, System.IO.Path.Combine(directory, BucketFiles.Manifest), BucketManifestCodec.Encode(this));

    /// <summary>Throws <see cref="BucketDamagedException"/> where there is no manifest or not a valid one.</summary>
    public static BucketManifest Read(IDisk disk, string directory)
    {
        var path = System.IO.Path.Combine(directory, BucketFiles.Manifest);
        if (!disk.FileExists(path))
        {
            throw new BucketDamagedException(path, 0, "it is missing; rebuild the bucket");
        }

        return BucketManifestCodec.Decode(DurableFile.ReadAll(disk, path, BucketManifestCodec.BytesMax), path);
    }

    /// <summary>Throws <see cref="BucketDamagedException"/> where a listed file is missing or has another length. Reads no content.</summary>
    public void VerifyLengths(IDisk disk, string directory)
    {
        var found = DirectoryTree.Files(disk, directory).ToDictionary(file => file.Path, file => file.Length, StringComparer.Ordinal);
        foreach (var file in Files)
        {
            var path = System.IO.Path.Combine(directory, file.Path);
            if (!found.TryGetValue(file.Path, out var length))
            {
                throw new BucketDamagedException(path, 0, "it is missing, but the manifest of its bucket lists it");
            }

            if (length != file.Bytes)
            {
                throw new BucketDamagedException(path, Math.Min(length, file.Bytes), $"it has {length} bytes, and {file.Bytes} in the manifest of its bucket");
            }
        }
    }

    /// <summary>Throws <see cref="BucketDamagedException"/> where a listed file's content is not what was written. Reads everything.</summary>
    public void VerifyContent(IDisk disk, string directory, CancellationToken cancellation)
    {
        VerifyLengths(disk, directory);
        foreach (var file in Files)
        {
            var path = System.IO.Path.Combine(directory, file.Path);
            if (DirectoryTree.Digest(disk, path, cancellation) != file.Sha256)
            {
                throw new BucketDamagedException(path, 0, "its digest is not the one in the manifest of its bucket");
            }
        }
    }

    /// <summary>The manifest of a copy that holds only what cannot be made again, as archives keep it.</summary>
    public BucketManifest RawDataOnly() => this with { Files = [.. Files.Where(file => BucketFiles.IsRawData(file.Path))] };

    /// <summary>Whether both describe the same bytes.</summary>
    public bool DescribesSame(BucketManifest other) =>
        Id == other.Id && EventCount == other.EventCount && RawBytes == other.RawBytes && Earliest == other.Earliest
        && Latest == other.Latest && Files.SequenceEqual(other.Files);
}
