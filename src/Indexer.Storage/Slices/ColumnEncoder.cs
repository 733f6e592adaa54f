using System.Numerics;

namespace Indexer.Storage.Slices;

/// <summary>
/// Writes one column of variables in the smallest of the encodings, into two streams: numbers and lengths in one, text in the
/// other, since the two compress differently. Finds the distinct values on the way. Not thread-safe; reused.
/// </summary>
/// <remarks>
/// Every column begins with one byte <see cref="ColumnEncoding"/> in the number stream. Then
/// <list type="bullet">
/// <item>Constant: varint length; the value in the text stream.</item>
/// <item>Dictionary: varint count, varint context, a number sequence of ordinals per row, then the distinct values as a column of
/// their own. With a context the ordinals are written as <see cref="OrdinalContexts"/> says.</item>
/// <item>Numbers: see <see cref="NumberShape"/>.</item>
/// <item>Hexadecimal: see <see cref="HexadecimalShape"/>.</item>
/// <item>Text: a number sequence of lengths; the bytes in the text stream.</item>
/// </list>
/// </remarks>
internal sealed class ColumnEncoder
{
    private const double TextCostPerByte = 0.55;

    private readonly NumberShape numbers = new();
    private readonly HexadecimalShape hexadecimal = new();
    private readonly DistinctValues distinct = new();
    private readonly OrdinalContexts contexts = new();
    private readonly long[] sequence = new long[SliceLimits.EventsMax];

    /// <summary>The distinct values of the column written last.</summary>
    public DistinctValues Distinct => distinct;

    /// <summary>Forgets the columns of the table before.</summary>
    public void BeginTable() => contexts.Clear();

    public void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> rows, NumberStreams numberStream, ByteBuffer textStream)
    {
        distinct.Collect(text, rows);
        var values = distinct.Values;
        if (values.Length == 1)
        {
            numberStream.Control.Byte((byte)ColumnEncoding.Constant);
            numberStream.Control.VarInt((ulong)values[0].Length);
            textStream.Bytes(text.Slice(values[0].Start, values[0].Length));
            return;
        }

        var encoding = Choose(text, values, out var costPerValue);
        var context = contexts.FindBest(distinct.Ordinals, values.Length, out var surprises);
        var ordinalCost = ((BitOperations.Log2((uint)values.Length) / 8.0) * surprises / rows.Length) + 0.05;
        var rowCost = encoding == ColumnEncoding.Numbers ? numbers.CostPerRow(distinct.Ordinals, costPerValue) : costPerValue;
        if ((values.Length * costPerValue) + (rows.Length * ordinalCost) < rows.Length * rowCost)
        {
            numberStream.Control.Byte((byte)ColumnEncoding.Dictionary);
            numberStream.Control.VarInt((ulong)values.Length);
            numberStream.Control.VarInt((ulong)context);
            var ordinals = sequence.AsSpan(0, rows.Length);
            contexts.Encode(context, distinct.Ordinals, ordinals);
            contexts.Add(distinct.Ordinals, values.Length);
            NumberSequence.WriteSmall(numberStream, ordinals);
            WriteValues(encoding, text, values, default, numberStream, textStream);
        }
        else
        {
            WriteValues(encoding, text, rows, distinct.Ordinals, numberStream, textStream);
        }
    }

    private ColumnEncoding Choose(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> values, out double costPerValue)
    {
        if (numbers.TryAnalyse(text, values))
        {
            costPerValue = numbers.CostPerValue();
            return ColumnEncoding.Numbers;
        }

        if (hexadecimal.TryAnalyse(text, values))
        {
            costPerValue = hexadecimal.CostPerValue;
            return ColumnEncoding.Hexadecimal;
        }

        long bytes = 0;
        foreach (var value in values)
        {
            bytes += value.Length;
        }

        costPerValue = 0.5 + (TextCostPerByte * bytes / values.Length);
        return ColumnEncoding.Text;
    }

    /// <param name="ordinals">Per value its ordinal among the analysed ones; empty where the values are the analysed ones.</param>
    private void WriteValues(ColumnEncoding encoding, ReadOnlySpan<byte> text, ReadOnlySpan<Slot> values, ReadOnlySpan<int> ordinals,
        NumberStreams numberStream, ByteBuffer textStream)
    {
        numberStream.Control.Byte((byte)encoding);
        switch (encoding)
        {
            case ColumnEncoding.Numbers:
                numbers.Write(numberStream, textStream, ordinals);
                break;
            case ColumnEncoding.Hexadecimal:
                hexadecimal.Write(text, values, numberStream, textStream);
                break;
            default:
                for (var i = 0; i < values.Length; i++)
                {
                    sequence[i] = values[i].Length;
                }

                NumberSequence.WriteSmall(numberStream, sequence.AsSpan(0, values.Length));
                foreach (var value in values)
                {
                    textStream.Bytes(text.Slice(value.Start, value.Length));
                }

                break;
        }
    }
}
