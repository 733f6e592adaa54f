using System.Buffers.Binary;
using Indexer.Model;

namespace Indexer.Storage.Journal;

/// <summary>
/// What precedes the payload of a frame. Little endian, 64 bytes: magic and version (4), payload length (4), sequence (8),
/// epoch (8), batch channel (16), batch sequence (8), chain of the previous frame (8), zero (4), CRC-32C of the 60 bytes before
/// and the payload (4).
/// </summary>
/// <param name="Sequence">Position in the journal, from 0.</param>
/// <param name="Epoch">Epoch of the bucket's writer, from 0.</param>
/// <param name="Batch">Recognises a batch that was sent again.</param>
/// <param name="PreviousChain">The chain up to the frame before; of the first frame, the seed of the bucket.</param>
/// <param name="PayloadLength">In bytes.</param>
/// <param name="Checksum">CRC-32C over header and payload.</param>
internal readonly record struct JournalFrameHeader(
    long Sequence, long Epoch, BatchId Batch, ulong PreviousChain, int PayloadLength, uint Checksum)
{
    public const int Size = 64;

    /// <summary>64 MiB, so that a damaged length cannot ask for more memory than that.</summary>
    public const int PayloadBytesMax = 64 * 1024 * 1024;

    /// <summary>"IJF" and version 1.</summary>
    private const uint Magic = 0x01464A49;
    private const int ChecksumOffset = Size - sizeof(uint);

    /// <summary>The chain including this frame: two journals with equal chains hold equal frames.</summary>
    public ulong Chain => JournalChain.Next(PreviousChain, Checksum, PayloadLength);

    /// <summary>Makes the header of the frame that follows <paramref name="end"/>, and writes it.</summary>
    public static JournalFrameHeader Write(Span<byte> destination, FramePosition end, long epoch, BatchId batch, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], end.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], epoch);
        _ = batch.Channel.TryWriteBytes(destination[24..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], batch.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[48..], end.Chain);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[56..], 0);
        var checksum = ChecksumOf(destination, payload);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], checksum);
        return new JournalFrameHeader(end.Sequence, epoch, batch, end.Chain, payload.Length, checksum);
    }

    /// <summary>Reads the header of the frame that must follow <paramref name="end"/>; says what is wrong with it, or null.</summary>
    public static string? Parse(ReadOnlySpan<byte> source, FramePosition end, out JournalFrameHeader header)
    {
        header = new JournalFrameHeader(
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            new BatchId(new Guid(source.Slice(24, 16), bigEndian: true), BinaryPrimitives.ReadInt64LittleEndian(source[40..])),
            BinaryPrimitives.ReadUInt64LittleEndian(source[48..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]));

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic != Magic)
        {
            return (magic & 0x00FFFFFF) == (Magic & 0x00FFFFFF)
                ? $"the frame has version {magic >> 24}, this program reads version {Magic >> 24}"
                : "no frame starts here";
        }

        if (header.Sequence != end.Sequence)
        {
            return $"the frame says that it is frame {header.Sequence}";
        }

        if (header.PreviousChain != end.Chain)
        {
            return "the frame does not continue the one before it";
        }

        return header.PayloadLength is < 0 or > PayloadBytesMax
            ? $"the frame claims a payload of {header.PayloadLength} bytes"
            : null;
    }

    /// <summary>The CRC-32C that belongs into the header at the start of <paramref name="header"/>.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) =>
        Crc32C.Of(header[..ChecksumOffset], payload);
}
