using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>
/// Finds the buckets of an index on disk: sealed ones are served at once, the rest is handed to <see cref="BucketRecovery"/>.
/// Reads manifests and lengths of files, no content.
/// </summary>
internal sealed class IndexOpener(IndexContext context, BucketRecovery recovery)
{
    /// <summary>
    /// Batches of so many of the newest buckets are remembered: a sender that was cut off by a crash sends again soon.
    /// </summary>
    private const int BucketsWithBatches = 32;

    private readonly Dictionary<BucketId, BucketHandle> found = [];
    private long localIdMax = -1;
    private bool running;

    /// <summary>One more than the largest local id of this peer's buckets on disk.</summary>
    public long NextLocalId => localIdMax + 1;

    /// <summary>For the start, when nothing is served yet.</summary>
    public void OpenAll()
    {
        var settings = context.Settings;
        foreach (var path in new[] { settings.HomePath, settings.ColdPath, settings.ThawedPath })
        {
            DirectoryTree.Create(context.Disk, path);
            DirectoryTree.RemoveLeftovers(context.Disk, path);
        }

        // Cold before warm: of a move that a crash cut off after the copy was complete, the cold copy is kept.
        Scan(settings.ColdPath, BucketStage.Cold);
        Scan(settings.HomePath, BucketStage.Warm);
        Scan(settings.ThawedPath, BucketStage.Thawed);
        foreach (var bucket in found.Values.Where(bucket => bucket.Id.Origin == context.Peer).OrderByDescending(bucket => bucket.Id.LocalId).Take(BucketsWithBatches))
        {
            RememberBatches(bucket);
        }
    }

    /// <summary>For a running index: looks at sealed buckets that are not known yet. Nobody may move buckets meanwhile.</summary>
    public void OpenNew()
    {
        running = true;
        var state = context.Catalog.State;
        foreach (var bucket in state.Buckets)
        {
            found.Add(bucket.Id, bucket);
        }

        foreach (var (path, stage) in new[] { (context.Settings.ColdPath, BucketStage.Cold), (context.Settings.HomePath, BucketStage.Warm), (context.Settings.ThawedPath, BucketStage.Thawed) })
        {
            Scan(path, stage);
        }
    }

    private void Scan(string path, BucketStage stage)
    {
        foreach (var entry in context.Disk.List(path))
        {
            if (!entry.IsDirectory || !BucketName.TryParse(entry.Name, out var name))
            {
                continue;
            }

            if (name.Origin is null || name.Origin == context.Peer)
            {
                localIdMax = Math.Max(localIdMax, name.LocalId);
            }

            var directory = Path.Combine(path, entry.Name);
            if (name.Kind == BucketNameKind.Hot && stage == BucketStage.Warm && !running)
            {
                recovery.Add(directory, BucketStage.Hot, "is being recovered after the last stop");
            }
            else if (name.IsSealed && !IsKnown(directory))
            {
                Serve(directory, name, stage);
            }
        }
    }

    private bool IsKnown(string directory) =>
        context.Catalog.State is var state
        && (state.Unserved.ContainsKey(Path.GetFileName(directory)) || state.Buckets.Any(bucket => bucket.Directory == directory));

    private void Serve(string directory, BucketName name, BucketStage stage)
    {
        BucketManifest manifest;
        try
        {
            manifest = BucketManifest.Read(context.Disk, directory);
            manifest.VerifyLengths(context.Disk, directory);
        }
        catch (BucketDamagedException e)
        {
            context.Log.BucketUnserved(context.Name, directory, e.Message);
            recovery.Add(directory, stage, "is being rebuilt: " + e.Message);
            return;
        }

        var id = new BucketId(context.Name, name.LocalId, name.Origin ?? manifest.Id.Origin);
        if (found.TryGetValue(id, out var other))
        {
            Resolve(directory, manifest, other);
        }
        else if (!manifest.IsSearchable)
        {
            recovery.Add(directory, stage, "is being rebuilt from its raw data");
        }
        else
        {
            var bucket = new BucketHandle(id, stage, directory, manifest);
            found.Add(id, bucket);
            context.Catalog.Add(bucket);
        }
    }

    private void Resolve(string directory, BucketManifest manifest, BucketHandle other)
    {
        if (other.Stage == BucketStage.Hot)
        {
            // It rolls at this moment: the directory has its warm name, the catalog does not show it yet.
            return;
        }

        if (other.Stage == BucketStage.Cold && manifest.DescribesSame(other.Manifest!)
            && DurableFile.ParentOf(directory) == Path.TrimEndingDirectorySeparator(context.Settings.HomePath))
        {
            DirectoryTree.Delete(context.Disk, directory);
            return;
        }

        var reason = $"has the same bucket id as {other.Directory}; give its directory another local id, the number after the times";
        context.Log.BucketUnserved(context.Name, directory, reason);
        context.Catalog.SetUnserved(Path.GetFileName(directory), reason);
    }

    private void RememberBatches(BucketHandle bucket)
    {
        try
        {
            BucketRecovery.AddBatches(context, bucket.Directory);
        }
        catch (BucketDamagedException e)
        {
            context.Log.IndexFileDamaged(e, context.Name);
        }
    }
}
