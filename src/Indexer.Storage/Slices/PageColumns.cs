using System.Buffers.Binary;
using Indexer.Model;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// One page unpacked, whose tables are decoded one at a time: the reading side of <see cref="PageEncoder"/> and
/// <see cref="ColumnEncoder"/>. Reused; not thread-safe. All values of the decoded table stand in one arena.
/// </summary>
internal sealed class PageColumns
{
    // The number streams and the text stream.
    private const int StreamCount = NumberStreams.Count + 1;

    private readonly long[] numbers = new long[SliceLimits.EventsMax];
    private readonly long[][] parts = new long[NumberShape.PartsMax][];
    private readonly NumberSource numberSource = new();
    private readonly OrdinalContexts contexts = new();
    private int[] tableStarts = [];
    private byte[] arena = [];
    private int textLength;
    private int arenaLength;
    private int textPosition;
    private PageInfo? page;

    /// <summary>Bytes of memory that the values take.</summary>
    public int Capacity => arena.Length;

    /// <summary>The bytes that the values of the decoded table refer to.</summary>
    public ReadOnlySpan<byte> Arena => arena.AsSpan(0, arenaLength);

    /// <summary>Unpacks a page. Throws <see cref="InvalidDataException"/> where it is damaged.</summary>
    /// <param name="dictionary">The bucket's; null where it has none.</param>
    public void Unpack(ReadOnlySpan<byte> block, PageInfo info, CompressionDictionary? dictionary)
    {
        if (block.Length < 9 || BinaryPrimitives.ReadUInt32LittleEndian(block) != Crc32C.Of(block[4..]))
        {
            throw new InvalidDataException("a page fails its checksum");
        }

        page = info;
        var position = 4;
        ReadTableStarts(block, ref position);
        for (var stream = 0; stream < NumberStreams.Count; stream++)
        {
            var packed = PackedBlock.Read(block, ref position);
            packed.Unpack(numberSource.Begin(stream, packed.Length));
        }

        var text = PackedBlock.Read(block, ref position);
        textLength = text.Length;
        Ensure(ref arena, textLength);
        text.Unpack(arena.AsSpan(0, textLength), dictionary);
        var end = tableStarts.AsSpan(page.Tables.Length * StreamCount, StreamCount);
        if (position != block.Length || end[^1] != textLength || !EndsAt(end))
        {
            throw new InvalidDataException("the tables of a page do not fill it");
        }
    }

    /// <summary>Decodes a table of the page into <paramref name="target"/>, whose columns then refer to <see cref="Arena"/>.</summary>
    /// <param name="table">Position in <see cref="PageInfo.Tables"/>.</param>
    /// <param name="templates">By number in the slice.</param>
    public void Decode(int table, ReadOnlySpan<Template> templates, TableColumns target)
    {
        var info = page!.Tables[table];
        var starts = tableStarts.AsSpan(table * StreamCount, StreamCount);
        for (var stream = 0; stream < NumberStreams.Count; stream++)
        {
            numberSource.Seek(stream, starts[stream]);
        }

        textPosition = starts[^1];
        arenaLength = textLength;
        target.Begin(templates[info.Template], info.Rows);
        contexts.Clear();
        for (var slot = 0; slot < target.Template.SlotCount; slot++)
        {
            if (target.Template.IsNested(slot))
            {
                DecodeNested(templates, info.Rows, target.AddNested(slot));
            }
            else
            {
                DecodeColumn(info.Rows, target.AddColumn(slot));
            }
        }

        var ends = tableStarts.AsSpan((table + 1) * StreamCount, StreamCount);
        if (textPosition != ends[^1] || !StandsAt(ends))
        {
            throw new InvalidDataException("a table of a page does not end where it should");
        }
    }

    private void ReadTableStarts(ReadOnlySpan<byte> block, ref int position)
    {
        var count = VarInt.Read(block, ref position);
        if (count != (ulong)page!.Tables.Length)
        {
            throw new InvalidDataException("a page does not have the tables that its slice names");
        }

        var needed = (page.Tables.Length + 1) * StreamCount;
        if (tableStarts.Length < needed)
        {
            tableStarts = new int[needed * 2];
        }

        tableStarts.AsSpan(0, StreamCount).Clear();
        for (var i = StreamCount; i < needed; i++)
        {
            var end = tableStarts[i - StreamCount] + (long)Math.Min(VarInt.Read(block, ref position), int.MaxValue);
            tableStarts[i] = end <= int.MaxValue ? (int)end : throw new InvalidDataException("a table of a page is too long");
        }
    }

    private bool StandsAt(ReadOnlySpan<int> positions)
    {
        var same = true;
        for (var stream = 0; stream < NumberStreams.Count; stream++)
        {
            same &= numberSource.Position(stream) == positions[stream];
        }

        return same;
    }

    private bool EndsAt(ReadOnlySpan<int> positions)
    {
        var same = true;
        for (var stream = 0; stream < NumberStreams.Count; stream++)
        {
            same &= numberSource.Length(stream) == positions[stream];
        }

        return same;
    }

    private void DecodeNested(ReadOnlySpan<Template> templates, int rows, NestedColumn target)
    {
        var ids = numbers.AsSpan(0, rows);
        NumberSequence.Read(numberSource, ids);
        target.Group(ids, templates);
        for (var group = 0; group < target.GroupCount; group++)
        {
            var columns = target.Columns(group);
            contexts.Clear();
            for (var slot = 0; slot < columns.Length; slot++)
            {
                DecodeColumn(target.RowsOf(group), columns[slot]);
            }
        }

        contexts.Clear();
    }

    private void DecodeColumn(int rows, ValueColumn target)
    {
        var encoding = ReadEncoding();
        switch (encoding)
        {
            case ColumnEncoding.Constant:
                var length = ReadLength();
                target.SetDictionary(1, rows);
                target.Ordinals(rows).Clear();
                target.Starts[0] = TakeText(length);
                target.Lengths[0] = length;
                break;
            case ColumnEncoding.Dictionary:
                var count = (int)Math.Min(numberSource.VarInt(), int.MaxValue);
                if (count < 1 || count > rows)
                {
                    throw new InvalidDataException($"a column of {rows} rows has {count} distinct values");
                }

                target.SetDictionary(count, rows);
                var context = numberSource.VarInt();
                var ordinals = numbers.AsSpan(0, rows);
                NumberSequence.Read(numberSource, ordinals);
                contexts.Decode(context, ordinals, count, target.Ordinals(rows));
                contexts.Add(target.Ordinals(rows), count);
                DecodeValues(ReadEncoding(), count, target.Starts, target.Lengths);
                break;
            default:
                target.SetDirect(rows);
                DecodeValues(encoding, rows, target.Starts, target.Lengths);
                break;
        }
    }

    private void DecodeValues(ColumnEncoding encoding, int count, Span<int> starts, Span<int> lengths)
    {
        switch (encoding)
        {
            case ColumnEncoding.Numbers:
                DecodeNumbers(count, starts, lengths);
                break;
            case ColumnEncoding.Hexadecimal:
                DecodeHexadecimal(count, starts, lengths);
                break;
            case ColumnEncoding.Text:
                var sizes = numbers.AsSpan(0, count);
                NumberSequence.Read(numberSource, sizes);
                for (var i = 0; i < sizes.Length; i++)
                {
                    if ((ulong)sizes[i] > (ulong)(textLength - textPosition))
                    {
                        throw new InvalidDataException("a value runs past the end of its page");
                    }

                    starts[i] = textPosition;
                    lengths[i] = (int)sizes[i];
                    textPosition += (int)sizes[i];
                }

                break;
            default:
                throw new InvalidDataException($"a column has the unknown encoding {(byte)encoding}");
        }
    }

    private void DecodeNumbers(int count, Span<int> starts, Span<int> lengths)
    {
        var partCount = (int)Math.Min(numberSource.VarInt(), int.MaxValue);
        if (partCount is < 1 or > NumberShape.PartsMax)
        {
            throw new InvalidDataException($"a column of numbers has {partCount} parts");
        }

        Span<int> literalStarts = stackalloc int[NumberShape.PartsMax + 1];
        Span<int> literalLengths = stackalloc int[NumberShape.PartsMax + 1];
        Span<int> widths = stackalloc int[NumberShape.PartsMax];
        var bytesPerValue = 0;
        for (var p = 0; p <= partCount; p++)
        {
            literalLengths[p] = ReadLength();
            literalStarts[p] = TakeText(literalLengths[p]);
            bytesPerValue += literalLengths[p];
            if (p < partCount)
            {
                widths[p] = numberSource.Byte();
                parts[p] ??= new long[SliceLimits.EventsMax];
                NumberSequence.Read(numberSource, parts[p].AsSpan(0, count));
                bytesPerValue += NumberText.DigitsMax;
            }
        }

        Ensure(ref arena, arenaLength + (count * bytesPerValue), arenaLength);
        var target = arena.AsSpan();
        var position = arenaLength;
        for (var i = 0; i < count; i++)
        {
            starts[i] = position;
            for (var p = 0; p < partCount; p++)
            {
                position += NumberText.Copy(target, literalStarts[p], literalLengths[p], position);
                position += NumberText.Write(target[position..], parts[p][i], widths[p]);
            }

            position += NumberText.Copy(target, literalStarts[partCount], literalLengths[partCount], position);
            lengths[i] = position - starts[i];
        }

        arenaLength = position;
    }

    private void DecodeHexadecimal(int count, Span<int> starts, Span<int> lengths)
    {
        var length = ReadLength();
        var layoutStart = TakeText(length);
        var digits = arena.AsSpan(layoutStart, length).Count((byte)0);
        var packed = (digits + 1) / 2;
        var bytes = numberSource.Plane((PlaneClass)numberSource.Byte(), (long)packed * count);
        Ensure(ref arena, arenaLength + (count * length), arenaLength);
        for (var i = 0; i < count; i++)
        {
            var layout = arena.AsSpan(layoutStart, length);
            var value = arena.AsSpan(arenaLength, length);
            var digit = 0;
            for (var k = 0; k < value.Length; k++)
            {
                if (layout[k] != 0)
                {
                    value[k] = layout[k];
                    continue;
                }

                var pair = bytes[(i * packed) + (digit >> 1)];
                value[k] = "0123456789abcdef"u8[(digit & 1) == 0 ? pair >> 4 : pair & 15];
                digit++;
            }

            starts[i] = arenaLength;
            lengths[i] = length;
            arenaLength += length;
        }
    }

    private ColumnEncoding ReadEncoding() => (ColumnEncoding)numberSource.Byte();

    private int ReadLength()
    {
        var length = numberSource.VarInt();
        return length <= (ulong)(textLength - textPosition) ? (int)length : throw new InvalidDataException("a value runs past the end of its page");
    }

    private int TakeText(int length)
    {
        var start = textPosition;
        textPosition += length;
        return start;
    }

    private static void Ensure(ref byte[] buffer, int length, int keep = 0)
    {
        // Values are copied with a padding behind them.
        if (buffer.Length < length + PaddedCopy.Padding)
        {
            var larger = new byte[Math.Max(length + PaddedCopy.Padding, buffer.Length * 2)];
            buffer.AsSpan(0, keep).CopyTo(larger);
            buffer = larger;
        }
    }
}
