using System.Buffers.Binary;
using System.Numerics;

namespace Indexer.Storage.Journal;

/// <summary>
/// How the log file is laid out: FASTER's pages, one after another, where an address is an offset in the file. FASTER leaves the
/// first 64 bytes of the first page alone; they hold the header of the file: magic and version (4), bits of the page size (4),
/// chain seed of the bucket (8), zero (44), CRC-32C of the 60 bytes before (4).
/// </summary>
/// <remarks>
/// A page is a row of entries: a length (4), that many bytes, zeros up to a multiple of 4. The bytes are a <see cref="Fragment"/>
/// mark and a piece of a frame. A frame is cut only at the end of a page, and starts in a page only where its whole header has
/// room; the rest of such a page is zeros.
/// </remarks>
internal static class LogLayout
{
    public const int HeaderSize = 64;
    public const int PageBitsMin = 12;
    public const int PageBitsMax = 24;

    /// <summary>Bytes that FASTER puts before an entry.</summary>
    public const int LengthSize = 4;

    /// <summary>Bytes of an entry before its piece of a frame.</summary>
    public const int EntryOverhead = LengthSize + MarkSize;

    /// <summary>Bytes of a <see cref="Fragment"/> mark.</summary>
    public const int MarkSize = 4;

    /// <summary>Room in a page below which no frame starts there.</summary>
    public const int FrameRoomMin = EntryOverhead + JournalFrameHeader.Size;

    /// <summary>"IJL" and version 1.</summary>
    private const uint Magic = 0x014C4A49;

    /// <summary>Bytes that an entry of this length takes in the page.</summary>
    public static int Aligned(int length) => (length + 3) & ~3;

    public static void WriteHeader(Span<byte> destination, int pageSize, ulong seed)
    {
        destination[..HeaderSize].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], BitOperations.Log2((uint)pageSize));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], seed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[60..], Crc32C.Of(destination[..60]));
    }

    /// <summary>Says what is wrong with the header, or null.</summary>
    public static string? ParseHeader(ReadOnlySpan<byte> source, ulong seed, out int pageSize)
    {
        pageSize = 0;
        if (source.Length < HeaderSize)
        {
            return $"the file has {source.Length} bytes, less than its header";
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if ((magic & 0x00FFFFFF) != (Magic & 0x00FFFFFF))
        {
            return "the file is not the log of a journal";
        }

        if (Crc32C.Of(source[..60]) != BinaryPrimitives.ReadUInt32LittleEndian(source[60..]))
        {
            return "the checksum of the file's header is wrong";
        }

        if (magic != Magic)
        {
            return $"the file has version {magic >> 24}, this program reads version {Magic >> 24}";
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(source[8..]) != seed)
        {
            return "the file belongs to another bucket";
        }

        var bits = BinaryPrimitives.ReadInt32LittleEndian(source[4..]);
        if (bits is < PageBitsMin or > PageBitsMax)
        {
            return $"the file claims pages of 2^{bits} bytes";
        }

        pageSize = 1 << bits;
        return null;
    }
}

/// <summary>Which piece of a frame an entry holds: the first of the entry's four mark bytes; the others are zero.</summary>
internal enum Fragment : uint
{
    Whole = 1,
    First = 2,
    Middle = 3,
    Last = 4,
}
