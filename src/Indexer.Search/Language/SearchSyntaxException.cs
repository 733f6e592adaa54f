namespace Indexer.Search.Language;

/// <summary>
/// A search that cannot be understood. The message says what is wrong and what was expected, and shows the place:
/// the line of the search and a caret below the character.
/// </summary>
public sealed class SearchSyntaxException : Exception
{
    private const int ExcerptCharsMax = 100;

    /// <param name="problem">What is wrong: lower case, no full stop.</param>
    /// <param name="expected">What would be right there; empty when that cannot be said.</param>
    /// <param name="search">The whole text of the search.</param>
    /// <param name="position">Index of the offending character in <paramref name="search"/>; its length for a premature end.</param>
    public SearchSyntaxException(string problem, string expected, string search, int position)
        : base(Describe(problem, expected, search, position))
    {
        Problem = problem;
        Expected = expected;
        Position = position;
    }

    public string Problem { get; }

    public string Expected { get; }

    /// <summary>Index of the offending character in the text of the search.</summary>
    public int Position { get; }

    private static string Describe(string problem, string expected, string search, int position)
    {
        var lineStart = position == 0 ? 0 : search.LastIndexOf('\n', position - 1) + 1;
        var lineEnd = search.IndexOf('\n', position);
        if (lineEnd < 0)
        {
            lineEnd = search.Length;
        }

        var start = Math.Max(lineStart, position - (ExcerptCharsMax / 2));
        var end = Math.Min(lineEnd, start + ExcerptCharsMax);
        var before = start > lineStart ? "…" : string.Empty;
        var after = end < lineEnd ? "…" : string.Empty;
        var excerpt = search[start..end].Replace('\t', ' ').Replace('\r', ' ');
        var caret = new string(' ', before.Length + position - start) + "^";
        var wanted = expected.Length == 0 ? string.Empty : $"; expected {expected}";
        return $"{problem} at character {position + 1}{wanted}\n  {before}{excerpt}{after}\n  {caret}";
    }
}
