using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Indexer.Model;

namespace Indexer.Storage.Buckets;

/// <summary>Writes what <see cref="BlockReader"/> reads.</summary>
internal sealed class BlockWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    public BlockWriter(ReadOnlySpan<byte> magic, byte version)
    {
        if (magic.Length != BlockReader.HeaderBytes - 1)
        {
            throw new ArgumentException("magic has four bytes", nameof(magic));
        }

        buffer.Write(magic);
        buffer.Write([version]);
    }

    public void WriteVarInt(ulong value) => buffer.Advance(VarInt.Write(buffer.GetSpan(VarInt.BytesMax), value));

    public void WriteZigZag(long value) => WriteVarInt(VarInt.ZigZag(value));

    public void WriteBytes(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void WriteText(string text)
    {
        WriteVarInt((ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    /// <summary>The file's content, with its checksum.</summary>
    public byte[] Finish()
    {
        var footer = buffer.GetSpan(BlockReader.FooterBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Of(buffer.WrittenSpan));
        buffer.Advance(BlockReader.FooterBytes);
        return buffer.WrittenSpan.ToArray();
    }
}
