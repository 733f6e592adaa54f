using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Indexer.Storage.Slices;

/// <summary>A fast hash for the short-lived tables of a slice. Never written to disk, and every hit is compared in full.</summary>
internal static class SliceHash
{
    private const ulong Factor1 = 0x9E3779B97F4A7C15;
    private const ulong Factor2 = 0xD6E8FEB86659FD93;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, Factor1, out var low);
        return high ^ low ^ Factor2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> bytes) => Append(Factor2, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Append(ulong hash, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var length = bytes.Length;
        if (length <= 16)
        {
            ulong a, b;
            if (length >= 8)
            {
                a = Unsafe.ReadUnaligned<ulong>(ref start);
                b = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8));
            }
            else if (length >= 4)
            {
                a = Unsafe.ReadUnaligned<uint>(ref start);
                b = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
            }
            else if (length > 0)
            {
                a = start;
                b = ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
            }
            else
            {
                a = b = 0;
            }

            return Mix(hash ^ ((ulong)length * Factor2), a ^ BinaryPrimitives.ReverseEndianness(b) ^ (b * Factor1));
        }

        return AppendLong(hash, bytes);
    }

    private static ulong AppendLong(ulong hash, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var length = bytes.Length;
        hash ^= (ulong)length * Factor2;
        var i = 0;
        for (; i + 16 <= length; i += 16)
        {
            var a = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i));
            var b = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i + 8));
            var high = Math.BigMul(hash ^ a, b ^ Factor1, out var low);
            hash = high ^ low ^ (b * Factor2);
        }

        var lastA = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 16));
        var lastB = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8));
        return Mix(Mix(hash, lastA), lastB);
    }

    /// <summary>Whether two texts of one length are equal; inlined for the short ones that most are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var length = a.Length;
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        if (length >= 8)
        {
            return length <= 16
                ? Unsafe.ReadUnaligned<ulong>(ref x) == Unsafe.ReadUnaligned<ulong>(ref y)
                    && Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref x, length - 8)) == Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref y, length - 8))
                : a.SequenceEqual(b);
        }

        if (length >= 4)
        {
            return Unsafe.ReadUnaligned<uint>(ref x) == Unsafe.ReadUnaligned<uint>(ref y)
                && Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref x, length - 4)) == Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref y, length - 4));
        }

        return length == 0 || (x == y && Unsafe.Add(ref x, length >> 1) == Unsafe.Add(ref y, length >> 1) && Unsafe.Add(ref x, length - 1) == Unsafe.Add(ref y, length - 1));
    }
}
