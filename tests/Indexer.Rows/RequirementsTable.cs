using System.Text.RegularExpressions;

namespace Indexer.Rows;

/// <summary>A row of the requirements: its id, such as <c>BKT-14</c>, and its area, such as <c>BKT</c>.</summary>
internal readonly record struct Requirement(string Id, string Area);

internal static partial class RequirementsTable
{
    /// <summary>The rows in the order of the document.</summary>
    public static async Task<IReadOnlyList<Requirement>> ReadAsync(string path)
    {
        var rows = new List<Requirement>();
        await foreach (var line in File.ReadLinesAsync(path))
        {
            if (Row().Match(line) is { Success: true } match)
            {
                rows.Add(new Requirement(match.Groups["id"].Value, match.Groups["area"].Value));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z0-9]+-[0-9]+) \| (?<area>[A-Z0-9]+) \|", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
