using System.Globalization;
using System.Text;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Lifecycle;

/// <summary>One line of an <see cref="IndexManifest"/>.</summary>
/// <param name="Stage">Where the bucket was.</param>
/// <param name="Name">Name of its directory.</param>
/// <param name="EventCount">Events in it; 0 for a hot bucket, which still changes.</param>
/// <param name="BytesOnDisk">Size of its files; 0 for a hot bucket.</param>
internal readonly record struct IndexManifestEntry(BucketStage Stage, string Name, long EventCount, long BytesOnDisk);

/// <summary>
/// <c>.bucketManifest</c>, the buckets of an index, and <c>.metaManifest</c>, those that the index-level <c>*.data</c> files sum up.
/// They are for people and for noticing that a bucket has vanished; what is served is decided by the directories themselves.
/// </summary>
/// <remarks>
/// Format 1, UTF-8 text: the line <c>indexer-manifest 1</c>, a line <c>stage name events bytes</c> per bucket in order of the
/// names, and the line <c>crc32c xxxxxxxx</c> over all bytes before it.
/// </remarks>
internal static class IndexManifest
{
    public const string BucketsFileName = ".bucketManifest";
    public const string MetadataFileName = ".metaManifest";

    private const string Header = "indexer-manifest 1";
    private const string CrcPrefix = "crc32c ";
    private const int BytesMax = 64 << 20;

    public static void Write(IDisk disk, string path, IEnumerable<BucketHandle> buckets)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var bucket in buckets.Select(EntryOf).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{bucket.Stage.ToString().ToLowerInvariant()} {bucket.Name} {bucket.EventCount} {bucket.BytesOnDisk}\n");
        }

        var body = Encoding.UTF8.GetBytes(text.ToString());
        var footer = Encoding.ASCII.GetBytes($"{CrcPrefix}{Crc32C.Of(body).ToString("x8", CultureInfo.InvariantCulture)}\n");
        DurableFile.Publish(disk, path, [.. body, .. footer]);
    }

    /// <summary>Empty where there is no such file. Throws <see cref="BucketDamagedException"/>.</summary>
    public static IReadOnlyList<IndexManifestEntry> Read(IDisk disk, string path)
    {
        if (!disk.FileExists(path))
        {
            return [];
        }

        var content = DurableFile.ReadAll(disk, path, BytesMax);
        var footerBytes = CrcPrefix.Length + 9;
        if (content.Length < footerBytes)
        {
            throw new BucketDamagedException(path, content.Length, "it ends before its checksum");
        }

        var crc = Crc32C.Of(content.AsSpan(0, content.Length - footerBytes)).ToString("x8", CultureInfo.InvariantCulture);
        if (Encoding.ASCII.GetString(content.AsSpan(content.Length - footerBytes)) != $"{CrcPrefix}{crc}\n")
        {
            throw new BucketDamagedException(path, content.Length - footerBytes, "its checksum is wrong");
        }

        var lines = Encoding.UTF8.GetString(content.AsSpan(0, content.Length - footerBytes)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [Header, ..]
            ? [.. lines.Skip(1).Select(line => Parse(line, path))]
            : throw new BucketDamagedException(path, 0, $"it does not begin with '{Header}'");
    }

    private static IndexManifestEntry EntryOf(BucketHandle bucket) => bucket.Manifest is { } manifest
        ? new IndexManifestEntry(bucket.Stage, Path.GetFileName(bucket.Directory), manifest.EventCount, manifest.BytesOnDisk)
        : new IndexManifestEntry(bucket.Stage, Path.GetFileName(bucket.Directory), 0, 0);

    private static IndexManifestEntry Parse(string line, string path) =>
        line.Split(' ') is [var stageText, var name, var eventText, var byteText]
        && Enum.TryParse<BucketStage>(stageText, ignoreCase: true, out var stage)
        && long.TryParse(eventText, NumberStyles.None, CultureInfo.InvariantCulture, out var events)
        && long.TryParse(byteText, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new IndexManifestEntry(stage, name, events, bytes)
            : throw new BucketDamagedException(path, 0, $"it has the line '{line}', which is not 'stage name events bytes'");
}
