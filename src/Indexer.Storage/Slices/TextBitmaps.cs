using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Indexer.Model.Text;

namespace Indexer.Storage.Slices;

/// <summary>
/// One bit per byte of a slice's text, worked out many bytes at a time: where words are, where joiners stand in them, where
/// major breakers are, and where a variable may begin. Events stand apart by a line end, so no word spans two of them.
/// </summary>
internal sealed class TextBitmaps
{
    private ulong[] words = [];
    private ulong[] joiners = [];
    private ulong[] majors = [];
    private ulong[] candidates = [];

    /// <summary>Classifies the first <paramref name="length"/> bytes of <paramref name="text"/>.</summary>
    public void Build(ReadOnlySpan<byte> text, int length)
    {
        var count = (length >> 6) + 2;
        if (words.Length < count)
        {
            words = new ulong[count];
            joiners = new ulong[count];
            majors = new ulong[count];
            candidates = new ulong[count];
        }

        Classify(text[..length]);
        JoinWords(length);
    }

    /// <summary>
    /// Makes escape sequences of a JSON event into major breakers that are part of no word, see <see cref="Segmentation"/>.
    /// </summary>
    public void BreakAtEscapes(ReadOnlySpan<byte> text, int start, int end)
    {
        var i = start;
        while (true)
        {
            var found = text[i..end].IndexOf((byte)'\\');
            if (found < 0)
            {
                return;
            }

            i += found;
            var length = Math.Max(1, Segmentation.JsonEscapeLength(text[..end], i));
            if (Segmentation.JsonEscapeLettersLength(text[..end], i) > 0)
            {
                for (var k = i; k < i + length; k++)
                {
                    Clear(words, k);
                    Clear(candidates, k);
                    Set(majors, k);
                }

                // A joiner right behind the escape joins nothing any more.
                if (i + length < end && Get(joiners, i + length))
                {
                    Clear(words, i + length);
                    Clear(joiners, i + length);
                }
            }

            i += length;
        }
    }

    /// <summary>The first byte in [from, to) where a variable may begin: a digit, <c>=</c>, <c>/</c> or <c>\</c>; <paramref name="to"/> where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextCandidate(int from, int to) => NextSet(candidates, from, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextMajor(int from, int to) => NextSet(majors, from, to);

    /// <summary>The first byte of a word in [from, to), or <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextWord(int from, int to) => NextSet(words, from, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsWord(int position) => Get(words, position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMajor(int position) => Get(majors, position);

    /// <summary>Where the word that <paramref name="position"/> is in begins, not before <paramref name="from"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WordStart(int position, int from)
    {
        var k = position >> 6;
        var gaps = ~words[k] & ((1UL << (position & 63)) - 1);
        while (gaps == 0)
        {
            if (k << 6 <= from)
            {
                return from;
            }

            gaps = ~words[--k];
        }

        return Math.Max(from, (k << 6) + 64 - BitOperations.LeadingZeroCount(gaps));
    }

    /// <summary>Where the word that <paramref name="position"/> is in ends, not behind <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WordEnd(int position, int to)
    {
        var k = position >> 6;
        var gaps = ~words[k] & (ulong.MaxValue << (position & 63));
        while (gaps == 0)
        {
            if ((++k << 6) >= to)
            {
                return to;
            }

            gaps = ~words[k];
        }

        return Math.Min(to, (k << 6) + BitOperations.TrailingZeroCount(gaps));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NextSet(ulong[] bits, int from, int to)
    {
        var k = from >> 6;
        var set = bits[k] & (ulong.MaxValue << (from & 63));
        while (set == 0)
        {
            if ((++k << 6) >= to)
            {
                return to;
            }

            set = bits[k];
        }

        return Math.Min(to, (k << 6) + BitOperations.TrailingZeroCount(set));
    }

    private static bool Get(ulong[] bits, int position) => (bits[position >> 6] >> (position & 63) & 1) != 0;

    private static void Set(ulong[] bits, int position) => bits[position >> 6] |= 1UL << (position & 63);

    private static void Clear(ulong[] bits, int position) => bits[position >> 6] &= ~(1UL << (position & 63));

    private void Classify(ReadOnlySpan<byte> text)
    {
        var full = text.Length >> 6;
        for (var k = 0; k < full; k++)
        {
            ClassifyBlock(k, ref MemoryMarshal.GetReference(text[(k << 6)..]));
        }

        if ((text.Length & 63) != 0)
        {
            Span<byte> last = stackalloc byte[64];
            last.Fill((byte)'\n');
            text[(full << 6)..].CopyTo(last);
            ClassifyBlock(full, ref MemoryMarshal.GetReference(last));
        }

        words[(text.Length + 63) >> 6] = 0;
        joiners[(text.Length + 63) >> 6] = 0;
    }

    private void ClassifyBlock(int k, ref byte start)
    {
        var low = ClassifyHalf(Vector256.LoadUnsafe(ref start));
        var high = ClassifyHalf(Vector256.LoadUnsafe(ref start, 32));
        words[k] = low.Tokens | ((ulong)high.Tokens << 32);
        joiners[k] = low.Joiners | ((ulong)high.Joiners << 32);
        majors[k] = ~(words[k] | low.Minors | ((ulong)high.Minors << 32));
        candidates[k] = low.Candidates | ((ulong)high.Candidates << 32);
    }

    // A joiner belongs to a word where token characters stand on both its sides.
    private void JoinWords(int length)
    {
        var count = (length + 63) >> 6;
        ulong before = 0;
        for (var k = 0; k < count; k++)
        {
            var tokens = words[k];
            var after = (tokens >> 1) | (words[k + 1] << 63);
            joiners[k] &= after & ((tokens << 1) | before);
            before = tokens >> 63;
            words[k] = tokens | joiners[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Tokens, uint Joiners, uint Minors, uint Candidates) ClassifyHalf(Vector256<byte> b)
    {
        var digits = Vector256.LessThanOrEqual(b - Vector256.Create((byte)'0'), Vector256.Create((byte)9));
        var letters = Vector256.LessThanOrEqual((b | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), Vector256.Create((byte)25));
        var dot = Vector256.Equals(b, Vector256.Create((byte)'.')) | Vector256.Equals(b, Vector256.Create((byte)'-')) | Vector256.Equals(b, Vector256.Create((byte)'_'));
        var starts = Vector256.Equals(b, Vector256.Create((byte)'=')) | Vector256.Equals(b, Vector256.Create((byte)'\\')) | Vector256.Equals(b, Vector256.Create((byte)'/'));
        var other = Vector256.Equals(b, Vector256.Create((byte)':')) | Vector256.Equals(b, Vector256.Create((byte)'@'))
            | Vector256.LessThanOrEqual(b - Vector256.Create((byte)'#'), Vector256.Create((byte)2));
        var tokens = (digits | letters).ExtractMostSignificantBits() | b.ExtractMostSignificantBits();
        return (tokens, dot.ExtractMostSignificantBits(), (dot | starts | other).ExtractMostSignificantBits(), (digits | starts).ExtractMostSignificantBits());
    }
}
