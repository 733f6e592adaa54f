namespace Indexer.Search.Expressions;

/// <summary>The patterns of <c>LIKE</c>: <c>%</c> is any run of characters, <c>_</c> any one; with case, over the whole text.</summary>
internal static class LikePattern
{
    /// <summary>Takes at most time proportional to the product of the lengths.</summary>
    public static bool IsMatch(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0, p = 0, afterRun = -1, retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                afterRun = ++p;
                retry = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, text[t], out var length))
            {
                p += length;
                t++;
            }
            else if (afterRun >= 0)
            {
                // Let the latest run take one character more; earlier runs need not be tried again.
                p = afterRun;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('%').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int p, char c, out int length)
    {
        var escaped = pattern[p] == '\\' && p + 1 < pattern.Length && pattern[p + 1] is '%' or '_' or '\\';
        length = escaped ? 2 : 1;
        return escaped ? pattern[p + 1] == c : pattern[p] == '_' || pattern[p] == c;
    }
}
