using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>A growing block of bytes that is cleared and used again.</summary>
internal sealed class ByteBuffer(int capacity = 1024)
{
    private byte[] bytes = new byte[capacity];

    public int Length { get; private set; }

    public int Capacity => bytes.Length;

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Makes <paramref name="count"/> bytes part of the block, for the caller to fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (bytes.Length - Length < count)
        {
            Grow(count);
        }

        var span = bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>Replaces a byte that is there already.</summary>
    public void Set(int position, byte value) => bytes[position] = value;

    public void VarInt(ulong value)
    {
        var start = Length;
        var span = Reserve(Model.VarInt.BytesMax);
        Length = start + Model.VarInt.Write(span, value);
    }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Writes the CRC32C of everything behind <paramref name="start"/> + 4 into the four bytes at <paramref name="start"/>.</summary>
    public void PatchChecksum(int start) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(start), Crc32C.Of(bytes.AsSpan(start + sizeof(uint), Length - start - sizeof(uint))));

    /// <summary>Fills the first twelve bytes: a magic number, a length, and the CRC32C of what follows them.</summary>
    public void PatchPrefix(uint magic, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Crc32C.Of(bytes.AsSpan(12, Length - 12)));
    }

    private void Grow(int count) => Array.Resize(ref bytes, Math.Max(checked(Length + count), bytes.Length * 2));
}
