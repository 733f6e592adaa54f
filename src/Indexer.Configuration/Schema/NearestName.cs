namespace Indexer.Configuration.Schema;

/// <summary>Finds the name that someone probably meant.</summary>
internal static class NearestName
{
    /// <summary>A longer name is no slip of the finger, and comparing it takes time.</summary>
    private const int LengthMax = 200;

    /// <summary><c>; did you mean 'maxDataSize'?</c>, or nothing where no candidate is near.</summary>
    public static string Suggest(string found, IEnumerable<string> candidates)
    {
        if (found.Length > LengthMax)
        {
            return "";
        }

        var best = candidates
            .Select(candidate => (Name: candidate, Distance: Distance(found, candidate)))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(found.Length, best.Name.Length) / 3) ? $"; did you mean '{best.Name}'?" : "";
    }

    /// <summary>Characters to insert, delete, replace, or swap with their neighbour; case does not count.</summary>
    private static int Distance(string left, string right)
    {
        left = left.ToLowerInvariant();
        right = right.ToLowerInvariant();
        var distance = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                var replaced = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[left.Length, right.Length];
    }
}
