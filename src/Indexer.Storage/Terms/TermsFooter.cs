using System.Buffers.Binary;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Terms;

/// <summary>
/// The two ends of a terms file: a header that names the format, and a footer that says where the block index is and what the
/// file holds. Between them stand the blocks and then the index, without gaps. Numbers are little-endian.
/// </summary>
internal sealed record TermsFooter
{
    /// <summary>Magic (8 bytes), version (4), zeros (4).</summary>
    public const int HeaderBytes = 16;

    public const int Bytes = 72;

    private const ulong Magic = 0x314D524554584449; // "IDXTERM1"
    private const uint Version = 1;

    public required long IndexOffset { get; init; }

    /// <summary>Length of the index in the file.</summary>
    public required int IndexBytes { get; init; }

    /// <summary>Length of the index when unpacked.</summary>
    public required int IndexUnpackedBytes { get; init; }

    public required CompressionCodec IndexCodec { get; init; }

    /// <summary>CRC-32C of the index as it stands in the file.</summary>
    public required uint IndexChecksum { get; init; }

    public required long WordCount { get; init; }

    public required long PostingCount { get; init; }

    /// <summary>About how many different parts the composite words have, see <see cref="BloomFilter"/>.</summary>
    public required long PartCount { get; init; }

    /// <summary>One more than the last page.</summary>
    public required int PageEnd { get; init; }

    public static void WriteHeader(Span<byte> target)
    {
        target[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
    }

    public void Write(Span<byte> target)
    {
        target[..Bytes].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(target, IndexOffset);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], IndexBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], IndexUnpackedBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], IndexChecksum);
        target[20] = (byte)IndexCodec;
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], PageEnd);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], WordCount);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], PostingCount);
        BinaryPrimitives.WriteInt64LittleEndian(target[48..], PartCount);
        BinaryPrimitives.WriteUInt64LittleEndian(target[56..], Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[64..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(target[68..], Crc32C.Of(target[..68]));
    }

    /// <summary>Reads both ends of a file of <paramref name="fileLength"/> bytes.</summary>
    /// <exception cref="InvalidDataException">They are not those of a terms file of a known version.</exception>
    public static TermsFooter Read(ReadOnlySpan<byte> header, ReadOnlySpan<byte> footer, long fileLength)
    {
        Span<byte> expectedHeader = stackalloc byte[HeaderBytes];
        WriteHeader(expectedHeader);
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer[56..]) != Magic)
        {
            throw new InvalidDataException("it does not end like a terms file; it may be cut off");
        }

        if (Crc32C.Of(footer[..68]) != BinaryPrimitives.ReadUInt32LittleEndian(footer[68..]))
        {
            throw new InvalidDataException("the checksum of the footer is wrong");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(footer[64..]) is var version && version != Version)
        {
            throw new InvalidDataException($"its version is {version} and this program reads {Version}");
        }

        if (!header.SequenceEqual(expectedHeader))
        {
            throw new InvalidDataException("the header is not that of a terms file");
        }

        var read = new TermsFooter
        {
            IndexOffset = BinaryPrimitives.ReadInt64LittleEndian(footer),
            IndexBytes = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]),
            IndexUnpackedBytes = BinaryPrimitives.ReadInt32LittleEndian(footer[12..]),
            IndexChecksum = BinaryPrimitives.ReadUInt32LittleEndian(footer[16..]),
            IndexCodec = (CompressionCodec)footer[20],
            PageEnd = BinaryPrimitives.ReadInt32LittleEndian(footer[24..]),
            WordCount = BinaryPrimitives.ReadInt64LittleEndian(footer[32..]),
            PostingCount = BinaryPrimitives.ReadInt64LittleEndian(footer[40..]),
            PartCount = BinaryPrimitives.ReadInt64LittleEndian(footer[48..]),
        };

        return read.IndexOffset >= HeaderBytes && read.IndexBytes >= 0 && read.IndexOffset + read.IndexBytes + Bytes == fileLength
            ? read
            : throw new InvalidDataException($"its footer is of a file of {read.IndexOffset + read.IndexBytes + Bytes} bytes, not {fileLength}");
    }
}
