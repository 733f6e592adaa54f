using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// <c>coldToFrozenDir</c>: keeps of a bucket what cannot be made again, its raw data and a manifest of that. The archived
/// directory appears under its name only when it is complete and was read back.
/// </summary>
internal static class BucketArchive
{
    /// <summary>
    /// Does nothing where the same bucket is archived already. Throws <see cref="BucketDamagedException"/> where the bucket is
    /// damaged, and <see cref="IOException"/> where another bucket has the name.
    /// </summary>
    public static void Store(IDisk disk, BucketHandle bucket, string archive, CancellationToken cancellation)
    {
        var kept = bucket.Manifest!.RawDataOnly();
        if (kept.Files.Count == 0)
        {
            throw new BucketDamagedException(bucket.Directory, 0, "it has no raw data that could be archived");
        }

        var name = Path.GetFileName(bucket.Directory);
        var target = Path.Combine(archive, name);
        if (disk.DirectoryExists(target))
        {
            if (!BucketManifest.Read(disk, target).DescribesSame(kept))
            {
                throw new IOException($"{target} holds another bucket of that name; move it away, or give this index its own coldToFrozenDir");
            }

            return;
        }

        DirectoryTree.Create(disk, archive);
        var copy = target + DirectoryTree.CopyingExtension;
        DirectoryTree.Copy(disk, bucket.Directory, copy, kept.Files.Select(file => file.Path), cancellation);
        kept.VerifyContent(disk, copy, cancellation);
        kept.Write(disk, copy);
        DirectoryTree.Rename(disk, copy, target);
    }
}
