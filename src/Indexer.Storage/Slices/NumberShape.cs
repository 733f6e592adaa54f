using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>
/// Recognises values that are the same text but for their digits, and writes the runs of digits as numbers.
/// Layout: <c>varint parts, { varint literalLength, width byte, number sequence }*, varint lastLiteralLength</c>, the literals in
/// the text stream. A width of 0 means digits without leading zeros; otherwise all values have that many digits in the part.
/// </summary>
internal sealed class NumberShape
{
    public const int PartsMax = 8;
    private const int DigitsMax = 18;
    private const int ShapeBytesMax = 256;

    private readonly long[][] parts = new long[PartsMax][];
    private readonly int[] widths = new int[PartsMax];
    private readonly int[] literalStarts = new int[PartsMax + 1];
    private readonly int[] literalLengths = new int[PartsMax + 1];
    private readonly long[] sequence = new long[SliceLimits.EventsMax];
    private readonly byte[] literals = new byte[ShapeBytesMax];
    private int partCount;
    private int count;

    public NumberShape()
    {
        for (var i = 0; i < PartsMax; i++)
        {
            parts[i] = new long[SliceLimits.EventsMax];
        }
    }

    /// <summary>Takes the values apart; false where they do not share one shape.</summary>
    public bool TryAnalyse(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> values)
    {
        count = values.Length;
        if (!TakeShape(text.Slice(values[0].Start, values[0].Length)))
        {
            return false;
        }

        Span<bool> sameWidth = stackalloc bool[PartsMax];
        Span<bool> canonical = stackalloc bool[PartsMax];
        sameWidth.Fill(true);
        canonical.Fill(true);
        for (var i = 0; i < values.Length; i++)
        {
            if (!TakeValue(text.Slice(values[i].Start, values[i].Length), i, sameWidth, canonical))
            {
                return false;
            }
        }

        for (var p = 0; p < partCount; p++)
        {
            if (canonical[p])
            {
                widths[p] = 0;
            }
            else if (!sameWidth[p])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Bytes per analysed value before compression.</summary>
    public double CostPerValue()
    {
        double cost = 0;
        for (var p = 0; p < partCount; p++)
        {
            cost += NumberSequence.Width(parts[p].AsSpan(0, count));
        }

        return cost;
    }

    /// <summary>Bytes per row before compression, where rows may follow each other in small steps.</summary>
    public double CostPerRow(ReadOnlySpan<int> ordinals, double costPerValue)
    {
        if (ordinals.Length == count)
        {
            return costPerValue;
        }

        double cost = 0;
        for (var p = 0; p < partCount; p++)
        {
            cost += NumberSequence.Width(Gather(p, ordinals));
        }

        return cost;
    }

    public void Write(NumberStreams numberStream, ByteBuffer textStream, ReadOnlySpan<int> ordinals)
    {
        numberStream.Control.VarInt((ulong)partCount);
        for (var p = 0; p < partCount; p++)
        {
            WriteLiteral(p, numberStream, textStream);
            numberStream.Control.Byte((byte)widths[p]);
            NumberSequence.Write(numberStream, ordinals.IsEmpty ? parts[p].AsSpan(0, count) : Gather(p, ordinals));
        }

        WriteLiteral(partCount, numberStream, textStream);
    }

    private ReadOnlySpan<long> Gather(int part, ReadOnlySpan<int> ordinals)
    {
        var source = parts[part];
        for (var i = 0; i < ordinals.Length; i++)
        {
            sequence[i] = source[ordinals[i]];
        }

        return sequence.AsSpan(0, ordinals.Length);
    }

    private void WriteLiteral(int index, NumberStreams numberStream, ByteBuffer textStream)
    {
        numberStream.Control.VarInt((ulong)literalLengths[index]);
        textStream.Bytes(literals.AsSpan(literalStarts[index], literalLengths[index]));
    }

    private bool TakeShape(ReadOnlySpan<byte> value)
    {
        if (value.Length > ShapeBytesMax)
        {
            return false;
        }

        value.CopyTo(literals);
        partCount = 0;
        var i = 0;
        while (true)
        {
            var start = i;
            while (i < value.Length && !IsDigit(value[i]))
            {
                i++;
            }

            literalStarts[partCount] = start;
            literalLengths[partCount] = i - start;
            if (i == value.Length)
            {
                return partCount > 0;
            }

            if (partCount == PartsMax)
            {
                return false;
            }

            start = i;
            while (i < value.Length && IsDigit(value[i]))
            {
                i++;
            }

            widths[partCount++] = i - start;
        }
    }

    private bool TakeValue(ReadOnlySpan<byte> value, int index, Span<bool> sameWidth, Span<bool> canonical)
    {
        var i = 0;
        for (var p = 0; p < partCount; p++)
        {
            var length = literalLengths[p];
            if (length > value.Length - i || !value.Slice(i, length).SequenceEqual(literals.AsSpan(literalStarts[p], length)))
            {
                return false;
            }

            i += length;
            var start = i;
            long number = 0;
            while (i < value.Length && IsDigit(value[i]) && i - start < DigitsMax)
            {
                number = (number * 10) + value[i] - '0';
                i++;
            }

            if (i == start || (i < value.Length && IsDigit(value[i])))
            {
                return false;
            }

            sameWidth[p] &= i - start == widths[p];
            canonical[p] &= value[start] != '0' || i - start == 1;
            if (!sameWidth[p] && !canonical[p])
            {
                return false;
            }

            parts[p][index] = number;
        }

        return value[i..].SequenceEqual(literals.AsSpan(literalStarts[partCount], literalLengths[partCount]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;
}
