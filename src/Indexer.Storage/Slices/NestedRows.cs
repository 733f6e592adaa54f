namespace Indexer.Storage.Slices;

/// <summary>The rows of one nested column, grouped by the template that splits them further, in order of first appearance.</summary>
internal sealed class NestedRows
{
    private readonly long[] numbers = new long[SliceLimits.EventsMax];
    private readonly Slot[] texts = new Slot[SliceLimits.EventsMax];
    private readonly int[] firstSlots = new int[SliceLimits.EventsMax];
    private readonly int[] groupOfRow = new int[SliceLimits.EventsMax];
    private readonly int[] grouped = new int[SliceLimits.EventsMax];
    private readonly List<int> groupTemplates = [];
    private readonly List<int> groupStarts = [];
    private readonly List<int> sizes = [];
    private readonly Dictionary<int, int> groups = [];
    private SliceTemplates? templates;
    private int rowCount;

    public int TemplateCount => groupTemplates.Count;

    /// <summary>Per row the number of its template in the slice.</summary>
    public ReadOnlySpan<long> Numbers => numbers.AsSpan(0, rowCount);

    public Template Template(int group) => templates!.Used[groupTemplates[group]];

    /// <summary>The number of a group's template in the slice.</summary>
    public int TemplateNumber(int group) => groupTemplates[group];

    public ReadOnlySpan<int> Rows(int group) => grouped.AsSpan(groupStarts[group], groupStarts[group + 1] - groupStarts[group]);

    public Slot Text(int row) => texts[row];

    public int FirstSlot(int row) => firstSlots[row];

    /// <summary>Takes over the rows' slots and moves the cursors past the slots inside them.</summary>
    public void Collect(SliceTemplates sliceTemplates, ReadOnlySpan<Slot> column, Span<int> cursors)
    {
        templates = sliceTemplates;
        rowCount = column.Length;
        groups.Clear();
        groupTemplates.Clear();
        groupStarts.Clear();
        sizes.Clear();
        for (var r = 0; r < column.Length; r++)
        {
            var slot = column[r];
            texts[r] = slot;
            firstSlots[r] = cursors[r];
            cursors[r] += sliceTemplates.SplitSlotCount(slot.Nested);
            var number = sliceTemplates.NumberOf(slot.Nested);
            numbers[r] = number;
            if (!groups.TryGetValue(number, out var group))
            {
                group = groupTemplates.Count;
                groups.Add(number, group);
                groupTemplates.Add(number);
                sizes.Add(0);
            }

            groupOfRow[r] = group;
            sizes[group]++;
        }

        var start = 0;
        for (var g = 0; g < sizes.Count; g++)
        {
            groupStarts.Add(start);
            start += sizes[g];
            sizes[g] = groupStarts[g];
        }

        groupStarts.Add(start);
        for (var r = 0; r < rowCount; r++)
        {
            grouped[sizes[groupOfRow[r]]++] = r;
        }
    }
}
