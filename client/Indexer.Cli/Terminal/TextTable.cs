namespace Indexer.Cli.Terminal;

/// <summary>Columns with two blanks between them; numbers stand to the right.</summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add([.. cells.Select(SafeText.Line)]);

    public void Write(TextWriter output, Style style)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max()).ToArray();
        output.WriteLine(style.Bold(Line(columns.Select(column => column.Title), widths)));
        foreach (var row in rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private string Line(IEnumerable<string> cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
}

internal sealed record TextColumn(string Title, bool IsNumber = false)
{
    public static implicit operator TextColumn(string title) => new(title);

    public static TextColumn Number(string title) => new(title, IsNumber: true);
}
