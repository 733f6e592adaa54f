using System.Runtime.CompilerServices;

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

    /// <summary>The length of a row's text.</summary>
    public int LengthOf(int row)
    {
        var length = Template.ConstantLength;
        for (var slot = 0; slot < Template.SlotCount; slot++)
        {
            length += Template.IsNested(slot) ? nested[slot]!.LengthOf(row) : columns[slot]!.LengthOf(row);
        }

        return length;
    }

    /// <summary>Writes a row's text to the start of <paramref name="target"/> and returns its length.</summary>
    public int Write(int row, ReadOnlySpan<byte> arena, Span<byte> target)
    {
        var position = 0;
        for (var slot = 0; slot < Template.SlotCount; slot++)
        {
            position += Append(Template.Piece(slot), target, position);
            position += Template.IsNested(slot)
                ? nested[slot]!.Write(row, arena, target[position..])
                : Append(columns[slot]!.Value(row, arena), target, position);
        }

        return position + Append(Template.Piece(Template.SlotCount), target, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Append(ReadOnlySpan<byte> text, Span<byte> target, int position)
    {
        text.CopyTo(target[position..]);
        return text.Length;
    }
}
