using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// The files that describe an index as a whole, in its home path: the two manifests and the sums of the buckets' <c>*.data</c>.
/// All can be made again from the buckets at any time.
/// </summary>
internal sealed class IndexFiles(IndexContext context)
{
    private long writtenVersion = -1;

    private static ReadOnlySpan<string> MetadataNames => new[] { BucketFiles.Hosts, BucketFiles.Sources, BucketFiles.SourceTypes };

    /// <summary>Reports buckets that the last run left and that are not there any more.</summary>
    public void ReportVanished()
    {
        try
        {
            var settings = context.Settings;
            foreach (var entry in IndexManifest.Read(context.Disk, HomeFile(IndexManifest.BucketsFileName)))
            {
                // A hot bucket may have become warm, and a warm one cold, after the file was written.
                var places = new[] { settings.HomePath, settings.ColdPath, settings.ThawedPath };
                if (entry.Stage is BucketStage.Warm or BucketStage.Cold && !places.Any(place => context.Disk.DirectoryExists(Path.Combine(place, entry.Name))))
                {
                    context.Log.BucketVanished(context.Name, entry.Name);
                }
            }
        }
        catch (BucketDamagedException e)
        {
            context.Log.IndexFileDamaged(e, context.Name);
        }
    }

    /// <summary>Writes <c>.bucketManifest</c>. Throws <see cref="IOException"/>.</summary>
    public void WriteBucketManifest()
    {
        var state = context.Catalog.State;
        IndexManifest.Write(context.Disk, HomeFile(IndexManifest.BucketsFileName), state.Buckets);
        writtenVersion = state.Version;
    }

    /// <summary>
    /// Writes <c>.bucketManifest</c> where the index has changed since it was last written. Nothing depends on the file, so a full
    /// disk stops nothing: it is written later.
    /// </summary>
    public void UpdateBucketManifest()
    {
        if (context.Catalog.State.Version == writtenVersion)
        {
            return;
        }

        try
        {
            WriteBucketManifest();
        }
        catch (IOException e)
        {
            context.Log.BucketManifestNotWritten(e, context.Name);
        }
    }

    /// <summary>Sums up the metadata of the sealed buckets in <c>homePath/*.data</c>, and lists those buckets in <c>.metaManifest</c>.</summary>
    public void RebuildMetadata(CancellationToken cancellation)
    {
        using var snapshot = context.Catalog.Open(context.Name, Model.TimeRange.All);
        var summed = snapshot.Buckets.Where(bucket => bucket.Manifest is not null).ToList();
        foreach (var name in MetadataNames)
        {
            var sum = new ValueStatistics();
            foreach (var bucket in summed)
            {
                cancellation.ThrowIfCancellationRequested();
                sum.Add(ValueStatistics.Read(context.Disk, Path.Combine(bucket.Directory, name)));
            }

            sum.Write(context.Disk, HomeFile(name));
        }

        IndexManifest.Write(context.Disk, HomeFile(IndexManifest.MetadataFileName), summed);
    }

    /// <summary>Deletes the files of the index, but not the one that keeps local ids from being used again.</summary>
    public void Delete()
    {
        foreach (var name in MetadataNames)
        {
            context.Disk.DeleteFile(HomeFile(name));
        }

        context.Disk.DeleteFile(HomeFile(IndexManifest.BucketsFileName));
        context.Disk.DeleteFile(HomeFile(IndexManifest.MetadataFileName));
        writtenVersion = -1;
    }

    private string HomeFile(string name) => Path.Combine(context.Settings.HomePath, name);
}
