using System.Buffers.Binary;

namespace Indexer.Search.Fields;

/// <summary>
/// A fast hash of short UTF-8 keys, seeded per process so that nobody can prepare keys that collide. Multiplies and folds
/// eight bytes at a time, as wyhash does.
/// </summary>
internal static class Utf8Hash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // The framework's string hashes are keyed with a random number of the process.
    private static readonly ulong Seed =
        ((ulong)(uint)string.GetHashCode("low", StringComparison.Ordinal) << 32) | (uint)string.GetHashCode("high", StringComparison.Ordinal);

    public static uint Compute(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (ulong)key.Length;
        while (key.Length > 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[8..];
        }

        return (uint)Fold(hash ^ ReadUpToEight(key));
    }

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }

    private static ulong ReadUpToEight(ReadOnlySpan<byte> key)
    {
        switch (key.Length)
        {
            case 8:
                return BinaryPrimitives.ReadUInt64LittleEndian(key);
            case >= 4:
                // The two halves may overlap.
                return BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]) << 32);
            case 0:
                return 0;
            default:
                return key[0] | ((ulong)key[key.Length / 2] << 8) | ((ulong)key[^1] << 16);
        }
    }
}
