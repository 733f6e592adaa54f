using Indexer.Storage.Terms;

namespace Indexer.Storage.Slices;

/// <summary>A slice ready to be written, but for the ids of its templates, which depend on the slices before it. Reused.</summary>
internal sealed class EncodedSlice
{
    /// <summary>The folded text, which <see cref="Words"/> refer to.</summary>
    public byte[] Folded { get; set; } = [];

    public ByteBuffer Body { get; } = new(1 << 18);

    public List<Template> Templates { get; } = [];

    public List<int> Origins { get; } = [];

    public List<PageInfo> Pages { get; } = [];

    /// <summary>The words of all pages, page by page.</summary>
    public List<PageWord> Words { get; } = [];

    public int Events { get; set; }

    public long RawBytes { get; set; }

    public long Earliest { get; set; }

    public long Latest { get; set; }

    public int RowsOffset { get; set; }

    public int RowsLength { get; set; }

    /// <summary>What stands at the head of the slice once its place in the bucket is known.</summary>
    public SliceInfo Describe(long firstEvent, int[] templateIds) => new()
    {
        FirstEvent = firstEvent,
        Events = Events,
        RawBytes = RawBytes,
        Earliest = Earliest,
        Latest = Latest,
        RowsOffset = RowsOffset,
        RowsLength = RowsLength,
        TemplateIds = templateIds,
        Origins = [.. Origins],
        Pages = [.. Pages],
        BodyLength = Body.Length,
    };

    public void Clear()
    {
        Body.Clear();
        Templates.Clear();
        Origins.Clear();
        Pages.Clear();
        Words.Clear();
    }
}
