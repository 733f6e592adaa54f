using Indexer.Model;
using Indexer.Storage.Disk;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Buckets;

/// <summary>Feeds the events of a bucket's raw data to a writer, in the order in which they once arrived.</summary>
internal static class BucketReplay
{
    public static async Task CopyAsync(IDisk disk, string directory, BucketWriter writer, CancellationToken cancellation)
    {
        using var file = disk.Open(Path.Combine(directory, BucketFiles.RawDataDirectory, BucketFiles.Slices), DiskFileMode.Read);
        var content = SliceDirectory.Read(file);
        using var dictionary = content.OpenDictionary();
        var reader = new SliceEventReader(file, [.. content.Templates], dictionary);
        using var builder = new EventBatchBuilder();
        foreach (var slice in content.Slices)
        {
            cancellation.ThrowIfCancellationRequested();
            reader.Read(slice);
            for (var i = 0; i < slice.Events; i++)
            {
                var row = reader.RowOfArrival(i);
                builder.Add(reader.Time(row), content.Origins[reader.Origin(row)], reader.Raw(row), reader.Fields(row));
            }

            var batch = builder.Build();
            writer.Add(batch);
            batch.Release();
            await writer.WaitForBacklogAsync();
        }
    }
}
