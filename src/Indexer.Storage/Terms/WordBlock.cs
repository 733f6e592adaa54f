using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Indexer.Storage.Terms;

/// <summary>The words of a block, unpacked: one text, so that a search runs over all of them at once.</summary>
/// <remarks>
/// Words part of a block: <c>varint count, varint bytes of all words, column of shared lengths, column of lengths, column of
/// varint (length − 255), column of suffixes</c>. The shared length (a byte per word) says how many bytes a word has in common
/// with the one before it, 0 for the first and 255 at the most; the length is that of the whole word, where 255 stands for
/// 255 and more, which the third column tells.
/// </remarks>
internal sealed class WordBlock
{
    public const int SharedMax = byte.MaxValue;
    public const int LongLength = byte.MaxValue;

    // Copies of up to this many bytes are done blindly in one go, so that much room is behind each array.
    private const int Slack = 16;

    private byte[] text = [];
    private int[] ends = [];

    public int Count { get; private set; }

    /// <summary>All words, one after another.</summary>
    public ReadOnlySpan<byte> Text => text.AsSpan(0, ends[Count]);

    /// <summary>Whether a word is cut, see <see cref="StoredWord.IsCut"/>.</summary>
    public bool HasCutWords { get; private set; }

    public int MemoryBytes => text.Length + (ends.Length * sizeof(int));

    /// <summary>Where in <see cref="Text"/> the word starts; for <see cref="Count"/>, where the last one ends.</summary>
    public int StartOf(int ordinal) => ends[ordinal];

    public ReadOnlySpan<byte> this[int ordinal] => text.AsSpan(ends[ordinal], ends[ordinal + 1] - ends[ordinal]);

    /// <summary>The first word that is not less, or <see cref="Count"/>.</summary>
    public int LowerBound(ReadOnlySpan<byte> word)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (StoredWord.Compare(this[middle], word) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The word whose bytes include that one of <see cref="Text"/>.</summary>
    public int WordAt(int position, int fromOrdinal)
    {
        int low = fromOrdinal, high = Count - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ends[middle + 1] <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Unpacks a words part in place of what is here.</summary>
    /// <exception cref="InvalidDataException">The part is not sound.</exception>
    public void Decode(ReadOnlySpan<byte> part, DecodingScratch scratch)
    {
        var position = 0;
        Count = 0;
        HasCutWords = false;
        var count = Column.ReadLength(part, ref position);
        var textBytes = Column.ReadLength(part, ref position);
        var sharedCount = Column.Read(part, ref position, ref scratch.First);
        var lengthCount = Column.Read(part, ref position, ref scratch.Second);
        var longBytes = Column.Read(part, ref position, ref scratch.Third);
        var suffixBytes = Column.Read(part, ref position, ref scratch.Fourth, Slack);
        if (sharedCount != count || lengthCount != count || position != part.Length)
        {
            throw new InvalidDataException("the columns of a words part do not fit together");
        }

        if (text.Length < textBytes + Slack)
        {
            text = new byte[textBytes + Slack];
        }

        if (ends.Length < count + 1)
        {
            ends = new int[count + 1];
        }

        Unfold(scratch.First.AsSpan(0, count), scratch.Second.AsSpan(0, count), scratch.Third.AsSpan(0, longBytes), scratch.Fourth, suffixBytes, textBytes);
        Count = count;
    }

    private void Unfold(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> longLengths,
        byte[] suffixes, int suffixBytes, int textBytes)
    {
        int previous = 0, previousLength = 0, end = 0, suffix = 0, longPosition = 0;
        for (var i = 0; i < shared.Length; i++)
        {
            int length = lengths[i];
            if (length == LongLength)
            {
                length += Column.ReadLength(longLengths, ref longPosition);
                HasCutWords |= length >= StoredWord.BytesMax;
            }

            int prefix = shared[i];
            var rest = length - prefix;
            if (prefix > previousLength || rest < 0 || end + length > textBytes || suffix + rest > suffixBytes || length == 0)
            {
                throw new InvalidDataException("a word runs past the end of its block");
            }

            Copy(ref text[previous], ref text[end], prefix);
            Copy(ref suffixes[suffix], ref text[end + prefix], rest);
            previous = end;
            previousLength = length;
            suffix += rest;
            end += length;
            ends[i + 1] = end;
        }

        if (end != textBytes || suffix != suffixBytes || longPosition != longLengths.Length)
        {
            throw new InvalidDataException("a words part has more bytes than words");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte from, ref byte to, int length)
    {
        if (length <= Slack)
        {
            Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Vector128<byte>>(ref from));
        }
        else
        {
            Unsafe.CopyBlockUnaligned(ref to, ref from, (uint)length);
        }
    }
}
