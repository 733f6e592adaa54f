namespace Indexer.Configuration.Files;

/// <summary>
/// Cuts the text of a <c>.conf</c> file into logical lines. Reading and editing both build on it, so they cannot disagree.
/// </summary>
/// <remarks>
/// A line is blank, a comment (<c>#</c> is its first character that is not a space), a stanza (<c>[name]</c>, where the name
/// reaches to the last bracket, since names may hold patterns) or an entry (<c>key = value</c>, parted at the first <c>=</c>).
/// A backslash at the end of an entry's line continues its value on the next line: the backslash goes, the line break stays.
/// Lines end with LF or CRLF.
/// </remarks>
internal static class ConfScanner
{
    public static IEnumerable<ConfLine> Scan(string text)
    {
        var position = 0;
        var number = 1;
        while (position < text.Length)
        {
            var start = position;
            var first = number;
            var content = TakeLine(text, ref position);
            number++;
            var trimmed = content.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                yield return new ConfLine(ConfLineKind.Other, first, text[start..position], "", "");
                continue;
            }

            if (trimmed[0] == '[')
            {
                yield return Stanza(trimmed, first, text[start..position]);
                continue;
            }

            var logical = content;
            if (EndsWithContinuation(content))
            {
                var parts = new List<string>();
                while (EndsWithContinuation(content) && position < text.Length)
                {
                    parts.Add(content.TrimEnd()[..^1]);
                    content = TakeLine(text, ref position);
                    number++;
                }

                // A continuation with nothing after it ends with the file.
                parts.Add(EndsWithContinuation(content) ? content.TrimEnd()[..^1] : content);
                logical = string.Join('\n', parts);
            }

            yield return Entry(logical, first, text[start..position]);
        }
    }

    private static bool EndsWithContinuation(string line) => line.AsSpan().TrimEnd().EndsWith("\\");

    private static string TakeLine(string text, ref int position)
    {
        var end = text.IndexOf('\n', position);
        var line = end < 0 ? text[position..] : text[position..end];
        position = end < 0 ? text.Length : end + 1;
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    private static ConfLine Stanza(string trimmed, int number, string text)
    {
        var close = trimmed.LastIndexOf(']');
        if (close < 0)
        {
            return new ConfLine(ConfLineKind.Malformed, number, text, "a stanza's name ends with ']'", "");
        }

        if (close != trimmed.Length - 1)
        {
            return new ConfLine(ConfLineKind.Malformed, number, text,
                $"nothing may follow a stanza's name, found '{trimmed[(close + 1)..].Trim()}'; a comment stands on its own line", "");
        }

        var name = trimmed[1..close].Trim();
        return name.Length == 0
            ? new ConfLine(ConfLineKind.Malformed, number, text, "a stanza's name is empty", "")
            : new ConfLine(ConfLineKind.Stanza, number, text, name, "");
    }

    private static ConfLine Entry(string logical, int number, string text)
    {
        var equals = logical.IndexOf('=');
        var key = equals < 0 ? "" : logical[..equals].Trim();
        return key.Length == 0
            ? new ConfLine(ConfLineKind.Malformed, number, text, $"expected 'key = value', '[stanza]' or '# comment', found '{Shorten(logical.Trim())}'", "")
            : new ConfLine(ConfLineKind.Entry, number, text, key, logical[(equals + 1)..].Trim());
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
