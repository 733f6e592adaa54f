namespace Indexer.Configuration.Settings.Building;

/// <summary>Reads <c>coldToFrozenScript</c>: <c>["program"] "script"</c>.</summary>
internal static class FreezeScript
{
    /// <summary>Returns null, or what is wrong. The script is the last of the command's parts.</summary>
    public static string? Parse(string text, PathExpander paths, out IReadOnlyList<string> command)
    {
        var parts = new List<string>();
        command = parts;
        foreach (var word in QuotedWords.Split(text))
        {
            if (!paths.TryExpandVariables(word, null, out var expanded, out var reason))
            {
                return reason;
            }

            parts.Add(expanded);
        }

        if (parts.Count == 0)
        {
            return "expected the path of a script";
        }

        // A relative path would depend on the directory in which the process was started.
        for (var i = 0; i < parts.Count; i++)
        {
            if (!Path.IsPathFullyQualified(parts[i]))
            {
                return $"'{parts[i]}' is not absolute; begin it with '/' or $INDEXER_HOME";
            }

            parts[i] = Path.GetFullPath(parts[i]);
        }

        var bin = Path.Combine(paths.Home, "bin") + Path.DirectorySeparatorChar;
        return parts[^1].StartsWith(bin, StringComparison.Ordinal) ? null : $"the script '{parts[^1]}' must be in {bin} or a directory below";
    }
}
