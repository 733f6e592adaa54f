using System.Runtime.CompilerServices;
using Indexer.Model;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Terms;

/// <summary>
/// A run of bytes of one kind within a block, packed by itself, so that its entropy code fits it:
/// <c>varint length, byte kind, [varint packed length,] bytes</c>. The kind is a <see cref="CompressionCodec"/> or <see cref="Repeat"/>.
/// </summary>
internal static class Column
{
    /// <summary>All bytes of the column are the one that follows.</summary>
    private const byte Repeat = 3;

    // Smaller columns do not repay the overhead of a frame.
    private const int PackedMin = 32;

    // No column of a sound file comes near; keeps a damaged length from asking for the memory.
    private const int LengthMax = 1 << 28;

    public static void Write(ColumnBuffer target, ReadOnlySpan<byte> values, CompressionCodec codec, int level)
    {
        target.AppendVarInt((ulong)values.Length);
        if (values.Length == 0)
        {
            return;
        }

        if (!values.ContainsAnyExcept(values[0]))
        {
            target.Append(Repeat);
            target.Append(values[0]);
            return;
        }

        if (values.Length >= PackedMin && codec != CompressionCodec.Stored)
        {
            // Packed behind the place for its header, which is moved up to it when its length is known.
            var room = target.Reserve(1 + VarInt.BytesMax + BlockCompression.LengthMax(values.Length));
            var packed = BlockCompression.Compress(codec, values, room[(1 + VarInt.BytesMax)..], level);
            if (packed + VarInt.SizeOf((ulong)packed) < values.Length)
            {
                room[0] = (byte)codec;
                var header = 1 + VarInt.Write(room[1..], (ulong)packed);
                room.Slice(1 + VarInt.BytesMax, packed).CopyTo(room[header..]);
                target.Commit(header + packed);
                return;
            }
        }

        target.Append((byte)CompressionCodec.Stored);
        target.Append(values);
    }

    /// <summary>Reads the column at <paramref name="position"/> and moves that on.</summary>
    /// <param name="room">Made longer where the column does not fit; at least <paramref name="slack"/> bytes remain after it.</param>
    /// <returns>The length of the column.</returns>
    /// <exception cref="InvalidDataException">There is no sound column.</exception>
    public static int Read(ReadOnlySpan<byte> part, ref int position, ref byte[] room, int slack = 0)
    {
        var length = ReadLength(part, ref position);
        if (room.Length < length + slack)
        {
            room = new byte[length + slack];
        }

        if (length == 0)
        {
            return 0;
        }

        var target = room.AsSpan(0, length);
        var kind = Take(part, ref position, 1)[0];
        switch (kind)
        {
            case Repeat:
                target.Fill(Take(part, ref position, 1)[0]);
                break;
            case (byte)CompressionCodec.Stored:
                Take(part, ref position, length).CopyTo(target);
                break;
            default:
                var packed = ReadLength(part, ref position);
                BlockCompression.Decompress((CompressionCodec)kind, Take(part, ref position, packed), target);
                break;
        }

        return length;
    }

    /// <summary>A number that is the length or count of something in memory.</summary>
    public static int ReadLength(ReadOnlySpan<byte> part, ref int position)
    {
        var length = VarInt.Read(part, ref position);
        return length <= LengthMax ? (int)length : throw new InvalidDataException($"a length of {length} is out of range");
    }

    /// <summary>A number that is neither negative nor above <see cref="int.MaxValue"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInt32(ReadOnlySpan<byte> column, ref int position)
    {
        var value = VarInt.Read(column, ref position);
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException($"the number {value} is out of range");
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> part, ref int position, int length)
    {
        if (part.Length - position < length)
        {
            throw new InvalidDataException("a column runs past the end of its block");
        }

        position += length;
        return part.Slice(position - length, length);
    }
}
