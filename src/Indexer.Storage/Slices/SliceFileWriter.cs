using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Slices;

/// <summary>Appends slices to <c>rawdata/slices</c> and, at the end, the directory. One thread. Nothing is synced before <see cref="Complete"/>.</summary>
internal sealed class SliceFileWriter(IDiskFile file)
{
    private readonly ByteBuffer header = new(1 << 14);
    private long firstEvent;
    private int firstPage;

    public IDiskFile File => file;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    public SliceInfo Append(EncodedSlice slice, int[] templateIds)
    {
        var info = slice.Describe(firstEvent, templateIds);
        header.Clear();
        header.Reserve(SliceInfo.PrefixLength);
        info.Write(header);
        header.PatchPrefix(SliceInfo.Magic, header.Length);
        file.Write(Length, header.Span);
        file.Write(Length + header.Length, slice.Body.Span);
        info = info with { Offset = Length, HeaderLength = header.Length, FirstPage = firstPage };
        Length += info.Length;
        firstEvent += info.Events;
        firstPage += info.Pages.Length;
        return info;
    }

    /// <summary>Writes the directory and brings everything to stable storage.</summary>
    public void Complete(IReadOnlyList<SliceInfo> slices, IReadOnlyList<Template> templates, IReadOnlyList<EventOrigin> origins, ReadOnlyMemory<byte> dictionary)
    {
        var bytes = SliceDirectory.Encode(new SliceDirectory(slices, templates, origins, dictionary), Length);
        file.Write(Length, bytes);
        Length += bytes.Length;
        file.Sync();
    }
}
