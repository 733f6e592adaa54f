namespace Indexer.Search.Language;

/// <summary>How far apart two names are, to suggest what a mistyped one may have meant.</summary>
public static class NameDistance
{
    private const int CharsMax = 40;

    /// <summary>
    /// The number of characters to insert, delete, replace or swap with a neighbour, ignoring case (optimal string alignment).
    /// <see cref="int.MaxValue"/> for names beyond 40 characters.
    /// </summary>
    public static int Between(string a, string b)
    {
        if (a.Length > CharsMax || b.Length > CharsMax)
        {
            return int.MaxValue;
        }

        var beforeLast = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
