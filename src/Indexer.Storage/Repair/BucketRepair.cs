using System.Runtime.CompilerServices;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Repair;

/// <summary>
/// Checks and repairs buckets that nobody serves: of a node that is stopped (its directory locked by the caller), or in a
/// directory that no index looks at, such as <c>thaweddb/temp_db_…</c>.
/// </summary>
public sealed class BucketRepair(IDisk disk, IHotBucketFactory buckets, PeerId peer)
{
    private const string TemporaryPrefix = "temp_";

    /// <summary>Looks at every bucket of an index, one after the other, and repairs those that need it where asked to.</summary>
    public async IAsyncEnumerable<BucketReport> RunAsync(IndexSettings index, bool repair, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var directory in BucketsOf(index))
        {
            yield return await RunAsync(index, directory, repair, cancellation);
        }
    }

    /// <summary>Looks at one bucket, and repairs it where it needs it and <paramref name="repair"/> is set.</summary>
    public async Task<BucketReport> RunAsync(IndexSettings index, string directory, bool repair, CancellationToken cancellation)
    {
        var report = BucketCheck.Run(disk, directory, cancellation);
        if (!repair || report.IsHealthy)
        {
            return report;
        }

        try
        {
            await RebuildAsync(index, directory, cancellation);
            var after = BucketCheck.Run(disk, directory, cancellation);
            return report with { Problems = [.. report.Problems, .. after.Problems.Except(report.Problems)], Repaired = after.IsHealthy };
        }
        catch (Exception e) when (e is BucketDamagedException or IOException)
        {
            return report with { Problems = [.. report.Problems, $"it cannot be repaired: {e.Message}"] };
        }
    }

    /// <summary>
    /// Deletes everything that can be made again from the raw data, and makes it again. Throws
    /// <see cref="BucketDamagedException"/> where the raw data is damaged or missing; the raw data stays as it is.
    /// </summary>
    public async Task<BucketManifest> RebuildAsync(IndexSettings index, string directory, CancellationToken cancellation)
    {
        var id = IdOf(index, directory);
        if (disk.DirectoryExists(Path.Combine(directory, BucketFiles.JournalDirectory)))
        {
            return await buckets.RecoverAsync(index, id, directory, cancellation);
        }

        var files = DirectoryTree.Files(disk, directory);
        if (!files.Any(file => BucketFiles.IsRawData(file.Path)))
        {
            throw new BucketDamagedException(Path.Combine(directory, BucketFiles.RawDataDirectory), 0, "there is no raw data to rebuild the bucket from");
        }

        // Without its manifest nobody takes the bucket for complete, however far this comes.
        disk.DeleteFile(Path.Combine(directory, BucketFiles.Manifest));
        disk.SyncDirectory(directory);
        foreach (var (path, _) in files)
        {
            if (!BucketFiles.IsRawData(path) && path is not (BucketFiles.Deletes or BucketFiles.Batches))
            {
                disk.DeleteFile(Path.Combine(directory, path));
            }
        }

        return await buckets.RebuildAsync(index, id, directory, cancellation);
    }

    /// <summary>
    /// Makes the metadata of a bucket that was set aside again, and returns the name to give its directory so that the index serves it.
    /// </summary>
    public async Task<string> RecoverMetadataAsync(IndexSettings index, string directory, CancellationToken cancellation)
    {
        var manifest = await RebuildAsync(index, directory, cancellation);
        return BucketName.Original(manifest.Latest, manifest.Earliest, manifest.Id.LocalId, origin: null).ToString();
    }

    private IEnumerable<string> BucketsOf(IndexSettings index)
    {
        foreach (var path in new[] { index.HomePath, index.ColdPath, index.ThawedPath })
        {
            foreach (var entry in disk.List(path))
            {
                if (entry.IsDirectory && BucketName.TryParse(entry.Name, out var name) && name.Kind != BucketNameKind.IncomingReplica)
                {
                    yield return Path.Combine(path, entry.Name);
                }
            }
        }
    }

    private BucketId IdOf(IndexSettings index, string directory)
    {
        var text = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        if (text.StartsWith(TemporaryPrefix, StringComparison.Ordinal))
        {
            text = text[TemporaryPrefix.Length..];
        }

        if (!BucketName.TryParse(text, out var name))
        {
            throw new ArgumentException($"{directory} is not named like a bucket; expected db_newest_oldest_localid, with or without {TemporaryPrefix} before it", nameof(directory));
        }

        return new BucketId(index.Name, name.LocalId, name.Origin ?? OriginInManifest(directory) ?? peer);
    }

    private PeerId? OriginInManifest(string directory)
    {
        try
        {
            return BucketManifest.Read(disk, directory).Id.Origin;
        }
        catch (BucketDamagedException)
        {
            return null;
        }
    }
}
