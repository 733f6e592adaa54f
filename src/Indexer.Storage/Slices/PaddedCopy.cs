using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Indexer.Storage.Slices;

/// <summary>
/// Copies short texts without a call: whole vectors are moved, whatever the length, so source and target must have
/// <see cref="Padding"/> readable and writable bytes behind the text.
/// </summary>
internal static class PaddedCopy
{
    public const int Padding = 32;

    /// <summary>Copies <paramref name="length"/> bytes that begin at <paramref name="from"/>; up to <see cref="Padding"/> bytes behind the target change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref byte from, ref byte to, int length)
    {
        if (length <= 16)
        {
            Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);
        }
        else if (length <= 32)
        {
            Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);
            Vector128.LoadUnsafe(ref from, 16).StoreUnsafe(ref to, 16);
        }
        else
        {
            MemoryMarshal.CreateReadOnlySpan(ref from, length).CopyTo(MemoryMarshal.CreateSpan(ref to, length));
        }
    }
}
