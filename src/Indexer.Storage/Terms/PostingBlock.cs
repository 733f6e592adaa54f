using Indexer.Model;

namespace Indexer.Storage.Terms;

/// <summary>The postings of a block, unpacked.</summary>
/// <remarks>
/// <para>Postings part of a block: <c>varint words, varint postings in this part, column of varint (postings of a word − 1),
/// byte planes, column × planes, gaps between further pages (see <see cref="GapDecoder"/>), column of varint events, column of
/// long references</c>. The low bits of the planes byte count the columns that hold the first pages of words, lowest byte first;
/// with <see cref="Differences"/> a value is the zigzag difference to the word before.</para>
/// <para>A list of <see cref="LongCount"/> postings or more is not in the part but in a <b>long list</b> behind it, and has a
/// long reference <c>varint length, CRC-32C</c>. A long list is <c>gaps, column of varint events</c>, where the first gap
/// counts from page −1.</para>
/// </remarks>
internal sealed class PostingBlock
{
    /// <summary>So many postings make a list a long one.</summary>
    public const int LongCount = 512;

    public const byte Differences = 0x80;

    private const int PlanesMax = sizeof(int);

    private int[] starts = [];
    private int[] pages = [];
    private int[] events = [];
    private readonly List<LongReference> longLists = [];

    public int Count { get; private set; }

    public int MemoryBytes => ((starts.Length + pages.Length + events.Length) * sizeof(int)) + (longLists.Count * 16);

    /// <summary>Postings of the word, unless they are a long list.</summary>
    public bool TryGet(int ordinal, out ReadOnlySpan<int> wordPages, out ReadOnlySpan<int> wordEvents)
    {
        var start = starts[ordinal];
        var length = starts[ordinal + 1] - start;
        wordPages = pages.AsSpan(start, length);
        wordEvents = events.AsSpan(start, length);
        return length > 0;
    }

    /// <summary>Where the long list of the word is.</summary>
    public LongReference LongListOf(int ordinal)
    {
        foreach (var list in longLists)
        {
            if (list.Ordinal == ordinal)
            {
                return list;
            }
        }

        throw new InvalidDataException("a word has no postings");
    }

    /// <summary>Unpacks a postings part in place of what is here.</summary>
    /// <exception cref="InvalidDataException">The part is not sound.</exception>
    public void Decode(ReadOnlySpan<byte> part, DecodingScratch scratch)
    {
        var position = 0;
        Count = 0;
        var count = Column.ReadLength(part, ref position);
        var postings = Column.ReadLength(part, ref position);
        Resize(ref starts, count + 1);
        Resize(ref pages, postings);
        Resize(ref events, postings);

        var countBytes = Column.Read(part, ref position, ref scratch.First);
        var inlineWords = ReadCounts(scratch.First.AsSpan(0, countBytes), count, postings);
        ReadFirstPages(part, ref position, count, inlineWords, scratch);
        ReadFurtherPages(count, new GapDecoder(part, ref position, ref scratch.First));
        var eventBytes = Column.Read(part, ref position, ref scratch.Second);
        ReadValues(scratch.Second.AsSpan(0, eventBytes), events.AsSpan(0, postings));
        var referenceBytes = Column.Read(part, ref position, ref scratch.First);
        ReadReferences(scratch.First.AsSpan(0, referenceBytes));
        if (position != part.Length)
        {
            throw new InvalidDataException("a postings part has bytes left");
        }

        Count = count;
    }

    /// <summary>Appends the postings of a long list to <paramref name="target"/>.</summary>
    /// <exception cref="InvalidDataException">The list is not sound.</exception>
    public static void DecodeLong(ReadOnlySpan<byte> list, int count, PostingBuffer target, DecodingScratch scratch)
    {
        var position = 0;
        var gaps = new GapDecoder(list, ref position, ref scratch.First);
        var eventBytes = Column.Read(list, ref position, ref scratch.Second);
        var group = GapDecoder.GroupOf(count);
        int eventPosition = 0, page = -1;
        for (var i = 0; i < count; i++)
        {
            page += gaps.Next(group) + 1;
            target.Add(page, Column.ReadInt32(scratch.Second.AsSpan(0, eventBytes), ref eventPosition));
        }

        if (position != list.Length || !gaps.AtEnd || eventPosition != eventBytes)
        {
            throw new InvalidDataException("a long list has bytes left");
        }
    }

    private static void Resize(ref int[] array, int length)
    {
        if (array.Length < length)
        {
            array = new int[length];
        }
    }

    private static void ReadValues(ReadOnlySpan<byte> column, Span<int> target)
    {
        var position = 0;
        foreach (ref var value in target)
        {
            value = Column.ReadInt32(column, ref position);
        }

        if (position != column.Length)
        {
            throw new InvalidDataException("a column of events has bytes left");
        }
    }

    private int ReadCounts(ReadOnlySpan<byte> counts, int count, int postings)
    {
        longLists.Clear();
        int position = 0, start = 0;
        starts[0] = 0;
        for (var i = 0; i < count; i++)
        {
            var length = Column.ReadLength(counts, ref position) + 1;
            if (length >= LongCount)
            {
                longLists.Add(new LongReference(i, length, 0, 0, 0));
            }
            else
            {
                start += length;
            }

            starts[i + 1] = start;
        }

        return start == postings && position == counts.Length
            ? count - longLists.Count
            : throw new InvalidDataException("the numbers of postings do not add up");
    }

    private void ReadFirstPages(ReadOnlySpan<byte> part, ref int position, int count, int inlineWords, DecodingScratch scratch)
    {
        if (position >= part.Length)
        {
            throw new InvalidDataException("a postings part ends early");
        }

        var mode = part[position++];
        var planes = mode & ~Differences;
        if (planes > PlanesMax)
        {
            throw new InvalidDataException($"a page cannot have {planes} bytes");
        }

        for (var i = 0; i < count; i++)
        {
            if (starts[i + 1] > starts[i])
            {
                pages[starts[i]] = 0;
            }
        }

        for (var plane = 0; plane < planes; plane++)
        {
            if (Column.Read(part, ref position, ref scratch.First) != inlineWords)
            {
                throw new InvalidDataException("a plane of pages has the wrong length");
            }

            var next = 0;
            for (var i = 0; i < count; i++)
            {
                if (starts[i + 1] > starts[i])
                {
                    pages[starts[i]] |= scratch.First[next++] << (8 * plane);
                }
            }
        }

        if ((mode & Differences) != 0)
        {
            AddDifferences(count);
        }
    }

    private void AddDifferences(int count)
    {
        var page = 0;
        for (var i = 0; i < count; i++)
        {
            if (starts[i + 1] > starts[i])
            {
                page += (int)VarInt.UnZigZag((uint)pages[starts[i]]);
                pages[starts[i]] = page;
            }
        }
    }

    private void ReadFurtherPages(int count, GapDecoder gaps)
    {
        for (var i = 0; i < count; i++)
        {
            var start = starts[i];
            var end = starts[i + 1];
            if (end - start < 2)
            {
                continue;
            }

            var group = GapDecoder.GroupOf(end - start);
            var page = pages[start];
            for (var p = start + 1; p < end; p++)
            {
                page += gaps.Next(group) + 1;
                pages[p] = page;
            }
        }

        if (!gaps.AtEnd)
        {
            throw new InvalidDataException("a block has gaps left");
        }
    }

    private void ReadReferences(ReadOnlySpan<byte> references)
    {
        int position = 0, offset = 0;
        for (var i = 0; i < longLists.Count; i++)
        {
            var length = Column.ReadLength(references, ref position);
            if (references.Length - position < sizeof(uint))
            {
                throw new InvalidDataException("a long reference ends early");
            }

            var checksum = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(references[position..]);
            position += sizeof(uint);
            longLists[i] = longLists[i] with { Offset = offset, Length = length, Checksum = checksum };
            offset += length;
        }
    }

    /// <param name="Ordinal">The word in the block.</param>
    /// <param name="Count">Number of postings.</param>
    /// <param name="Offset">Where the list starts after the postings part.</param>
    /// <param name="Length">Of the list in bytes.</param>
    /// <param name="Checksum">CRC-32C of the list.</param>
    public readonly record struct LongReference(int Ordinal, int Count, int Offset, int Length, uint Checksum);
}
