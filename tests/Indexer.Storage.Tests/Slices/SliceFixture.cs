using Indexer.Model;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Tests.Slices;

/// <summary>Writes events into slices of a real file and reads them again.</summary>
internal sealed class SliceFixture : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("indexer-slices-").FullName;
    private readonly SliceEncoder encoder = new();

    public string FilePath => Path.Combine(directory, "slices");

    /// <summary>One slice for each of the lists.</summary>
    public void Write(params IReadOnlyList<SampleEvent>[] slices)
    {
        File.Delete(FilePath);
        using var file = LocalDisk.Instance.Open(FilePath, DiskFileMode.CreateNew);
        var writer = new SliceFileWriter(file);
        var templates = new TemplateDictionary();
        var infos = new List<SliceInfo>();
        var samples = new TextSamples();
        CompressionDictionary? dictionary = null;
        foreach (var events in slices)
        {
            var input = new SliceInput();
            foreach (var each in events)
            {
                input.Add(each.Time, each.Origin, each.Raw, each.Fields);
            }

            var encoded = new EncodedSlice();
            encoder.Encode(input.Read(), encoded, dictionary, infos.Count == 0 ? samples : null);
            dictionary ??= samples.Train(PageEncoder.CompressionLevel);
            infos.Add(writer.Append(encoded, templates.Resolve(encoded.Templates)));
        }

        writer.Complete(infos, templates.Snapshot(), [.. Enumerable.Range(0, 100).Select(i => new EventOrigin($"host{i}", "source", "type"))],
            dictionary?.Content ?? default);
        dictionary?.Dispose();
    }

    /// <summary>The events of every slice in order of arrival.</summary>
    public List<List<SampleEvent>> Read()
    {
        using var file = LocalDisk.Instance.Open(FilePath, DiskFileMode.Read);
        var content = SliceDirectory.Read(file);
        using var dictionary = content.OpenDictionary();
        var reader = new SliceEventReader(file, [.. content.Templates], dictionary);
        return [.. content.Slices.Select(slice => ReadSlice(reader, slice))];
    }

    /// <summary>The rows and pages of all slices: where each begins with its checksum, and its length.</summary>
    public List<(int Offset, int Length)> ChecksummedParts()
    {
        using var file = LocalDisk.Instance.Open(FilePath, DiskFileMode.Read);
        return [.. SliceDirectory.Read(file).Slices.SelectMany(slice => slice.Pages.Select(page => (page.Offset, page.Length)).Append((slice.RowsOffset, slice.RowsLength))
            .Select(part => ((int)slice.Offset + slice.HeaderLength + part.Item1, part.Item2)))];
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static List<SampleEvent> ReadSlice(SliceEventReader reader, SliceInfo slice)
    {
        reader.Read(slice);
        for (var row = 1; row < slice.Events; row++)
        {
            Assert.True(reader.Time(row - 1) <= reader.Time(row), $"row {row} is older than the row before it");
        }

        var events = new List<SampleEvent>();
        for (var i = 0; i < slice.Events; i++)
        {
            var row = reader.RowOfArrival(i);
            if (i > 0 && reader.Time(row) == reader.Time(reader.RowOfArrival(i - 1)))
            {
                Assert.True(row > reader.RowOfArrival(i - 1), "of equal times the later arrival comes later");
            }

            events.Add(new SampleEvent(reader.Time(row).Nanoseconds, reader.Origin(row), reader.Raw(row).ToArray(), reader.Fields(row).ToArray()));
        }

        return events;
    }
}
