using System.Buffers;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// Writes the pages of a slice. A page holds tables, one a template; a table holds the columns of the template's variables,
/// and in place of a nested variable a column of template numbers and then the columns of each of these templates.
/// </summary>
/// <remarks>
/// Layout of a page: <c>u32 CRC32C of the rest, byte codec, varint packed and unpacked length of the number stream, the same of
/// the text stream, the two streams</c>. The number stream begins with <c>varint tables, { varint bytes in the number stream,
/// varint bytes in the text stream }*</c>. Which templates and rows the tables have stands in the slice's header.
/// </remarks>
internal sealed class PageEncoder
{
    public const int CompressionLevel = 1;

    private readonly ColumnEncoder columns = new();
    private readonly ByteBuffer numberStream = new(1 << 16);
    private readonly ByteBuffer textStream = new(1 << 16);
    private readonly ByteBuffer header = new(256);
    private readonly ByteBuffer tableSizes = new(256);
    private readonly int[] cursors = new int[SliceLimits.EventsMax];
    private readonly NestedRows nested = new();
    private readonly List<NestedUse> uses = [];
    private readonly WordCollector words;
    private readonly Slot[] columnSlots = new Slot[SliceLimits.EventsMax];
    private int tableCount;
    private int columnNumber;

    public PageEncoder(WordCollector words) => this.words = words;

    public void Begin(int pageInSlice)
    {
        numberStream.Clear();
        textStream.Clear();
        tableSizes.Clear();
        tableCount = 0;
        columnNumber = 0;
        words.BeginPage(pageInSlice);
    }

    /// <summary>Adds a table and returns which templates its nested texts have.</summary>
    /// <param name="firstSlots">Per row of the table where its slots begin.</param>
    public NestedUse[] AddTable(SliceTemplates templates, int template, ReadOnlySpan<int> firstSlots, ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded, ReadOnlySpan<Slot> slots)
    {
        var numbersBefore = numberStream.Length;
        var textBefore = textStream.Length;
        var rows = firstSlots.Length;
        var own = cursors.AsSpan(0, rows);
        firstSlots.CopyTo(own);
        var shape = templates.Effective(template);
        uses.Clear();
        for (var s = 0; s < shape.SlotCount; s++)
        {
            var column = columnSlots.AsSpan(0, rows);
            for (var r = 0; r < rows; r++)
            {
                column[r] = slots[own[r]++];
            }

            if (shape.IsNested(s))
            {
                WriteNested(s, templates, column, own, text, folded, slots);
            }
            else
            {
                WriteColumn(column, text, folded);
            }
        }

        tableSizes.VarInt((ulong)(numberStream.Length - numbersBefore));
        tableSizes.VarInt((ulong)(textStream.Length - textBefore));
        tableCount++;
        return uses.Count == 0 ? [] : [.. uses];
    }

    /// <summary>Appends the page to <paramref name="target"/>.</summary>
    public void Finish(ByteBuffer target)
    {
        header.Clear();
        header.VarInt((ulong)tableCount);
        header.Bytes(tableSizes.Span);
        header.Bytes(numberStream.Span);
        var codec = BlockCompression.Preferred;
        var packedNumbers = ArrayPool<byte>.Shared.Rent(BlockCompression.LengthMax(header.Length));
        var packedText = ArrayPool<byte>.Shared.Rent(BlockCompression.LengthMax(textStream.Length));
        var numbersLength = BlockCompression.Compress(codec, header.Span, packedNumbers, CompressionLevel);
        var textLength = BlockCompression.Compress(codec, textStream.Span, packedText, CompressionLevel);

        var start = target.Length;
        target.Reserve(sizeof(uint));
        target.Byte((byte)codec);
        target.VarInt((ulong)numbersLength);
        target.VarInt((ulong)header.Length);
        target.VarInt((ulong)textLength);
        target.VarInt((ulong)textStream.Length);
        target.Bytes(packedNumbers.AsSpan(0, numbersLength));
        target.Bytes(packedText.AsSpan(0, textLength));
        target.PatchChecksum(start);
        ArrayPool<byte>.Shared.Return(packedNumbers);
        ArrayPool<byte>.Shared.Return(packedText);
    }

    private void WriteColumn(ReadOnlySpan<Slot> column, ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded)
    {
        columns.Encode(text, column, numberStream, textStream);
        columnNumber++;
        var values = columns.Distinct.Values;
        var counts = columns.Distinct.Counts;
        for (var i = 0; i < values.Length; i++)
        {
            words.AddValue(folded, values[i].Start, values[i].Length, counts[i], tableCount, columnNumber);
        }
    }

    private void WriteNested(int slot, SliceTemplates templates, Span<Slot> column, Span<int> own, ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded, ReadOnlySpan<Slot> slots)
    {
        nested.Collect(templates, column, own);
        NumberSequence.WriteSmall(numberStream, nested.Numbers);
        for (var k = 0; k < nested.TemplateCount; k++)
        {
            var shape = nested.Template(k);
            var rows = nested.Rows(k);
            uses.Add(new NestedUse(slot, nested.TemplateNumber(k), rows.Length));
            var inner = columnSlots.AsSpan(0, rows.Length);
            if (ReferenceEquals(shape, Slices.Template.WholeText))
            {
                for (var r = 0; r < rows.Length; r++)
                {
                    inner[r] = nested.Text(rows[r]);
                }

                WriteColumn(inner, text, folded);
                continue;
            }

            for (var s = 0; s < shape.SlotCount; s++)
            {
                for (var r = 0; r < rows.Length; r++)
                {
                    inner[r] = slots[nested.FirstSlot(rows[r]) + s];
                }

                WriteColumn(inner, text, folded);
            }
        }
    }
}
