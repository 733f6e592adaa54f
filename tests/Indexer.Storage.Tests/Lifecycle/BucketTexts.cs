using System.Text;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Reading;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>The raw texts of events, wherever they are.</summary>
internal static class BucketTexts
{
    /// <summary>Where the events of a sealed bucket are.</summary>
    public const string RawFile = BucketFiles.RawDataDirectory + "/" + BucketFiles.Slices;

    public static List<string> Of(BucketContent content)
    {
        var texts = new List<string>();
        using var snapshot = new EventSnapshot([content], [], []);
        foreach (var unit in snapshot.Plan(new ScanRequest(TimeRange.All, EventPredicate.True, EventColumns.Raw), CancellationToken.None))
        {
            using var block = unit.Read(CancellationToken.None);
            for (var row = 0; row < block.Count; row++)
            {
                texts.Add(Encoding.UTF8.GetString(block.Raw(row)));
            }
        }

        return texts;
    }

    public static List<string> Of(EventBatch batch)
    {
        var texts = new List<string>();
        foreach (var entry in batch)
        {
            texts.Add(Encoding.UTF8.GetString(entry.Raw));
        }

        return texts;
    }

    /// <summary>Reads the raw data alone, as of an archived bucket.</summary>
    public static List<string> OfRawData(IDisk disk, string directory)
    {
        using var file = disk.Open(Path.Combine(directory, RawFile), DiskFileMode.Read);
        var content = SliceDirectory.Read(file);
        using var dictionary = content.OpenDictionary();
        var reader = new SliceEventReader(file, [.. content.Templates], dictionary);
        var texts = new List<string>();
        foreach (var slice in content.Slices)
        {
            reader.Read(slice);
            for (var i = 0; i < slice.Events; i++)
            {
                texts.Add(Encoding.UTF8.GetString(reader.Raw(reader.RowOfArrival(i))));
            }
        }

        return texts;
    }
}
