using System.Numerics;
using Indexer.Model;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Terms;

/// <summary>Collects the postings of a block and writes its postings part and long lists; the layout is in <see cref="PostingBlock"/>.</summary>
internal sealed class PostingBlockBuilder(CompressionCodec codec, int level)
{
    private readonly ColumnBuffer counts = new(4096);
    private readonly GapEncoder gaps = new();
    private readonly GapEncoder longGaps = new();
    private readonly ColumnBuffer events = new(16 * 1024);
    private readonly ColumnBuffer longLists = new();
    private readonly ColumnBuffer longReferences = new();
    private readonly ColumnBuffer column = new();
    private int[] firstPages = new int[1024];
    private int words;
    private int inlineWords;
    private int inlinePostings;

    /// <summary>About how many bytes are held.</summary>
    public int Bytes => gaps.Bytes + events.Length + longLists.Length;

    /// <param name="pages">Strictly ascending, at least one.</param>
    public void Add(ReadOnlySpan<int> pages, ReadOnlySpan<int> pageEvents)
    {
        words++;
        counts.AppendVarInt((ulong)(pages.Length - 1));
        if (pages.Length >= PostingBlock.LongCount)
        {
            AddLong(pages, pageEvents);
            return;
        }

        if (inlineWords == firstPages.Length)
        {
            Array.Resize(ref firstPages, firstPages.Length * 2);
        }

        firstPages[inlineWords++] = pages[0];
        inlinePostings += pages.Length;
        if (pages.Length > 1)
        {
            gaps.Add(pages[1..], pages[0], GapDecoder.GroupOf(pages.Length));
        }

        foreach (var count in pageEvents)
        {
            events.AppendVarInt((ulong)count);
        }
    }

    /// <summary>Appends the postings part and the long lists to <paramref name="target"/> and begins a new block.</summary>
    /// <returns>Length of the postings part.</returns>
    public int WriteTo(ColumnBuffer target)
    {
        var start = target.Length;
        target.AppendVarInt((ulong)words);
        target.AppendVarInt((ulong)inlinePostings);
        Column.Write(target, counts.Written, codec, level);
        WriteFirstPages(target);
        gaps.WriteTo(target, codec, level);
        Column.Write(target, events.Written, codec, level);
        Column.Write(target, longReferences.Written, codec, level);
        var length = target.Length - start;
        target.Append(longLists.Written);

        counts.Clear();
        events.Clear();
        longLists.Clear();
        longReferences.Clear();
        words = 0;
        inlineWords = 0;
        inlinePostings = 0;
        return length;
    }

    private void AddLong(ReadOnlySpan<int> pages, ReadOnlySpan<int> pageEvents)
    {
        column.Clear();
        foreach (var count in pageEvents)
        {
            column.AppendVarInt((ulong)count);
        }

        var start = longLists.Length;
        longGaps.Add(pages, before: -1, GapDecoder.GroupOf(pages.Length));
        longGaps.WriteTo(longLists, codec, level);
        Column.Write(longLists, column.Written, codec, level);
        longReferences.AppendVarInt((ulong)(longLists.Length - start));
        longReferences.AppendUInt32(Crc32C.Of(longLists.Written[start..]));
    }

    // Words of one page next to each other are often numbers that were given out one after the other; otherwise their pages
    // are as good as random and their differences would only have one bit more.
    private void WriteFirstPages(ColumnBuffer target)
    {
        var pages = firstPages.AsSpan(0, inlineWords);
        long plainBits = 0, differenceBits = 0;
        var previous = 0;
        foreach (var page in pages)
        {
            plainBits += Bits((uint)page);
            differenceBits += Bits((uint)VarInt.ZigZag(page - previous));
            previous = page;
        }

        var differences = differenceBits < plainBits - (plainBits / 8);
        uint all = 0;
        previous = 0;
        foreach (ref var page in pages)
        {
            var value = differences ? (int)VarInt.ZigZag(page - previous) : page;
            previous = page;
            page = value;
            all |= (uint)value;
        }

        var planes = (Bits(all) + 7) / 8;
        target.Append((byte)(planes | (differences ? PostingBlock.Differences : 0)));
        for (var plane = 0; plane < planes; plane++)
        {
            column.Clear();
            foreach (var value in pages)
            {
                column.Append((byte)(value >> (8 * plane)));
            }

            Column.Write(target, column.Written, codec, level);
        }
    }

    private static int Bits(uint value) => 32 - BitOperations.LeadingZeroCount(value);
}
