using System.Buffers.Binary;
using Indexer.Model;
using Indexer.Storage.Compression;

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
    private byte[] content = [];
    private int fieldsOffset;
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
        HasFields ? content.AsSpan(fieldsOffset + fieldStarts[row], fieldStarts[row + 1] - fieldStarts[row]) : default;

    /// <summary>Throws <see cref="InvalidDataException"/> where the block is damaged.</summary>
    public void Decode(ReadOnlySpan<byte> block, SliceInfo slice)
    {
        Unpack(block, out var length);
        ReadOnlySpan<byte> source = content.AsSpan(0, length);
        Count = slice.Events;
        var column = numbers.AsSpan(0, Count);
        var flags = source[0];
        hasArrival = (flags & RowsEncoder.HasArrival) != 0;
        HasFields = (flags & RowsEncoder.HasFields) != 0;
        var position = 1;
        ReadTimes(source, ref position, column, slice);
        ReadNumbers(source, ref position, column, templates, slice.TemplateIds.Length, "template");
        ReadNumbers(source, ref position, column, origins, int.MaxValue, "origin");
        if (hasArrival)
        {
            ReadNumbers(source, ref position, column, arrival, Count, "arrival");
        }

        if (HasFields)
        {
            NumberSequence.Read(source, ref position, column);
            fieldsOffset = position;
            long end = 0;
            for (var row = 0; row < Count; row++)
            {
                end += column[row];
                if (column[row] < 0 || end > length - fieldsOffset)
                {
                    throw new InvalidDataException("the index-time fields of a slice run past the end of its rows");
                }

                fieldStarts[row + 1] = (int)end;
            }
        }
    }

    private void Unpack(ReadOnlySpan<byte> block, out int length)
    {
        if (block.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(block) != Crc32C.Of(block[4..]))
        {
            throw new InvalidDataException("the rows of a slice fail their checksum");
        }

        var position = 5;
        var packed = VarInt.Read(block, ref position);
        var unpacked = VarInt.Read(block, ref position);
        if (packed != (ulong)(block.Length - position) || unpacked is 0 or > int.MaxValue / 2)
        {
            throw new InvalidDataException("the rows of a slice do not have the length that they name");
        }

        length = (int)unpacked;
        if (content.Length < length)
        {
            content = new byte[length + 4096];
        }

        BlockCompression.Decompress((CompressionCodec)block[4], block[position..], content.AsSpan(0, length));
    }

    private void ReadTimes(ReadOnlySpan<byte> source, ref int position, Span<long> column, SliceInfo slice)
    {
        var unit = VarInt.Read(source, ref position);
        NumberSequence.Read(source, ref position, column);
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

    private static void ReadNumbers(ReadOnlySpan<byte> source, ref int position, Span<long> column, int[] target, int limit, string what)
    {
        NumberSequence.Read(source, ref position, column);
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
