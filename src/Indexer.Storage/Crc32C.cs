using System.Buffers.Binary;
using System.Numerics;

namespace Indexer.Storage;

/// <summary>CRC-32C (Castagnoli, RFC 3720), the checksum of every file format here.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>, or of what <paramref name="before"/> is the checksum of followed by them.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
