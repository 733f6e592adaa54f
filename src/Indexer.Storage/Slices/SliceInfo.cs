using Indexer.Model;

namespace Indexer.Storage.Slices;

/// <summary>A table of a page: some rows of one template.</summary>
/// <param name="Template">Number of the template in the slice.</param>
/// <param name="FirstRow">The first of the table's rows among the slice's rows of that template.</param>
/// <param name="Nested">The templates of nested texts, column by column.</param>
internal sealed record TableInfo(int Template, int FirstRow, int Rows, NestedUse[] Nested);

/// <summary>How many rows of a nested column have a template.</summary>
/// <param name="Slot">The variable of the table's template that is a nested text.</param>
/// <param name="Template">Number of the nested text's template in the slice.</param>
internal readonly record struct NestedUse(int Slot, int Template, int Rows);

/// <summary>Where a page stands in its slice and which tables it has.</summary>
/// <param name="Offset">From the start of the slice.</param>
internal sealed record PageInfo(int Offset, int Length, TableInfo[] Tables);

/// <summary>
/// What is known of a slice without reading it. Stands at the head of every slice, so that the file can be read without its
/// directory, and once more in the directory.
/// </summary>
/// <remarks>
/// Layout: varints <c>firstEvent, events, rawBytes, zigzag earliest, latest − earliest, rows offset, rows length, templates,
/// template id*, origins, origin*, pages, { offset, length, tables, { template, firstRow, rows, uses, { slot, template, rows }* }* }*,
/// length</c>. Offsets count from the end of the header; the bytes of a slice are <c>u32 magic, u32 header length, u32 CRC32C of the header, header, rows, pages</c>.
/// </remarks>
internal sealed record SliceInfo
{
    public const uint Magic = 0x31434C53;
    public const int PrefixLength = 12;
    public const int OriginsMax = 64;

    /// <summary>Where the slice starts in its file; not part of the layout.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes from the start of the slice to the end of its header.</summary>
    public int HeaderLength { get; init; }

    /// <summary>The number of the slice's first page in the bucket; follows from the slices before.</summary>
    public int FirstPage { get; init; }

    /// <summary>The ordinal of the slice's first event in the bucket.</summary>
    public required long FirstEvent { get; init; }

    public required int Events { get; init; }

    public required long RawBytes { get; init; }

    public required long Earliest { get; init; }

    public required long Latest { get; init; }

    public required int RowsOffset { get; init; }

    public required int RowsLength { get; init; }

    /// <summary>By number in the slice the id of the template in the bucket.</summary>
    public required int[] TemplateIds { get; init; }

    /// <summary>The distinct origins of the events, ascending; empty where there are more than <see cref="OriginsMax"/>.</summary>
    public required int[] Origins { get; init; }

    public required PageInfo[] Pages { get; init; }

    /// <summary>Bytes behind the header.</summary>
    public required int BodyLength { get; init; }

    public int Length => HeaderLength + BodyLength;

    public void Write(ByteBuffer target)
    {
        target.VarInt((ulong)FirstEvent);
        target.VarInt((ulong)Events);
        target.VarInt((ulong)RawBytes);
        target.VarInt(VarInt.ZigZag(Earliest));
        target.VarInt(unchecked((ulong)(Latest - Earliest)));
        target.VarInt((ulong)RowsOffset);
        target.VarInt((ulong)RowsLength);
        target.VarInt((ulong)TemplateIds.Length);
        foreach (var id in TemplateIds)
        {
            target.VarInt((ulong)id);
        }

        target.VarInt((ulong)Origins.Length);
        foreach (var origin in Origins)
        {
            target.VarInt((ulong)origin);
        }

        target.VarInt((ulong)Pages.Length);
        foreach (var page in Pages)
        {
            target.VarInt((ulong)page.Offset);
            target.VarInt((ulong)page.Length);
            target.VarInt((ulong)page.Tables.Length);
            foreach (var table in page.Tables)
            {
                target.VarInt((ulong)table.Template);
                target.VarInt((ulong)table.FirstRow);
                target.VarInt((ulong)table.Rows);
                target.VarInt((ulong)table.Nested.Length);
                foreach (var use in table.Nested)
                {
                    target.VarInt((ulong)use.Slot);
                    target.VarInt((ulong)use.Template);
                    target.VarInt((ulong)use.Rows);
                }
            }
        }

        target.VarInt((ulong)BodyLength);
    }

    /// <summary>Reads and checks what <see cref="Write"/> wrote. Throws <see cref="InvalidDataException"/>.</summary>
    public static SliceInfo Read(ReadOnlySpan<byte> source, ref int position)
    {
        var firstEvent = VarInt.Read(source, ref position);
        var events = Number(source, ref position, SliceLimits.EventsMax);
        var rawBytes = VarInt.Read(source, ref position);
        var earliest = VarInt.UnZigZag(VarInt.Read(source, ref position));
        var latest = unchecked(earliest + (long)VarInt.Read(source, ref position));
        var rowsOffset = Number(source, ref position);
        var rowsLength = Number(source, ref position);
        var templateIds = new int[Number(source, ref position, source.Length)];
        if (templateIds.Length == 0)
        {
            throw new InvalidDataException("a slice has no template");
        }

        for (var i = 0; i < templateIds.Length; i++)
        {
            templateIds[i] = Number(source, ref position);
        }

        var origins = new int[Number(source, ref position, OriginsMax)];
        for (var i = 0; i < origins.Length; i++)
        {
            origins[i] = Number(source, ref position);
        }

        var pages = new PageInfo[Number(source, ref position, source.Length)];
        for (var i = 0; i < pages.Length; i++)
        {
            var offset = Number(source, ref position);
            var length = Number(source, ref position);
            var tables = new TableInfo[Number(source, ref position, source.Length)];
            for (var t = 0; t < tables.Length; t++)
            {
                var template = Number(source, ref position, templateIds.Length - 1);
                var firstRow = Number(source, ref position, events);
                var rows = Number(source, ref position, events);
                var uses = new NestedUse[Number(source, ref position, source.Length)];
                for (var u = 0; u < uses.Length; u++)
                {
                    uses[u] = new NestedUse(Number(source, ref position), Number(source, ref position, templateIds.Length - 1), Number(source, ref position, events));
                }

                tables[t] = new TableInfo(template, firstRow, rows, uses.Length == 0 ? [] : uses);
            }

            pages[i] = new PageInfo(offset, length, tables);
        }

        return new SliceInfo
        {
            FirstEvent = (long)firstEvent,
            Events = events,
            RawBytes = (long)rawBytes,
            Earliest = earliest,
            Latest = latest,
            RowsOffset = rowsOffset,
            RowsLength = rowsLength,
            TemplateIds = templateIds,
            Origins = origins,
            Pages = pages,
            BodyLength = Number(source, ref position),
        };
    }

    private static int Number(ReadOnlySpan<byte> source, ref int position, int max = int.MaxValue)
    {
        var number = VarInt.Read(source, ref position);
        return number <= (ulong)max ? (int)number : throw new InvalidDataException($"a slice's header has {number} where at most {max} is possible");
    }
}
