using System.Buffers;
using Indexer.Model;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// A block of bytes packed by one codec: <c>byte codec, varint unpacked length, varint packed length, packed bytes</c>; an empty
/// block is the one byte 255. Bytes that packing does not make shorter stand as they are. The codec's high bit says that the
/// bucket's dictionary was used.
/// </summary>
internal readonly ref struct PackedBlock
{
    private const byte EmptyMarker = 0xFF;
    private const byte DictionaryFlag = 0x80;

    private readonly CompressionCodec codec;
    private readonly bool usesDictionary;
    private readonly ReadOnlySpan<byte> packed;

    private PackedBlock(byte codec, ReadOnlySpan<byte> packed, int length)
    {
        this.codec = (CompressionCodec)(codec & ~DictionaryFlag);
        usesDictionary = (codec & DictionaryFlag) != 0;
        this.packed = packed;
        Length = length;
    }

    /// <summary>Bytes when unpacked.</summary>
    public int Length { get; }

    public static void Write(ByteBuffer target, ReadOnlySpan<byte> bytes, int level, CompressionDictionary? dictionary = null)
    {
        if (bytes.IsEmpty)
        {
            target.Byte(EmptyMarker);
            return;
        }

        var codec = BlockCompression.Preferred;
        var buffer = ArrayPool<byte>.Shared.Rent(BlockCompression.LengthMax(bytes.Length));
        dictionary = codec == CompressionCodec.Zstd ? dictionary : null;
        var length = BlockCompression.Compress(codec, bytes, buffer, level, dictionary);
        ReadOnlySpan<byte> shorter = buffer.AsSpan(0, length);
        if (length >= bytes.Length)
        {
            codec = CompressionCodec.Stored;
            dictionary = null;
            shorter = bytes;
        }

        target.Byte((byte)((byte)codec | (dictionary is null ? 0 : DictionaryFlag)));
        target.VarInt((ulong)bytes.Length);
        target.VarInt((ulong)shorter.Length);
        target.Bytes(shorter);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Writes bytes that packing would not make shorter.</summary>
    public static void Store(ByteBuffer target, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            target.Byte(EmptyMarker);
            return;
        }

        target.Byte((byte)CompressionCodec.Stored);
        target.VarInt((ulong)bytes.Length);
        target.VarInt((ulong)bytes.Length);
        target.Bytes(bytes);
    }

    public static PackedBlock Read(ReadOnlySpan<byte> source, ref int position)
    {
        if (position >= source.Length)
        {
            throw new InvalidDataException("a packed block is missing");
        }

        var codec = source[position++];
        if (codec == EmptyMarker)
        {
            return default;
        }

        var unpacked = VarInt.Read(source, ref position);
        var length = VarInt.Read(source, ref position);
        if (unpacked > int.MaxValue / 2 || length > (ulong)(source.Length - position))
        {
            throw new InvalidDataException("a packed block does not have the length that it names");
        }

        position += (int)length;
        return new PackedBlock(codec, source.Slice(position - (int)length, (int)length), (int)unpacked);
    }

    /// <summary>Unpacks into <paramref name="target"/>, which has <see cref="Length"/> bytes.</summary>
    public void Unpack(Span<byte> target, CompressionDictionary? dictionary = null)
    {
        if (usesDictionary && dictionary is null)
        {
            throw new InvalidDataException("a block was packed with a dictionary that its bucket does not have");
        }

        if (Length > 0)
        {
            BlockCompression.Decompress(codec, packed, target, usesDictionary ? dictionary : null);
        }
    }
}
