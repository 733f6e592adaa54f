using System.Text;

namespace Indexer.Configuration.Files;

/// <summary>
/// Changes single values in the text of a <c>.conf</c> file and leaves all else, comments and order included, byte for byte.
/// </summary>
internal static class ConfEditor
{
    /// <summary>
    /// Gives the key the value. An existing entry is replaced where it stands (the last one, which is the one that counts);
    /// a new one follows the last entry of its stanza; a new stanza goes to the end of the file.
    /// </summary>
    public static string Set(string text, string stanza, string key, string value)
    {
        CheckStanza(stanza);
        CheckKey(key);
        var lines = ConfScanner.Scan(text).ToList();
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var entry = Format(key, value, newLine);
        var existing = -1;
        var insertAt = -1;
        foreach (var (index, line) in Of(lines, stanza))
        {
            if (line.Kind == ConfLineKind.Entry && line.Name == key)
            {
                existing = index;
            }

            if (line.Kind != ConfLineKind.Other)
            {
                insertAt = index + 1;
            }
        }

        if (existing >= 0)
        {
            return Join(lines, existing, 1, entry);
        }

        if (insertAt >= 0)
        {
            return Join(lines, insertAt, 0, EndsLine(lines, insertAt) ? entry : newLine + entry);
        }

        var lead = text.Length == 0 ? "" : (text.EndsWith('\n') ? newLine : newLine + newLine);
        return $"{text}{lead}[{stanza}]{newLine}{entry}";
    }

    /// <summary>Takes the key out of the stanza, all its entries; the stanza stays.</summary>
    public static string Remove(string text, string stanza, string key)
    {
        var lines = ConfScanner.Scan(text).ToList();
        var drop = Of(lines, stanza)
            .Where(item => item.Line.Kind == ConfLineKind.Entry && item.Line.Name == key)
            .Select(item => item.Index)
            .ToHashSet();
        return Without(lines, drop);
    }

    /// <summary>Makes the stanza where the file has none.</summary>
    public static string AddStanza(string text, string stanza)
    {
        CheckStanza(stanza);
        if (Of(ConfScanner.Scan(text).ToList(), stanza).Any())
        {
            return text;
        }

        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lead = text.Length == 0 ? "" : (text.EndsWith('\n') ? newLine : newLine + newLine);
        return $"{text}{lead}[{stanza}]{newLine}";
    }

    /// <summary>Takes the stanza with its entries out. Comments inside it go with it, those right above the next stanza stay.</summary>
    public static string RemoveStanza(string text, string stanza)
    {
        var lines = ConfScanner.Scan(text).ToList();
        var drop = new HashSet<int>();
        var pending = new List<int>();
        foreach (var (index, line) in Of(lines, stanza))
        {
            pending.Add(index);
            if (line.Kind != ConfLineKind.Other)
            {
                drop.UnionWith(pending);
                pending.Clear();
            }
        }

        return Without(lines, drop);
    }

    // The lines of a stanza, its head included, wherever in the file the stanza is continued.
    private static IEnumerable<(int Index, ConfLine Line)> Of(List<ConfLine> lines, string stanza)
    {
        var inside = stanza == ConfDocument.DefaultStanza;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == ConfLineKind.Stanza)
            {
                inside = lines[i].Name == stanza;
            }

            // The comment at the top of a file belongs to the file, not to the entries before its first stanza.
            if (inside)
            {
                yield return (i, lines[i]);
            }
        }
    }

    private static bool EndsLine(List<ConfLine> lines, int index) => index == 0 || lines[index - 1].Text.EndsWith('\n');

    private static string Join(List<ConfLine> lines, int at, int replaced, string entry)
    {
        var result = new StringBuilder();
        for (var i = 0; i < at; i++)
        {
            result.Append(lines[i].Text);
        }

        result.Append(entry);
        for (var i = at + replaced; i < lines.Count; i++)
        {
            result.Append(lines[i].Text);
        }

        return result.ToString();
    }

    private static string Without(List<ConfLine> lines, HashSet<int> dropped) =>
        string.Concat(lines.Where((_, index) => !dropped.Contains(index)).Select(line => line.Text));

    // A name that the scanner would read differently could smuggle in other stanzas and keys.
    private static void CheckStanza(string stanza)
    {
        if (stanza.Trim().Length == 0 || stanza != stanza.Trim() || stanza.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new FormatException($"'{stanza}' is no name for a stanza: it is empty, has a line break or spaces at its ends");
        }
    }

    private static void CheckKey(string key)
    {
        if (key.Trim().Length == 0 || key != key.Trim() || key.AsSpan().ContainsAny("\r\n=") || key[0] is '[' or '#')
        {
            throw new FormatException($"'{key}' is no name for a key: it is empty, begins with '[' or '#', has '=', a line break or spaces at its ends");
        }
    }

    private static string Format(string key, string value, string newLine)
    {
        if (value.AsSpan().TrimEnd().EndsWith("\\"))
        {
            throw new FormatException($"the value of '{key}' ends with a backslash, which would continue it on the next line");
        }

        var text = value.Trim().ReplaceLineEndings("\n").Replace("\n", "\\" + newLine, StringComparison.Ordinal);
        return $"{key} = {text}{newLine}";
    }
}
