using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Indexer.Storage.Terms;

/// <summary>Reads the gaps between the pages of words.</summary>
/// <remarks>
/// Layout: <c>byte kind</c>; for <see cref="Integers"/> a column of varint gaps; for <see cref="RiceCodes"/>
/// <c>byte divisor bits × groups, varint length, codes</c>. A gap is the number of pages between two postings. Its code, from
/// the lowest bit of the first byte up: its quotient by 2^(divisor bits) as that many ones and a zero, then the remainder; or
/// 24 ones and the gap in 32 bits. The divisor is that of the word's group.
/// </remarks>
internal ref struct GapDecoder
{
    public const byte Integers = 0;
    public const byte RiceCodes = 1;

    /// <summary>Words with like numbers of postings have like gaps; they are in one group.</summary>
    public const int Groups = 10;

    public const int DivisorBitsMax = 31;
    public const int QuotientMax = 24;

    // A code is read out of eight bytes at once, which may reach past the end.
    private const int Slack = sizeof(ulong);

    private readonly ReadOnlySpan<byte> bytes;
    private readonly ReadOnlySpan<byte> divisorBits;
    private readonly int length;
    private long position;
    private int integerPosition;

    /// <summary>Begins at <paramref name="position"/> of a part and moves that behind the gaps.</summary>
    /// <exception cref="InvalidDataException">There are no sound gaps.</exception>
    public GapDecoder(ReadOnlySpan<byte> part, ref int position, ref byte[] room)
    {
        if (position >= part.Length)
        {
            throw new InvalidDataException("gaps are missing");
        }

        var kind = part[position++];
        if (kind == Integers)
        {
            length = Column.Read(part, ref position, ref room);
            bytes = room.AsSpan(0, length);
            return;
        }

        if (kind != RiceCodes || part.Length - position < Groups)
        {
            throw new InvalidDataException($"gaps of the unknown kind {kind}");
        }

        divisorBits = part.Slice(position, Groups);
        position += Groups;
        length = Column.ReadLength(part, ref position);
        if (part.Length - position < length || divisorBits.ContainsAnyExceptInRange((byte)0, (byte)DivisorBitsMax))
        {
            throw new InvalidDataException("codes of gaps run past the end of their block");
        }

        if (room.Length < length + Slack)
        {
            room = new byte[length + Slack];
        }

        part.Slice(position, length).CopyTo(room);
        bytes = room.AsSpan(0, length + Slack);
        position += length;
    }

    /// <summary>Whether all bytes were used.</summary>
    public readonly bool AtEnd => divisorBits.IsEmpty ? integerPosition == length : (position + 7) >> 3 == length;

    /// <summary>The group of a word with so many postings.</summary>
    public static int GroupOf(int postings) => Math.Min(BitOperations.Log2((uint)postings), Groups - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int group)
    {
        if (divisorBits.IsEmpty)
        {
            return Column.ReadInt32(bytes, ref integerPosition);
        }

        if (position >> 3 > length)
        {
            throw new InvalidDataException("codes of gaps end early");
        }

        var code = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(int)(position >> 3)..]) >> (int)(position & 7);
        var quotient = BitOperations.TrailingZeroCount(~code);
        if (quotient >= QuotientMax)
        {
            position += QuotientMax + 32;
            return (int)(uint)(code >> QuotientMax);
        }

        int divisor = divisorBits[group];
        position += quotient + 1 + divisor;
        return (int)(((uint)quotient << divisor) | ((uint)(code >> (quotient + 1)) & ((1U << divisor) - 1)));
    }
}
