using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// The texts of the first slice's pages, from which a dictionary for all later pages of the bucket is made: a page alone is too
/// short to tell a compressor what its bucket's texts look like.
/// </summary>
internal sealed class TextSamples
{
    /// <summary>Bytes of text in the dictionary; more makes every page slower to pack than it makes it shorter.</summary>
    private const int ContentBytesMax = 96 << 10;

    private const int SampleBytesMax = 32 << 10;
    private const int PagesMin = 4;

    private readonly ByteBuffer bytes = new(1 << 16);
    private readonly List<int> lengths = [];

    /// <summary>Adds the text of a page.</summary>
    public void Add(ReadOnlySpan<byte> page)
    {
        if (page.Length > 0)
        {
            lengths.Add(Math.Min(page.Length, SampleBytesMax));
            bytes.Bytes(page[..lengths[^1]]);
        }
    }

    /// <summary>The dictionary, or null where there is too little text for one to pay.</summary>
    public CompressionDictionary? Train(int level)
    {
        if (lengths.Count < PagesMin || BlockCompression.Preferred != CompressionCodec.Zstd)
        {
            return null;
        }

        // The same share of every page.
        var content = new ByteBuffer(ContentBytesMax);
        var share = ContentBytesMax / lengths.Count;
        var start = 0;
        foreach (var length in lengths)
        {
            content.Bytes(bytes.Span.Slice(start, Math.Min(share, length)));
            start += length;
        }

        return CompressionDictionary.Train(content.Span, bytes.Span, lengths, level);
    }
}
