using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Indexer.Storage.Slices;

/// <summary>The decoded columns of one table. Reused: columns are kept for the next table. Not thread-safe.</summary>
internal sealed class TableColumns
{
    private readonly List<ValueColumn> valuePool = [];
    private readonly List<NestedColumn> nestedPool = [];
    private ValueColumn?[] columns = [];
    private NestedColumn?[] nested = [];
    private int valuesUsed;
    private int nestedUsed;

    public Template Template { get; private set; } = Template.WholeText;

    public int Rows { get; private set; }

    public void Begin(Template template, int rows)
    {
        Template = template;
        Rows = rows;
        valuesUsed = 0;
        nestedUsed = 0;
        if (columns.Length < template.SlotCount)
        {
            columns = new ValueColumn?[template.SlotCount];
            nested = new NestedColumn?[template.SlotCount];
        }
    }

    public ValueColumn AddColumn(int slot) => columns[slot] = RentColumn();

    public NestedColumn AddNested(int slot)
    {
        if (nestedUsed == nestedPool.Count)
        {
            nestedPool.Add(new NestedColumn(this));
        }

        return nested[slot] = nestedPool[nestedUsed++];
    }

    public ValueColumn Column(int slot) => columns[slot]!;

    public NestedColumn Nested(int slot) => nested[slot]!;

    internal ValueColumn RentColumn()
    {
        if (valuesUsed == valuePool.Count)
        {
            valuePool.Add(new ValueColumn());
        }

        return valuePool[valuesUsed++];
    }

    /// <summary>No row's text is longer. Known once all columns are decoded.</summary>
    public int RowLengthMax()
    {
        var length = Template.ConstantLength;
        for (var slot = 0; slot < Template.SlotCount; slot++)
        {
            length += Template.IsNested(slot) ? nested[slot]!.LengthMax() : columns[slot]!.LengthMax();
        }

        return length;
    }

    /// <summary>Writes a row's text to the start of <paramref name="target"/> and returns its length.</summary>
    /// <param name="arena">The page's, padded.</param>
    /// <param name="target"><see cref="RowLengthMax"/> bytes and <see cref="PaddedCopy.Padding"/> more.</param>
    public int Write(int row, ReadOnlySpan<byte> arena, Span<byte> target)
    {
        ref var values = ref MemoryMarshal.GetReference(arena);
        ref var to = ref MemoryMarshal.GetReference(target);
        var position = 0;
        for (var slot = 0; slot < Template.SlotCount; slot++)
        {
            position += Template.CopyPiece(slot, ref Unsafe.Add(ref to, position));
            position += Template.IsNested(slot)
                ? nested[slot]!.CopyText(row, ref values, ref Unsafe.Add(ref to, position))
                : columns[slot]!.CopyValue(row, ref values, ref Unsafe.Add(ref to, position));
        }

        return position + Template.CopyPiece(Template.SlotCount, ref Unsafe.Add(ref to, position));
    }
}
