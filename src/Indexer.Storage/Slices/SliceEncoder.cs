using Indexer.Model.Text;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// Turns the events of a <see cref="SliceInput"/> into an <see cref="EncodedSlice"/>: splits them into templates and variables,
/// groups them by template into pages, and writes rows and pages. Depends on the events alone. Not thread-safe; one per worker.
/// </summary>
internal sealed class SliceEncoder
{
    private readonly TextBitmaps bitmaps = new();
    private readonly TemplateSplitter splitter;
    private readonly WordCollector words;
    private readonly PageEncoder pages;
    private readonly SliceTemplates templates = new();
    private readonly (long Time, int Index)[] sortKeys = new (long, int)[SliceLimits.EventsMax];
    private readonly RowsEncoder rowsEncoder = new();
    private readonly int[] order = new int[SliceLimits.EventsMax];
    private readonly int[] rowTemplates = new int[SliceLimits.EventsMax];
    private readonly int[] firstSlots = new int[SliceLimits.EventsMax];
    private readonly int[] rowsByTemplate = new int[SliceLimits.EventsMax];
    private readonly int[] tableSlots = new int[SliceLimits.EventsMax];
    private CompressionDictionary? dictionary;
    private TextSamples? samples;
    private int[] templateStarts = [];
    private int[] templateFill = [];

    public SliceEncoder()
    {
        splitter = new TemplateSplitter(bitmaps);
        words = new WordCollector(bitmaps);
        pages = new PageEncoder(words);
    }

    /// <param name="dictionary">The bucket's dictionary for texts; null for the first slice, which it is made from.</param>
    /// <param name="samples">Gathers what the dictionary is made from; null for all but the first slice.</param>
    public void Encode(SliceInput.View input, EncodedSlice slice, CompressionDictionary? dictionary, TextSamples? samples)
    {
        this.dictionary = dictionary;
        this.samples = samples;
        slice.Clear();
        var count = input.Count;
        var textLength = input.TextLength;
        if (slice.Folded.Length < textLength)
        {
            slice.Folded = new byte[Math.Max(textLength, 2 * slice.Folded.Length)];
        }

        TextFolding.Fold(input.Text.AsSpan(0, textLength), slice.Folded);
        var sorted = SortByTime(input.Times);

        bitmaps.Build(input.Text, textLength);
        splitter.Begin(input.Text);
        for (var row = 0; row < count; row++)
        {
            var index = order[row];
            rowTemplates[row] = splitter.Split(input.Start(index), input.End(index), out firstSlots[row]);
        }

        templates.Number(splitter.Templates, rowTemplates.AsSpan(0, count), splitter.Slots);
        for (var row = 0; row < count; row++)
        {
            if (templates.NumberOf(rowTemplates[row]) == 0 && rowTemplates[row] != 0)
            {
                rowTemplates[row] = splitter.SplitWhole(input.Start(order[row]), input.End(order[row]), out firstSlots[row]);
            }
        }

        slice.Templates.AddRange(templates.Used);
        slice.Events = count;
        slice.RawBytes = input.RawBytes;
        slice.Earliest = input.Times[order[0]];
        slice.Latest = input.Times[order[count - 1]];
        CollectOrigins(input.Origins, slice.Origins);
        slice.RowsOffset = 0;
        rowsEncoder.Encode(input, order.AsSpan(0, count), sorted, rowTemplates.AsSpan(0, count), templates, slice.Body);
        slice.RowsLength = slice.Body.Length;
        WritePages(input, slice);
    }

    private void WritePages(SliceInput.View input, EncodedSlice slice)
    {
        GroupRows(input.Count);
        words.BeginSlice(slice.Words);
        var tables = new List<TableInfo>();
        long pageRaw = 0;
        pages.Begin(slice.Pages.Count);
        for (var number = 0; number < templates.Used.Count; number++)
        {
            var rows = rowsByTemplate.AsSpan(templateStarts[number], templateStarts[number + 1] - templateStarts[number]);
            var first = 0;
            while (first < rows.Length)
            {
                var end = first;
                long tableRaw = 0;
                while (end < rows.Length && tableRaw < SliceLimits.TableRawBytesMax)
                {
                    tableRaw += input.End(order[rows[end]]) - input.Start(order[rows[end]]);
                    end++;
                }

                tables.Add(new TableInfo(number, first, end - first, AddTable(input, slice, rows[first..end])));
                pageRaw += tableRaw;
                first = end;
                // Whole texts stand alone, so that the index can count their words apart from those of templates.
                if (pageRaw >= SliceLimits.PageRawBytes || (number == 0 && first == rows.Length))
                {
                    FinishPage(slice, tables);
                    pages.Begin(slice.Pages.Count);
                    pageRaw = 0;
                }
            }
        }

        if (tables.Count > 0)
        {
            FinishPage(slice, tables);
        }
    }

    private NestedUse[] AddTable(SliceInput.View input, EncodedSlice slice, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            tableSlots[r] = firstSlots[rows[r]];
        }

        return pages.AddTable(templates, rowTemplates[rows[0]], tableSlots.AsSpan(0, rows.Length), input.Text, slice.Folded, splitter.Slots);
    }

    private void FinishPage(EncodedSlice slice, List<TableInfo> tables)
    {
        var start = slice.Body.Length;
        pages.Finish(slice.Body, dictionary, samples);
        slice.Pages.Add(new PageInfo(start, slice.Body.Length - start, [.. tables]));
        tables.Clear();
    }

    private static void CollectOrigins(ReadOnlySpan<int> origins, List<int> distinct)
    {
        var last = -1;
        foreach (var origin in origins)
        {
            if (origin == last)
            {
                continue;
            }

            last = origin;
            var place = distinct.BinarySearch(origin);
            if (place < 0)
            {
                if (distinct.Count == SliceInfo.OriginsMax)
                {
                    distinct.Clear();
                    return;
                }

                distinct.Insert(~place, origin);
            }
        }
    }

    // A counting sort: the rows of a template stay in order of time.
    private void GroupRows(int count)
    {
        var templateCount = templates.Used.Count;
        if (templateStarts.Length <= templateCount)
        {
            templateStarts = new int[templateCount * 2];
            templateFill = new int[templateCount * 2];
        }

        Array.Clear(templateStarts);
        for (var row = 0; row < count; row++)
        {
            templateStarts[templates.NumberOf(rowTemplates[row]) + 1]++;
        }

        for (var number = 0; number < templateCount; number++)
        {
            templateStarts[number + 1] += templateStarts[number];
            templateFill[number] = templateStarts[number];
        }

        for (var row = 0; row < count; row++)
        {
            rowsByTemplate[templateFill[templates.NumberOf(rowTemplates[row])]++] = row;
        }
    }

    private bool SortByTime(ReadOnlySpan<long> times)
    {
        var sorted = true;
        order[0] = 0;
        for (var i = 1; i < times.Length; i++)
        {
            order[i] = i;
            sorted &= times[i] >= times[i - 1];
        }

        if (!sorted)
        {
            StableSort(times);
        }

        return sorted;
    }

    private void StableSort(ReadOnlySpan<long> times)
    {
        var keys = sortKeys.AsSpan(0, times.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = (times[i], i);
        }

        keys.Sort();
        for (var i = 0; i < keys.Length; i++)
        {
            order[i] = keys[i].Index;
        }
    }
}
