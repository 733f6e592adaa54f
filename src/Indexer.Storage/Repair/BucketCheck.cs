using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Repair;

/// <summary>Reads a bucket from end to end and says what is wrong with it. Changes nothing.</summary>
internal static class BucketCheck
{
    private static readonly string[] MetadataNames = [BucketFiles.Hosts, BucketFiles.Sources, BucketFiles.SourceTypes];

    public static BucketReport Run(IDisk disk, string directory, CancellationToken cancellation)
    {
        var problems = new List<string>();
        if (!BucketName.TryParse(Path.GetFileName(directory), out var name))
        {
            problems.Add("its name is not that of a bucket");
        }
        else if (name.Kind == BucketNameKind.InvalidHot)
        {
            problems.Add("it was set aside as damaged; recover-metadata may bring it back");
        }
        else if (name.Kind == BucketNameKind.Hot && !disk.FileExists(Path.Combine(directory, BucketFiles.Manifest)))
        {
            // Still a journal: whoever opens the index verifies it frame by frame.
            return new BucketReport(directory, problems);
        }

        try
        {
            var manifest = BucketManifest.Read(disk, directory);
            manifest.VerifyContent(disk, directory, cancellation);
            CompareName(name, manifest, problems);
            CheckMetadata(disk, directory, manifest, problems);
        }
        catch (BucketDamagedException e)
        {
            problems.Add(e.Message);
        }

        return new BucketReport(directory, problems);
    }

    private static void CompareName(BucketName name, BucketManifest manifest, List<string> problems)
    {
        if (name.IsSealed && (name.NewestSeconds != manifest.Latest.Seconds || name.OldestSeconds != manifest.Earliest.Seconds))
        {
            problems.Add($"its name says {name.OldestSeconds} to {name.NewestSeconds} and its events are of {manifest.Earliest.Seconds} to {manifest.Latest.Seconds}; rename it");
        }
    }

    private static void CheckMetadata(IDisk disk, string directory, BucketManifest manifest, List<string> problems)
    {
        if (!manifest.IsSearchable)
        {
            problems.Add("it has no terms and cannot be searched");
            return;
        }

        foreach (var file in MetadataNames)
        {
            var path = Path.Combine(directory, file);
            if (!disk.FileExists(path))
            {
                problems.Add($"{path} is missing");
                continue;
            }

            var statistics = ValueStatistics.Read(disk, path);
            if (statistics.EventCount != manifest.EventCount
                || statistics.Values.Values.Any(value => value.Earliest < manifest.Earliest || value.Latest > manifest.Latest))
            {
                problems.Add($"{path} counts {statistics.EventCount} events and its bucket has {manifest.EventCount}, or their times differ");
            }
        }
    }
}
