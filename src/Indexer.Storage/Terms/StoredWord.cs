using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Indexer.Model.Text;

namespace Indexer.Storage.Terms;

/// <summary>The rules for words in the index: how long they may be, how they are ordered, and what a cut one may match.</summary>
/// <remarks>
/// <para>A word of <see cref="BytesMax"/> bytes or more is stored as its first <see cref="BytesMax"/> bytes and called
/// <b>cut</b>: it stands for every word that begins so, and a search treats it as one that may match.</para>
/// <para>Words are in order of their <b>class</b>, then of their bytes. The class is the number of joiners in the word
/// (see <see cref="Segmentation.IsJoiner"/>), <see cref="ClassMax"/> for that many or more; a cut word is in <see cref="ClassMax"/>.
/// A word that contains a pattern and more tokens is in a later class than the pattern, so a search for the inside of
/// composite words leaves most of them alone.</para>
/// </remarks>
internal static class StoredWord
{
    /// <summary>No stored word is longer.</summary>
    public const int BytesMax = 1024;

    public const int ClassMax = 5;

    public const int Classes = ClassMax + 1;

    /// <summary>Bits of <see cref="OrderKey"/> that hold the class.</summary>
    private const int ClassBits = 3;

    /// <summary>What is stored of <paramref name="word"/>.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> word) => word.Length > BytesMax ? word[..BytesMax] : word;

    public static bool IsCut(ReadOnlySpan<byte> stored) => stored.Length >= BytesMax;

    public static int ClassOf(ReadOnlySpan<byte> stored) =>
        IsCut(stored) ? ClassMax : Math.Min(Joiners(stored), ClassMax);

    /// <summary>
    /// The start of a word's place in the order, as a number: the class, then bytes. Words with equal keys are compared by
    /// <see cref="Compare"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OrderKey(int wordClass, ReadOnlySpan<byte> word) =>
        ((ulong)wordClass << (64 - ClassBits)) | (Prefix(word) >> ClassBits);

    /// <summary>Up to eight bytes as a number in the order of the bytes; zeros stand where the word has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Prefix(ReadOnlySpan<byte> word)
    {
        if (word.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(word);
        }

        if (word.Length >= sizeof(uint))
        {
            // The last four bytes overlap the first four where there are fewer than eight.
            var last = (ulong)BinaryPrimitives.ReadUInt32BigEndian(word[^sizeof(uint)..]);
            return ((ulong)BinaryPrimitives.ReadUInt32BigEndian(word) << 32) | (last << (8 * (sizeof(ulong) - word.Length)) & uint.MaxValue);
        }

        ulong value = 0;
        for (var i = 0; i < word.Length; i++)
        {
            value |= (ulong)word[i] << (56 - (8 * i));
        }

        return value;
    }

    /// <summary>Order within a class.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceCompareTo(b);

    /// <summary>Number of bytes that are joiners.</summary>
    public static int Joiners(ReadOnlySpan<byte> word)
    {
        ref var start = ref MemoryMarshal.GetReference(word);
        var count = 0;
        var i = 0;
        for (; i <= word.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            count += Joiners(Vector128.LoadUnsafe(ref start, (nuint)i));
        }

        // Zeros, which are no joiners, stand behind the end.
        var rest = word[i..];
        return rest.IsEmpty ? count
            : count + Joiners(Vector128.Create(Prefix(rest), rest.Length > sizeof(ulong) ? Prefix(rest[sizeof(ulong)..]) : 0).AsByte());
    }

    private static int Joiners(Vector128<byte> bytes)
    {
        var joiners = Vector128.Equals(bytes, Vector128.Create((byte)'.'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'-'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'_'));
        return BitOperations.PopCount(joiners.ExtractMostSignificantBits());
    }

    /// <summary>Whether a word of an event that is stored as <paramref name="stored"/> satisfies <paramref name="pattern"/>, or may do so where it is cut.</summary>
    public static bool MayAccept(PatternWord pattern, ReadOnlySpan<byte> stored)
    {
        if (!IsCut(stored))
        {
            return pattern.Accepts(stored);
        }

        if (pattern.Left != WordEdge.Exact)
        {
            return true;
        }

        var text = pattern.Text.Span;
        if (text.Length >= stored.Length)
        {
            return text.StartsWith(stored);
        }

        return stored.StartsWith(text) && pattern.Right switch
        {
            WordEdge.Open => true,
            WordEdge.Joined => Segmentation.IsJoiner(stored[text.Length]),
            _ => false,
        };
    }
}
