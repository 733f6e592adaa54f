using System.Text;
using System.Text.RegularExpressions;

namespace Indexer.Inputs.Files;

/// <summary>The path of a monitor: <c>*</c> is any text without a slash, <c>...</c> any text. A directory stands for what is in it.</summary>
internal sealed class PathPattern
{
    private readonly Regex regex;

    private PathPattern(string root, Regex regex, bool isDeep)
    {
        Root = root;
        this.regex = regex;
        IsDeep = isDeep;
    }

    /// <summary>The longest directory that all matches are in; or the path itself where it has no wildcard.</summary>
    public string Root { get; }

    /// <summary>Whether matches may be in directories below <see cref="Root"/>.</summary>
    public bool IsDeep { get; }

    /// <param name="path">Absolute.</param>
    /// <param name="recursive">Whether a directory stands for what is in its directories too.</param>
    public static PathPattern Parse(string path, bool recursive)
    {
        var wildcard = FirstWildcard(path);
        var root = wildcard < 0 ? path : path[..(path.LastIndexOf('/', wildcard) is var slash and > 0 ? slash : 1)];
        var text = new StringBuilder("^");
        for (var i = 0; i < path.Length; i++)
        {
            if (path.AsSpan(i).StartsWith("...", StringComparison.Ordinal))
            {
                text.Append(".*");
                i += 2;
            }
            else
            {
                text.Append(path[i] == '*' ? "[^/]*" : Regex.Escape(path[i..(i + 1)]));
            }
        }

        text.Append(recursive ? "(/.*)?$" : "(/[^/]*)?$");
        var options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;
        return new PathPattern(root, new Regex(text.ToString(), options), recursive || wildcard >= 0);
    }

    public bool IsMatch(string path) => regex.IsMatch(path);

    private static int FirstWildcard(string path)
    {
        var star = path.IndexOf('*', StringComparison.Ordinal);
        var dots = path.IndexOf("...", StringComparison.Ordinal);
        return star < 0 ? dots : dots < 0 ? star : Math.Min(star, dots);
    }
}
