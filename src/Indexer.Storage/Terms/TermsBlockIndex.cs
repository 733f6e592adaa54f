using Indexer.Model;

namespace Indexer.Storage.Terms;

/// <summary>Where one block is, and its checksums.</summary>
/// <param name="Offset">In the file; the words part starts here, behind it come the postings part and the long lists.</param>
/// <param name="WordBytes">Length of the words part.</param>
/// <param name="PostingBytes">Length of the postings part.</param>
/// <param name="LongBytes">Length of all long lists together.</param>
/// <param name="WordChecksum">CRC-32C of the words part.</param>
/// <param name="PostingChecksum">CRC-32C of the postings part.</param>
internal readonly record struct TermsBlockPlace(
    long Offset, int WordBytes, int PostingBytes, int LongBytes, uint WordChecksum, uint PostingChecksum)
{
    public long End => Offset + WordBytes + PostingBytes + (long)LongBytes;

    public long PostingOffset => Offset + WordBytes;

    public long LongOffset => Offset + WordBytes + PostingBytes;
}

/// <summary>Finds the block of a word. Kept in memory while the file is open: some 30 bytes per block.</summary>
/// <remarks>
/// Layout: <c>{ varint blocks of the class } × classes, { varint words length, varint postings length, varint long lists length,
/// CRC-32C of words, CRC-32C of postings, varint separator length, separator } × blocks</c>. The separator of a block is the
/// shortest text that is greater than all words before it in its class and not greater than its own; empty for the first.
/// </remarks>
internal sealed class TermsBlockIndex
{
    private readonly TermsBlockPlace[] places;
    private readonly int[] classStarts;
    private readonly byte[] separators;
    private readonly int[] separatorEnds;

    private TermsBlockIndex(TermsBlockPlace[] places, int[] classStarts, byte[] separators, int[] separatorEnds)
    {
        this.places = places;
        this.classStarts = classStarts;
        this.separators = separators;
        this.separatorEnds = separatorEnds;
    }

    public int BlockCount => places.Length;

    /// <summary>End of the last block in the file.</summary>
    public long End => places.Length == 0 ? TermsFooter.HeaderBytes : places[^1].End;

    public long MemoryBytes => (places.Length * 48L) + separators.Length;

    public TermsBlockPlace this[int block] => places[block];

    /// <summary>Blocks of a class: from the first, up to the second exclusively.</summary>
    public (int Start, int End) BlocksOf(int wordClass) => (classStarts[wordClass], classStarts[wordClass + 1]);

    /// <summary>The block in which the word, or the first one that is not less, would be; −1 where the class has no blocks.</summary>
    public int FindBlock(int wordClass, ReadOnlySpan<byte> word)
    {
        int low = classStarts[wordClass], high = classStarts[wordClass + 1];
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (StoredWord.Compare(Separator(middle), word) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > classStarts[wordClass] ? low - 1 : -1;
    }

    /// <exception cref="InvalidDataException">The bytes are not a sound index.</exception>
    public static TermsBlockIndex Parse(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        var classStarts = new int[StoredWord.Classes + 1];
        for (var i = 0; i < StoredWord.Classes; i++)
        {
            classStarts[i + 1] = classStarts[i] + Column.ReadLength(bytes, ref position);
        }

        // A block takes at least 12 bytes here: a wrong number of blocks cannot ask for much memory.
        var count = classStarts[^1];
        if (count > bytes.Length / 12)
        {
            throw new InvalidDataException($"the index cannot have {count} blocks in {bytes.Length} bytes");
        }

        var places = new TermsBlockPlace[count];
        var separators = new ColumnBuffer();
        var separatorEnds = new int[count + 1];
        long offset = TermsFooter.HeaderBytes;
        for (var i = 0; i < count; i++)
        {
            var place = new TermsBlockPlace(offset, Column.ReadLength(bytes, ref position), Column.ReadLength(bytes, ref position),
                Column.ReadLength(bytes, ref position), ReadChecksum(bytes, ref position), ReadChecksum(bytes, ref position));
            places[i] = place;
            offset = place.End;
            separators.Append(Take(bytes, ref position, Column.ReadLength(bytes, ref position)));
            separatorEnds[i + 1] = separators.Length;
        }

        return position == bytes.Length
            ? new TermsBlockIndex(places, classStarts, separators.Written.ToArray(), separatorEnds)
            : throw new InvalidDataException("the index has bytes left");
    }

    private ReadOnlySpan<byte> Separator(int block) =>
        separators.AsSpan(separatorEnds[block], separatorEnds[block + 1] - separatorEnds[block]);

    private static uint ReadChecksum(ReadOnlySpan<byte> bytes, ref int position) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, ref position, sizeof(uint)));

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, ref int position, int length)
    {
        if (bytes.Length - position < length)
        {
            throw new InvalidDataException("the index ends early");
        }

        position += length;
        return bytes.Slice(position - length, length);
    }

    /// <summary>Collects the index while blocks are written.</summary>
    public sealed class Builder
    {
        private readonly ColumnBuffer entries = new(4096);
        private readonly int[] blocks = new int[StoredWord.Classes];

        public void Add(int wordClass, ReadOnlySpan<byte> separator, int wordBytes, int postingBytes, int longBytes,
            uint wordChecksum, uint postingChecksum)
        {
            blocks[wordClass]++;
            entries.AppendVarInt((ulong)wordBytes);
            entries.AppendVarInt((ulong)postingBytes);
            entries.AppendVarInt((ulong)longBytes);
            entries.AppendUInt32(wordChecksum);
            entries.AppendUInt32(postingChecksum);
            entries.AppendVarInt((ulong)separator.Length);
            entries.Append(separator);
        }

        public byte[] ToArray()
        {
            var bytes = new ColumnBuffer(entries.Length + (StoredWord.Classes * VarInt.BytesMax));
            foreach (var count in blocks)
            {
                bytes.AppendVarInt((ulong)count);
            }

            bytes.Append(entries.Written);
            return bytes.Written.ToArray();
        }
    }
}
