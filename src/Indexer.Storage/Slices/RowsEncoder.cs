namespace Indexer.Storage.Slices;

/// <summary>
/// Writes what every event of a slice has: time, template, origin, index-time fields, and its place in the order of arrival.
/// </summary>
/// <remarks>
/// Layout: <c>u32 CRC32C of the rest</c>, then three number streams and a stream of index-time fields as
/// <see cref="PackedBlock"/>s. Control stream: <c>byte flags, varint time unit in ns, number sequence of time steps in units (the
/// first is 0), number sequence of template numbers, number sequence of origins</c>, with flag 1 a number sequence of arrival
/// positions, with flag 2 a number sequence of lengths of index-time fields.
/// </remarks>
internal sealed class RowsEncoder
{
    public const byte HasArrival = 1;
    public const byte HasFields = 2;

    private readonly NumberStreams streams = new();
    private readonly ByteBuffer fields = new();
    private readonly long[] numbers = new long[SliceLimits.EventsMax];

    public void Encode(SliceInput.View input, ReadOnlySpan<int> order, bool sorted, ReadOnlySpan<int> rowTemplates, SliceTemplates templates, ByteBuffer target)
    {
        streams.Clear();
        fields.Clear();
        streams.Control.Byte((byte)((sorted ? 0 : HasArrival) | (input.HasFields ? HasFields : 0)));
        WriteTimes(input, order);

        var column = numbers.AsSpan(0, order.Length);
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = templates.NumberOf(rowTemplates[row]);
        }

        NumberSequence.WriteSmall(streams, column);
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = input.Origins[order[row]];
        }

        NumberSequence.WriteSmall(streams, column);
        if (!sorted)
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = order[row];
            }

            NumberSequence.Write(streams, column);
        }

        if (input.HasFields)
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = input.Fields(order[row]).Length;
            }

            NumberSequence.WriteSmall(streams, column);
            for (var row = 0; row < column.Length; row++)
            {
                fields.Bytes(input.Fields(order[row]));
            }
        }

        Pack(target);
    }

    private void WriteTimes(SliceInput.View input, ReadOnlySpan<int> order)
    {
        var times = input.Times;
        var steps = numbers.AsSpan(0, order.Length);
        ulong unit = 0;
        steps[0] = 0;
        for (var row = 1; row < steps.Length; row++)
        {
            var step = unchecked((ulong)(times[order[row]] - times[order[row - 1]]));
            steps[row] = (long)step;
            if (step != 0 && unit != 1)
            {
                unit = CommonDivisor(unit, step);
            }
        }

        unit = Math.Max(unit, 1);
        if (unit > 1)
        {
            for (var row = 1; row < steps.Length; row++)
            {
                steps[row] = (long)((ulong)steps[row] / unit);
            }
        }

        streams.Control.VarInt(unit);
        NumberSequence.WriteSmall(streams, steps);
    }

    private static ulong CommonDivisor(ulong a, ulong b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private void Pack(ByteBuffer target)
    {
        var start = target.Length;
        target.Reserve(sizeof(uint));
        streams.Pack(target);
        PackedBlock.Write(target, fields.Span, PageEncoder.CompressionLevel);
        target.PatchChecksum(start);
    }
}
