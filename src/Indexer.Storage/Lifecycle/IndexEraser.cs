using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>Deletes what belongs to an index and nothing else: a path may be shared with files that are not ours.</summary>
internal static class IndexEraser
{
    /// <summary>Deletes all buckets, also those that were set aside.</summary>
    public static void EraseBuckets(IndexContext context)
    {
        foreach (var path in PathsOf(context))
        {
            foreach (var entry in context.Disk.List(path).Where(entry => entry.IsDirectory && IsBucket(entry.Name)))
            {
                DirectoryTree.Delete(context.Disk, Path.Combine(path, entry.Name));
                context.Catalog.ClearUnserved(entry.Name);
            }
        }
    }

    /// <summary>Deletes the index's own files and, where nothing else is in them, its directories and their parent.</summary>
    public static void EraseDirectories(IndexContext context)
    {
        context.Disk.DeleteFile(Path.Combine(context.Settings.HomePath, LocalIdSequence.FileName));
        foreach (var path in PathsOf(context))
        {
            DeleteIfEmpty(context, path);
            DeleteIfEmpty(context, DurableFile.ParentOf(path));
        }
    }

    private static string[] PathsOf(IndexContext context) => [context.Settings.HomePath, context.Settings.ColdPath, context.Settings.ThawedPath];

    private static bool IsBucket(string name) =>
        BucketName.TryParse(name, out _) || name.StartsWith(BucketRecovery.SetAsidePrefix, StringComparison.Ordinal);

    private static void DeleteIfEmpty(IndexContext context, string path)
    {
        if (context.Disk.DirectoryExists(path) && context.Disk.List(path).Count == 0)
        {
            context.Disk.DeleteDirectory(path);
        }
    }
}
