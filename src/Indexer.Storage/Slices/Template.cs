using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Indexer.Model;

namespace Indexer.Storage.Slices;

/// <summary>
/// The constant part of events that look alike: pieces of text with a variable between each two. Immutable.
/// </summary>
internal sealed class Template
{
    /// <summary>One variable that covers the whole event: events that share their shape with no other.</summary>
    public static readonly Template WholeText = new([], [0, 0], [false]);

    // Padded, see PaddedCopy.
    private readonly byte[] constants;
    private readonly int[] pieceEnds;
    private readonly bool[] nested;

    /// <param name="constants">The pieces, one after the other.</param>
    /// <param name="pieceEnds">Where each piece ends in <paramref name="constants"/>; one more than there are variables.</param>
    /// <param name="nested">Per variable whether it is a text with a template of its own.</param>
    public Template(byte[] constants, int[] pieceEnds, bool[] nested)
    {
        if (pieceEnds.Length != nested.Length + 1 || pieceEnds[^1] != constants.Length)
        {
            throw new InvalidDataException("the pieces and variables of a template do not fit each other");
        }

        this.constants = new byte[constants.Length + PaddedCopy.Padding];
        constants.CopyTo(this.constants, 0);
        this.pieceEnds = pieceEnds;
        this.nested = nested;
    }

    public int SlotCount => nested.Length;

    /// <summary>Bytes of all pieces together.</summary>
    public int ConstantLength => pieceEnds[^1];

    public ReadOnlySpan<byte> Constants => constants.AsSpan(0, ConstantLength);

    /// <summary>Whether a variable is a nested text.</summary>
    public bool HasNested => nested.AsSpan().Contains(true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Piece(int index)
    {
        var start = index == 0 ? 0 : pieceEnds[index - 1];
        return constants.AsSpan(start, pieceEnds[index] - start);
    }

    /// <summary>Copies a piece to <paramref name="to"/> and returns its length; see <see cref="PaddedCopy"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CopyPiece(int index, ref byte to)
    {
        var start = index == 0 ? 0 : pieceEnds[index - 1];
        var length = pieceEnds[index] - start;
        PaddedCopy.Copy(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(constants), start), ref to, length);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNested(int slot) => nested[slot];

    /// <summary>Cuts the variables out of a text. The slots are those of the text itself; slots inside nested ones are left out.</summary>
    public static Template Cut(ReadOnlySpan<byte> text, int textStart, int textEnd, ReadOnlySpan<Slot> slots)
    {
        var length = textEnd - textStart;
        foreach (var slot in slots)
        {
            length -= slot.Length;
        }

        var constants = new byte[length];
        var ends = new int[slots.Length + 1];
        var nested = new bool[slots.Length];
        var position = 0;
        var from = textStart;
        for (var i = 0; i <= slots.Length; i++)
        {
            var to = i < slots.Length ? slots[i].Start : textEnd;
            text[from..to].CopyTo(constants.AsSpan(position));
            position += to - from;
            ends[i] = position;
            if (i < slots.Length)
            {
                nested[i] = slots[i].Nested != Slot.Value;
                from = slots[i].End;
            }
        }

        return new Template(constants, ends, nested);
    }

    /// <summary>Whether cutting these slots out of the text gives this template.</summary>
    public bool Fits(ReadOnlySpan<byte> text, int textStart, int textEnd, ReadOnlySpan<Slot> slots)
    {
        if (slots.Length != nested.Length)
        {
            return false;
        }

        var from = textStart;
        for (var i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            var piece = Piece(i);
            if (nested[i] != (slot.Nested != Slot.Value) || piece.Length != slot.Start - from || !SliceHash.AreEqual(piece, text[from..slot.Start]))
            {
                return false;
            }

            from = slot.End;
        }

        return text[from..textEnd].SequenceEqual(Piece(slots.Length));
    }

    public bool SameAs(Template other) =>
        Constants.SequenceEqual(other.Constants) && pieceEnds.AsSpan().SequenceEqual(other.pieceEnds)
        && nested.AsSpan().SequenceEqual(other.nested);

    public ulong Hash()
    {
        var hash = SliceHash.Of(Constants);
        for (var i = 0; i < nested.Length; i++)
        {
            hash = SliceHash.Mix(hash, ((ulong)pieceEnds[i] << 1) | (nested[i] ? 1UL : 0));
        }

        return hash;
    }

    /// <summary>Layout: <c>varint slots, { varint pieceLength &lt;&lt; 1 | nested }* , varint lastPieceLength, pieces</c>.</summary>
    public void Write(List<byte> target)
    {
        Span<byte> number = stackalloc byte[VarInt.BytesMax];
        target.AddRange(number[..VarInt.Write(number, (ulong)nested.Length)]);
        for (var i = 0; i < pieceEnds.Length; i++)
        {
            var length = (ulong)Piece(i).Length;
            target.AddRange(number[..VarInt.Write(number, i < nested.Length ? (length << 1) | (nested[i] ? 1UL : 0) : length)]);
        }

        target.AddRange(Constants);
    }

    public static Template Read(ReadOnlySpan<byte> source, ref int position)
    {
        var slots = VarInt.Read(source, ref position);
        if (slots > (ulong)(source.Length - position))
        {
            throw new InvalidDataException("a template claims more variables than there are bytes");
        }

        var ends = new int[slots + 1];
        var nested = new bool[slots];
        long end = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var length = VarInt.Read(source, ref position);
            if (i < nested.Length)
            {
                nested[i] = (length & 1) != 0;
                length >>= 1;
            }

            end += length <= int.MaxValue ? (long)length : throw new InvalidDataException("a piece of a template is too long");
            ends[i] = end <= source.Length ? (int)end : throw new InvalidDataException("a template runs past the end of its block");
        }

        if (end > source.Length - position)
        {
            throw new InvalidDataException("a template runs past the end of its block");
        }

        var constants = source.Slice(position, (int)end).ToArray();
        position += (int)end;
        return new Template(constants, ends, nested);
    }
}
