using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>
/// A decoded column of nested texts: rows are grouped by the template of the text, in order of first appearance, and every
/// group has columns of its own.
/// </summary>
internal sealed class NestedColumn(TableColumns owner)
{
    private readonly List<Template> groupTemplates = [];
    private readonly List<int> groupNumbers = [];
    private readonly List<int> groupRows = [];
    private readonly List<ValueColumn[]> groupColumns = [];
    private readonly Dictionary<long, int> groups = [];
    private int[] groupOfRow = [];
    private int[] rankOfRow = [];

    public int GroupCount => groupTemplates.Count;

    public Template TemplateOf(int group) => groupTemplates[group];

    /// <summary>The number in the slice of a group's template.</summary>
    public int NumberOf(int group) => groupNumbers[group];

    public int RowsOf(int group) => groupRows[group];

    public ValueColumn[] Columns(int group) => groupColumns[group];

    public int GroupOf(int row) => groupOfRow[row];

    /// <summary>The place of a row within its group.</summary>
    public int RankOf(int row) => rankOfRow[row];

    public void Group(ReadOnlySpan<long> numbers, ReadOnlySpan<Template> templates)
    {
        groupTemplates.Clear();
        groupNumbers.Clear();
        groupRows.Clear();
        groupColumns.Clear();
        groups.Clear();
        if (groupOfRow.Length < numbers.Length)
        {
            groupOfRow = new int[numbers.Length * 2];
            rankOfRow = new int[numbers.Length * 2];
        }

        for (var row = 0; row < numbers.Length; row++)
        {
            if (!groups.TryGetValue(numbers[row], out var group))
            {
                if ((ulong)numbers[row] >= (ulong)templates.Length)
                {
                    throw new InvalidDataException("a nested text names a template that its slice does not have");
                }

                group = groupTemplates.Count;
                groups.Add(numbers[row], group);
                groupTemplates.Add(templates[(int)numbers[row]]);
                groupNumbers.Add((int)numbers[row]);
                groupRows.Add(0);
            }

            groupOfRow[row] = group;
            rankOfRow[row] = groupRows[group]++;
        }

        foreach (var template in groupTemplates)
        {
            var columns = new ValueColumn[template.SlotCount];
            for (var slot = 0; slot < columns.Length; slot++)
            {
                columns[slot] = owner.RentColumn();
            }

            groupColumns.Add(columns);
        }
    }

    /// <summary>The length of the longest text.</summary>
    public int LengthMax()
    {
        var max = 0;
        for (var group = 0; group < GroupCount; group++)
        {
            var length = groupTemplates[group].ConstantLength;
            foreach (var column in groupColumns[group])
            {
                length += column.LengthMax();
            }

            max = Math.Max(max, length);
        }

        return max;
    }

    /// <summary>Writes a row's text to <paramref name="to"/> and returns its length; see <see cref="PaddedCopy"/>.</summary>
    public int CopyText(int row, ref byte arena, ref byte to)
    {
        var group = groupOfRow[row];
        var rank = rankOfRow[row];
        var template = groupTemplates[group];
        var columns = groupColumns[group];
        var position = 0;
        for (var slot = 0; slot < columns.Length; slot++)
        {
            position += template.CopyPiece(slot, ref Unsafe.Add(ref to, position));
            position += columns[slot].CopyValue(rank, ref arena, ref Unsafe.Add(ref to, position));
        }

        return position + template.CopyPiece(columns.Length, ref Unsafe.Add(ref to, position));
    }
}
