namespace Indexer.Rows;

internal static class RowReport
{
    private const int LineWidth = 120;

    /// <summary>A line per area with the rows that have a test, and the sum.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Requirement> rows, IReadOnlySet<string> proofs)
    {
        foreach (var area in rows.GroupBy(row => row.Area, StringComparer.Ordinal))
        {
            var proven = area.Where(row => proofs.Contains(row.Id)).Select(row => row.Id).ToArray();
            var line = $"{area.Key,-5}{proven.Length,4} of {area.Count(),3} ";
            foreach (var id in proven)
            {
                if (line.Length + 1 + id.Length > LineWidth)
                {
                    output.WriteLine(line);
                    line = new string(' ', 17);
                }

                line += $" {id}";
            }

            output.WriteLine(line.TrimEnd());
        }

        output.WriteLine($"{rows.Count(row => proofs.Contains(row.Id))} of {rows.Count} rows have a test");
    }
}
