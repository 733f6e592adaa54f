using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Indexer.Configuration.Settings;

/// <summary>
/// Fills in the variables of a configured path and makes it absolute: <c>$INDEXER_HOME</c>, <c>$INDEXER_DB</c> (each also by
/// its <c>$SPLUNK_…</c> spelling) and, where a path belongs to an index, <c>$_index_name</c>. Forward slashes work on every system.
/// </summary>
/// <param name="home">The installation's directory, absolute.</param>
/// <param name="database">Where indexes are kept, absolute.</param>
internal sealed class PathExpander(string home, string database)
{
    public string Home { get; } = home;

    public string Database { get; } = database;

    /// <param name="index">Null where the path belongs to no index.</param>
    public bool TryExpand(string text, string? index, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? reason)
    {
        path = null;
        if (!TryExpandVariables(text, index, out var expanded, out reason))
        {
            return false;
        }

        if (!Path.IsPathFullyQualified(expanded))
        {
            reason = $"'{text}' is not absolute; begin it with '/' or $INDEXER_DB";
            return false;
        }

        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(expanded));
        return true;
    }

    /// <summary>Fills in the variables and leaves the rest as it is.</summary>
    public bool TryExpandVariables(string text, string? index, [NotNullWhen(true)] out string? expanded, [NotNullWhen(false)] out string? reason)
    {
        expanded = null;
        reason = null;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            reason = "a path may not have a character of code 0";
            return false;
        }

        var result = new StringBuilder();
        var position = 0;
        while (text.IndexOf('$', position) is var dollar and >= 0)
        {
            var end = dollar + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            var name = text[dollar..end];
            if (ValueOf(name, index) is not { } value)
            {
                reason = $"'{name}' is not known here; known are $INDEXER_HOME, $INDEXER_DB{(index is null ? "" : " and $_index_name")}";
                return false;
            }

            result.Append(text, position, dollar - position).Append(value);
            position = end;
        }

        expanded = result.Append(text, position, text.Length - position).ToString();
        return true;
    }

    private string? ValueOf(string name, string? index) => name switch
    {
        "$INDEXER_HOME" or "$SPLUNK_HOME" => Home,
        "$INDEXER_DB" or "$SPLUNK_DB" => Database,
        "$_index_name" => index,
        _ => null,
    };
}
