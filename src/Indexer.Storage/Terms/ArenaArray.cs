using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Indexer.Storage.Terms;

/// <summary>Pooled arrays that hold many small things.</summary>
internal static class ArenaArray
{
    // Half of what an array can have, so that doubling stays in range.
    private const int BytesMax = 1 << 30;

    /// <summary>Asks for the memory at an index that will be needed soon; does nothing where there is no such index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(T[] array, int index)
    {
        if (Sse.IsSupported && (uint)index < (uint)array.Length)
        {
            // The collector may move the array meanwhile: then the wrong line is fetched, and no more.
            Sse.Prefetch0(Unsafe.AsPointer(ref array[index]));
        }
    }

    /// <summary>Replaces the array by one with room for <paramref name="more"/> bytes after the first <paramref name="used"/>, and keeps those.</summary>
    /// <exception cref="InvalidOperationException">The arena would have more than a gigabyte.</exception>
    public static void Grow(ref byte[] array, int used, int more)
    {
        if (used > BytesMax - more)
        {
            throw new InvalidOperationException("a term table cannot have more than a gigabyte: flush it earlier");
        }

        var longer = ArrayPool<byte>.Shared.Rent(Math.Min(BytesMax, Math.Max(used + more, array.Length * 2)));
        array.AsSpan(0, used).CopyTo(longer);
        ArrayPool<byte>.Shared.Return(array);
        array = longer;
    }
}
