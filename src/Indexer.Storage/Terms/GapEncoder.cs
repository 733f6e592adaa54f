using System.Buffers.Binary;
using System.Numerics;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Terms;

/// <summary>
/// Collects the gaps between the pages of words and writes them as Rice codes or as variable-length integers, whichever is
/// smaller. Pages of independent words make geometric gaps, for which Rice codes are within a few percent of the optimum;
/// words that come in bursts are better off with the general compressor. The layout is in <see cref="GapDecoder"/>.
/// </summary>
internal sealed class GapEncoder
{
    private readonly ColumnBuffer integers = new(4096);
    private readonly ColumnBuffer packed = new(4096);
    private readonly ColumnBuffer codes = new(4096);
    private readonly byte[] divisorBits = new byte[GapDecoder.Groups];
    private readonly long[] sums = new long[GapDecoder.Groups];
    private readonly long[] counts = new long[GapDecoder.Groups];
    private int[] gaps = new int[1024];
    private byte[] groups = new byte[1024];
    private int count;

    /// <summary>About how many bytes are held.</summary>
    public int Bytes => count * 2;

    /// <summary>Adds the gaps of one word.</summary>
    /// <param name="pages">Ascending.</param>
    /// <param name="before">The page from which the first gap counts; less than all pages.</param>
    /// <param name="group">What <see cref="GapDecoder.GroupOf"/> says of the word.</param>
    public void Add(ReadOnlySpan<int> pages, int before, int group)
    {
        while (gaps.Length - count < pages.Length)
        {
            Array.Resize(ref gaps, gaps.Length * 2);
            Array.Resize(ref groups, groups.Length * 2);
        }

        var previous = before;
        foreach (var page in pages)
        {
            gaps[count++] = page - previous - 1;
            previous = page;
        }

        groups.AsSpan(count - pages.Length, pages.Length).Fill((byte)group);
        if (!pages.IsEmpty)
        {
            sums[group] += previous - before - pages.Length;
            counts[group] += pages.Length;
        }
    }

    /// <summary>Appends the gaps to <paramref name="target"/> and begins anew.</summary>
    public void WriteTo(ColumnBuffer target, CompressionCodec codec, int level)
    {
        integers.Clear();
        foreach (var gap in gaps.AsSpan(0, count))
        {
            integers.AppendVarInt((ulong)gap);
        }

        packed.Clear();
        Column.Write(packed, integers.Written, codec, level);
        codes.Clear();

        // Who stores columns as they are wants to be fast: integers are faster to write and to read.
        var tryCodes = count > 0 && codec != CompressionCodec.Stored;
        if (tryCodes)
        {
            WriteCodes();
        }

        if (tryCodes && codes.Length + GapDecoder.Groups < packed.Length)
        {
            target.Append(GapDecoder.RiceCodes);
            target.Append(divisorBits);
            target.AppendVarInt((ulong)codes.Length);
            target.Append(codes.Written);
        }
        else
        {
            target.Append(GapDecoder.Integers);
            target.Append(packed.Written);
        }

        count = 0;
        Array.Clear(sums);
        Array.Clear(counts);
    }

    private void WriteCodes()
    {
        for (var group = 0; group < GapDecoder.Groups; group++)
        {
            // The divisor that is best for geometric gaps is their mean × ln 2.
            var mean = counts[group] == 0 ? 0 : (ulong)(sums[group] * 0.6931 / counts[group]);
            divisorBits[group] = (byte)(mean == 0 ? 0 : Math.Min(BitOperations.Log2(mean), GapDecoder.DivisorBitsMax));
        }

        ulong bits = 0;
        var held = 0;
        for (var i = 0; i < count; i++)
        {
            var gap = (uint)gaps[i];
            int divisor = divisorBits[groups[i]];
            var quotient = gap >> divisor;
            ulong code;
            int length;
            if (quotient < GapDecoder.QuotientMax)
            {
                code = ((1UL << (int)quotient) - 1) | ((ulong)(gap & ((1U << divisor) - 1)) << ((int)quotient + 1));
                length = (int)quotient + 1 + divisor;
            }
            else
            {
                code = ((1UL << GapDecoder.QuotientMax) - 1) | ((ulong)gap << GapDecoder.QuotientMax);
                length = GapDecoder.QuotientMax + 32;
            }

            // Up to 7 bits are held over: 63 at the most with these.
            bits |= code << held;
            held += length;
            BinaryPrimitives.WriteUInt64LittleEndian(codes.Reserve(sizeof(ulong)), bits);
            codes.Commit(held >> 3);
            bits >>= held & ~7;
            held &= 7;
        }

        if (held > 0)
        {
            codes.Append((byte)bits);
        }
    }
}
