using System.Buffers;
using Indexer.Model.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>
/// The rows of one decoded table together with what the slice knows of them, for a predicate to look at. Reused; not thread-safe.
/// </summary>
internal sealed class TableRows
{
    private byte[] foldedArena = [];
    private byte[] rowText = [];
    private bool[] accepted = new bool[SliceLimits.EventsMax];
    private int[] sliceRows = [];
    private int sliceRowsStart;
    private int rowLengthMax;
    private bool arenaIsFolded;

    /// <summary>Bytes of memory that texts take.</summary>
    public long Capacity => Page.Capacity + (long)foldedArena.Length + rowText.Length;

    public PageColumns Page { get; } = new();

    public TableColumns Table { get; } = new();

    public RowColumns Rows { get; } = new();

    public TablePlace Place { get; private set; }

    /// <summary>Takes a table of the unpacked page.</summary>
    /// <param name="rowsOfSlice">Rows of the slice ordered by template; the table's begin at <paramref name="start"/>.</param>
    public void Begin(TablePlace place, int table, ReadOnlySpan<Template> templates, int[] rowsOfSlice, int start)
    {
        Place = place;
        sliceRows = rowsOfSlice;
        sliceRowsStart = start;
        arenaIsFolded = false;
        rowLengthMax = -1;
        Page.Decode(table, templates, Table);
    }

    /// <summary>The row of the slice that a row of the table is.</summary>
    public int SliceRow(int row) => sliceRows[sliceRowsStart + row];

    public int Origin(int row) => Rows.Origins[SliceRow(row)];

    public ReadOnlySpan<byte> Fields(int row) => Rows.Fields(SliceRow(row));

    /// <summary>The folded text of a row; valid until the next call.</summary>
    public ReadOnlySpan<byte> FoldedText(int row, out bool json)
    {
        if (rowLengthMax < 0)
        {
            rowLengthMax = Table.RowLengthMax();
            if (rowText.Length < rowLengthMax + PaddedCopy.Padding)
            {
                rowText = new byte[rowLengthMax + PaddedCopy.Padding];
            }
        }

        var text = rowText.AsSpan(0, Table.Write(row, Page.Arena, rowText));
        json = Segmentation.IsJson(text);
        TextFolding.FoldInPlace(text);
        return text;
    }

    /// <summary>Clears the flags of rows that have no word which satisfies the pattern, in their variables or in the constant part of nested texts.</summary>
    /// <param name="inTemplates">By id in the bucket the templates that have the word in their constant part.</param>
    public void NarrowByWord(PatternWord word, bool[] inTemplates, Span<bool> active)
    {
        var buffer = ArrayPool<bool>.Shared.Rent(active.Length);
        var found = buffer.AsSpan(0, active.Length);
        found.Clear();
        FoldArena();
        var json = Segmentation.IsJson(Table.Template.Piece(0));
        for (var slot = 0; slot < Table.Template.SlotCount; slot++)
        {
            if (!Table.Template.IsNested(slot))
            {
                MarkColumn(Table.Column(slot), word, json, found);
            }
            else
            {
                MarkNested(Table.Nested(slot), word, inTemplates, found);
            }
        }

        for (var row = 0; row < active.Length; row++)
        {
            active[row] &= found[row];
        }

        ArrayPool<bool>.Shared.Return(buffer);
    }

    private void MarkColumn(ValueColumn column, PatternWord word, bool json, Span<bool> found)
    {
        if (!Accept(column, word, json))
        {
            return;
        }

        for (var row = 0; row < found.Length; row++)
        {
            found[row] |= accepted[column.ValueOf(row)];
        }
    }

    private void MarkNested(NestedColumn nested, PatternWord word, bool[] inTemplates, Span<bool> found)
    {
        for (var group = 0; group < nested.GroupCount; group++)
        {
            if (inTemplates[Place.Slice.TemplateIds[nested.NumberOf(group)]])
            {
                for (var row = 0; row < found.Length; row++)
                {
                    found[row] |= nested.GroupOf(row) == group;
                }

                continue;
            }

            foreach (var column in nested.Columns(group))
            {
                if (Accept(column, word, json: true))
                {
                    for (var row = 0; row < found.Length; row++)
                    {
                        found[row] |= nested.GroupOf(row) == group && accepted[column.ValueOf(nested.RankOf(row))];
                    }
                }
            }
        }
    }

    /// <summary>Works out which values of a column have the word; false where none has.</summary>
    private bool Accept(ValueColumn column, PatternWord word, bool json)
    {
        var count = column.ValueCount;
        if (count == 0 || !column.MayContain(word.Text.Span, foldedArena))
        {
            return false;
        }

        if (accepted.Length < count)
        {
            accepted = new bool[count];
        }

        var any = false;
        for (var value = 0; value < count; value++)
        {
            accepted[value] = HasWord(column.Distinct(value, foldedArena), word, json);
            any |= accepted[value];
        }

        return any;
    }

    private bool HasWord(ReadOnlySpan<byte> folded, PatternWord word, bool json)
    {
        if (folded.IndexOf(word.Text.Span) < 0)
        {
            return false;
        }

        // Only whole texts tell by themselves whether they are JSON.
        var words = Segmentation.Words(folded, json || (ReferenceEquals(Table.Template, Template.WholeText) && Segmentation.IsJson(folded)));
        while (words.MoveNext())
        {
            if (word.Accepts(words.Current))
            {
                return true;
            }
        }

        return false;
    }

    private void FoldArena()
    {
        if (arenaIsFolded)
        {
            return;
        }

        var arena = Page.Arena;
        if (foldedArena.Length < arena.Length)
        {
            foldedArena = new byte[Math.Max(arena.Length, Math.Min(foldedArena.Length * 2, Array.MaxLength))];
        }

        TextFolding.Fold(arena, foldedArena);
        arenaIsFolded = true;
    }
}
