using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Indexer.Model;

namespace Indexer.Storage.Terms;

/// <summary>Bytes that are appended to, and reused after <see cref="Clear"/>.</summary>
internal sealed class ColumnBuffer
{
    private byte[] bytes;

    public ColumnBuffer(int capacity = 256) => bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (Length == bytes.Length)
        {
            Grow(1);
        }

        bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendVarInt(ulong value)
    {
        if (value < 0x80)
        {
            Append((byte)value);
        }
        else
        {
            Length += VarInt.Write(Reserve(VarInt.BytesMax), value);
        }
    }

    public void AppendUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    /// <summary>Room for at least <paramref name="length"/> bytes behind what is written; <see cref="Commit"/> makes them part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int length)
    {
        if (bytes.Length - Length < length)
        {
            Grow(length);
        }

        return bytes.AsSpan(Length);
    }

    public void Commit(int length) => Length += length;

    private void Grow(int length) => Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + length));
}
