using System.Buffers.Binary;

namespace Indexer.Storage.Slices;

/// <summary>What every event of a slice has, decoded: the reading side of <see cref="RowsEncoder"/>. Reused; not thread-safe.</summary>
internal sealed class RowColumns
{
    private readonly long[] times = new long[SliceLimits.EventsMax];
    private readonly int[] templates = new int[SliceLimits.EventsMax];
    private readonly int[] origins = new int[SliceLimits.EventsMax];
    private readonly int[] arrival = new int[SliceLimits.EventsMax];
    private readonly int[] fieldStarts = new int[SliceLimits.EventsMax + 1];
    private readonly long[] numbers = new long[SliceLimits.EventsMax];
    private readonly NumberSource source = new();
    private byte[] fields = [];
    private int fieldsLength;
    private bool hasArrival;

    public int Count { get; private set; }

    public bool HasFields { get; private set; }

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, Count);

    /// <summary>Numbers in the slice.</summary>
    public ReadOnlySpan<int> Templates => templates.AsSpan(0, Count);

    /// <summary>Ordinals in the bucket.</summary>
    public ReadOnlySpan<int> Origins => origins.AsSpan(0, Count);

    /// <summary>The place of a row in the order of arrival.</summary>
    public int Arrival(int row) => hasArrival ? arrival[row] : row;

    public ReadOnlySpan<byte> Fields(int row) =>
        HasFields ? fields.AsSpan(fieldStarts[row], fieldStarts[row + 1] - fieldStarts[row]) : default;

    /// <summary>Throws <see cref="InvalidDataException"/> where the block is damaged.</summary>
    public void Decode(ReadOnlySpan<byte> block, SliceInfo slice)
    {
        Unpack(block);
        Count = slice.Events;
        var column = numbers.AsSpan(0, Count);
        var flags = source.Byte();
        hasArrival = (flags & RowsEncoder.HasArrival) != 0;
        HasFields = (flags & RowsEncoder.HasFields) != 0;
        ReadTimes(column, slice);
        ReadNumbers(column, templates, slice.TemplateIds.Length, "template");
        ReadNumbers(column, origins, int.MaxValue, "origin");
        if (hasArrival)
        {
            ReadNumbers(column, arrival, Count, "arrival");
        }

        if (HasFields)
        {
            NumberSequence.Read(source, column);
            long end = 0;
            for (var row = 0; row < Count; row++)
            {
                end += column[row];
                if (column[row] < 0 || end > fieldsLength)
                {
                    throw new InvalidDataException("the index-time fields of a slice run past the end of its rows");
                }

                fieldStarts[row + 1] = (int)end;
            }
        }
    }

    private void Unpack(ReadOnlySpan<byte> block)
    {
        if (block.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(block) != Crc32C.Of(block[4..]))
        {
            throw new InvalidDataException("the rows of a slice fail their checksum");
        }

        var position = 4;
        for (var stream = 0; stream < NumberStreams.Count; stream++)
        {
            var packed = PackedBlock.Read(block, ref position);
            packed.Unpack(source.Begin(stream, packed.Length));
        }

        var packedFields = PackedBlock.Read(block, ref position);
        fieldsLength = packedFields.Length;
        if (fields.Length < fieldsLength)
        {
            fields = new byte[fieldsLength * 2];
        }

        packedFields.Unpack(fields.AsSpan(0, fieldsLength));
    }

    private void ReadTimes(Span<long> column, SliceInfo slice)
    {
        var unit = source.VarInt();
        NumberSequence.Read(source, column);
        var time = slice.Earliest;
        for (var row = 0; row < column.Length; row++)
        {
            time = unchecked(time + (column[row] * (long)unit));
            times[row] = time;
        }

        if (time != slice.Latest)
        {
            throw new InvalidDataException("the times of a slice do not end where its header says");
        }
    }

    private void ReadNumbers(Span<long> column, int[] target, int limit, string what)
    {
        NumberSequence.Read(source, column);
        for (var row = 0; row < column.Length; row++)
        {
            if ((ulong)column[row] >= (ulong)limit)
            {
                throw new InvalidDataException($"a row of a slice has the {what} {column[row]}, which it cannot have");
            }

            target[row] = (int)column[row];
        }
    }
}
