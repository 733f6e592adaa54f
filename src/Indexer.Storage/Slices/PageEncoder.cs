using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// Writes the pages of a slice. A page holds tables, one a template; a table holds the columns of the template's variables,
/// and in place of a nested variable a column of template numbers and then the columns of each of these templates.
/// </summary>
/// <remarks>
/// Layout of a page: <c>u32 CRC32C of the rest, varint tables, { varint bytes in each of the three number streams and in the text
/// stream }*</c>, then the three number streams and the text stream as <see cref="PackedBlock"/>s. Which templates and rows the
/// tables have stands in the slice's header.
/// </remarks>
internal sealed class PageEncoder
{
    public const int CompressionLevel = 1;

    private readonly ColumnEncoder columns = new();
    private readonly NumberStreams numberStream = new();
    private readonly ByteBuffer textStream = new(1 << 16);
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
        Span<int> before = stackalloc int[NumberStreams.Count];
        for (var stream = 0; stream < before.Length; stream++)
        {
            before[stream] = numberStream[stream].Length;
        }

        var textBefore = textStream.Length;
        var rows = firstSlots.Length;
        var own = cursors.AsSpan(0, rows);
        firstSlots.CopyTo(own);
        var shape = templates.Effective(template);
        uses.Clear();
        columns.BeginTable();
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

        for (var stream = 0; stream < before.Length; stream++)
        {
            tableSizes.VarInt((ulong)(numberStream[stream].Length - before[stream]));
        }

        tableSizes.VarInt((ulong)(textStream.Length - textBefore));
        tableCount++;
        return uses.Count == 0 ? [] : [.. uses];
    }

    /// <summary>Appends the page to <paramref name="target"/>.</summary>
    public void Finish(ByteBuffer target, CompressionDictionary? dictionary, TextSamples? samples)
    {
        samples?.Add(textStream.Span);
        var start = target.Length;
        target.Reserve(sizeof(uint));
        target.VarInt((ulong)tableCount);
        target.Bytes(tableSizes.Span);
        numberStream.Pack(target);
        PackedBlock.Write(target, textStream.Span, CompressionLevel, dictionary);
        target.PatchChecksum(start);
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
            columns.BeginTable();
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

        // Contexts are columns with the same rows: not those before and inside the nested texts.
        columns.BeginTable();
    }
}
