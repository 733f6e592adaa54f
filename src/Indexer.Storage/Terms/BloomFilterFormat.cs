using System.Buffers.Binary;

namespace Indexer.Storage.Terms;

/// <summary>
/// The layout of a <c>bloomfilter</c> file: header, lines, one CRC-32C per page of lines, and the CRC-32C of those. An entry
/// sets one bit in each of the eight 64-bit lanes of one line, so that a question touches one cache line of one page.
/// </summary>
/// <param name="LineCount">Number of lines, at least 1.</param>
/// <param name="EntryCount">Number of entries that the filter was sized for.</param>
/// <param name="HasCutWords">Whether words were cut, so that parts of words may be missing.</param>
internal readonly record struct BloomFilterFormat(int LineCount, long EntryCount, bool HasCutWords)
{
    /// <summary>Magic (8 bytes), version (4), lines (4), entries (8), flags (1), zeros, CRC-32C of these (last 4).</summary>
    public const int HeaderBytes = 64;

    public const int LanesPerLine = 8;

    public const int LineBytes = LanesPerLine * sizeof(ulong);

    /// <summary>Bytes of lines under one checksum.</summary>
    public const int PageBytes = 4096;

    private const int BitsPerEntry = 10;
    private const ulong Magic = 0x314D4F4C42584449; // "IDXBLOM1"
    private const uint Version = 1;
    private const byte CutWordsFlag = 1;
    private const int ChecksumOffset = HeaderBytes - sizeof(uint);

    // Odd numbers, one per lane (as in the split block filter of Apache Parquet).
    private static readonly uint[] Salts =
    [
        0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31,
    ];

    public long LinesLength => (long)LineCount * LineBytes;

    public int PageCount => (int)((LinesLength + PageBytes - 1) / PageBytes);

    public long FileLength => HeaderBytes + LinesLength + ((PageCount + 1L) * sizeof(uint));

    public static BloomFilterFormat ForEntries(long entries, bool hasCutWords) =>
        new((int)Math.Clamp(((entries * BitsPerEntry) + (LineBytes * 8) - 1) / (LineBytes * 8), 1, int.MaxValue / 2), entries, hasCutWords);

    public int LineOf(ulong hash) => (int)(((hash >> 32) * (ulong)LineCount) >> 32);

    /// <summary>The bit that an entry sets in a lane.</summary>
    public static ulong BitOf(ulong hash, int lane) => 1UL << (int)(((uint)hash * Salts[lane]) >> 26);

    public void WriteHeader(Span<byte> target)
    {
        target[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], LineCount);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], EntryCount);
        target[24] = HasCutWords ? CutWordsFlag : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(target[ChecksumOffset..], Crc32C.Of(target[..ChecksumOffset]));
    }

    /// <exception cref="InvalidDataException">It is not the header of a bloom filter of a known version and of this file length.</exception>
    public static BloomFilterFormat ReadHeader(ReadOnlySpan<byte> header, long fileLength)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            throw new InvalidDataException("it does not begin like a bloom filter");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]) != Crc32C.Of(header[..ChecksumOffset]))
        {
            throw new InvalidDataException("the checksum of the header is wrong");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) is var version && version != Version)
        {
            throw new InvalidDataException($"its version is {version} and this program reads {Version}");
        }

        var format = new BloomFilterFormat(BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[16..]), header[24] == CutWordsFlag);
        return format.LineCount > 0 && format.FileLength == fileLength
            ? format
            : throw new InvalidDataException($"it should have {format.FileLength} bytes and has {fileLength}");
    }
}
