using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Indexer.Storage.Terms;

/// <summary>
/// The 64-bit hash of a word: 128-bit multiplications of 16 bytes at a time, in the manner of wyhash. Part of the format of
/// the bloom filter, so it never changes within a version of that.
/// </summary>
internal static class WordHash
{
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute(ReadOnlySpan<byte> word, ulong seed = 0)
    {
        ref var start = ref MemoryMarshal.GetReference(word);
        var length = word.Length;
        ulong a, b;
        if (length > 16)
        {
            return ComputeLong(word, seed);
        }

        if (length >= 8)
        {
            a = Read64(ref start, 0);
            b = Read64(ref start, length - 8);
        }
        else if (length >= 4)
        {
            a = Read32(ref start, 0);
            b = Read32(ref start, length - 4);
        }
        else if (length > 0)
        {
            a = ((ulong)start << 16) | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
            b = 0;
        }
        else
        {
            a = b = 0;
        }

        return Finish(a, b, length, seed);
    }

    private static ulong ComputeLong(ReadOnlySpan<byte> word, ulong seed)
    {
        ref var start = ref MemoryMarshal.GetReference(word);
        var position = 0;
        for (; position < word.Length - 16; position += 16)
        {
            seed = Mix(Read64(ref start, position) ^ First, Read64(ref start, position + 8) ^ seed);
        }

        return Finish(Read64(ref start, word.Length - 16), Read64(ref start, word.Length - 8), word.Length, seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong a, ulong b, int length, ulong seed) =>
        Mix(Second ^ (ulong)length, Mix(a ^ Second, b ^ seed ^ First));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte start, int position)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, position));
        return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read32(ref byte start, int position)
    {
        var value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, position));
        return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }
}
