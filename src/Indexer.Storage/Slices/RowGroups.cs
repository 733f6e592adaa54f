namespace Indexer.Storage.Slices;

/// <summary>The rows of a slice ordered by template, so that the rows of a table are found. Reused.</summary>
internal sealed class RowGroups
{
    private readonly int[] rows = new int[SliceLimits.EventsMax];
    private int[] starts = [];
    private int[] fill = [];

    /// <summary>Rows of the slice, template by template, each in order.</summary>
    public int[] Rows => rows;

    public void Group(ReadOnlySpan<int> templates, int templateCount)
    {
        if (starts.Length <= templateCount)
        {
            starts = new int[templateCount + 256];
            fill = new int[templateCount + 256];
        }

        Array.Clear(starts);
        foreach (var template in templates)
        {
            starts[template + 1]++;
        }

        for (var i = 0; i < templateCount; i++)
        {
            starts[i + 1] += starts[i];
            fill[i] = starts[i];
        }

        for (var row = 0; row < templates.Length; row++)
        {
            rows[fill[templates[row]]++] = row;
        }
    }

    /// <summary>Where the rows of a table begin in <see cref="Rows"/>. Throws <see cref="InvalidDataException"/> where the slice does not have them.</summary>
    public int StartOf(TableInfo table)
    {
        var start = starts[table.Template] + table.FirstRow;
        return start + table.Rows <= starts[table.Template + 1]
            ? start
            : throw new InvalidDataException("a table has rows that its slice does not have");
    }
}
