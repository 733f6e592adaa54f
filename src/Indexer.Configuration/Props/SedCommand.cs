using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Props;

/// <summary>One command of a <c>SEDCMD-</c>: it changes an event's text while it is indexed.</summary>
public abstract record SedCommand
{
    private SedCommand()
    {
    }

    /// <summary><c>s/pattern/replacement/flags</c></summary>
    /// <param name="Pattern">A regular expression of .NET.</param>
    /// <param name="Replacement">In .NET's form: <c>${1}</c> is the first group.</param>
    /// <param name="Occurrence">Which match is replaced, counted from 1; 0 is all of them (flag <c>g</c>).</param>
    public sealed record Substitute(string Pattern, string Replacement, int Occurrence) : SedCommand;

    /// <summary><c>y/from/to/</c>: each character of the first is replaced by the one at its place in the second.</summary>
    public sealed record Transliterate(string From, string To) : SedCommand;

    /// <summary>Reads a script: one or more commands with spaces between them. Returns null, or what is wrong with it.</summary>
    internal static string? Parse(string text, out IReadOnlyList<SedCommand> commands)
    {
        var list = new List<SedCommand>();
        commands = list;
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            if (ParseCommand(text, ref position, out var command) is { } reason)
            {
                return reason;
            }

            list.Add(command!);
        }

        return list.Count > 0 ? null : "it is empty";
    }

    private static string? ParseCommand(string text, ref int position, out SedCommand? command)
    {
        command = null;
        var kind = text[position];
        if (kind is not ('s' or 'y') || position + 1 >= text.Length || char.IsLetterOrDigit(text[position + 1]) || text[position + 1] is '\\' or ' ')
        {
            return $"a command begins with s/ or y/, at character {position + 1}";
        }

        var delimiter = text[position + 1];
        var start = position;
        position += 2;
        if (Part(text, delimiter, ref position) is not { } first || Part(text, delimiter, ref position) is not { } second)
        {
            return $"the command at character {start + 1} has fewer than three '{delimiter}'";
        }

        return kind == 's'
            ? ParseSubstitute(text, delimiter, first, second, ref position, out command)
            : ParseTransliterate(delimiter, first, second, out command);
    }

    private static string? ParseSubstitute(
        string text, char delimiter, string pattern, string replacement, ref int position, out SedCommand? command)
    {
        command = null;
        var flags = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        var occurrence = 1;
        var flag = text[flags..position];
        if (flag == "g")
        {
            occurrence = 0;
        }
        else if (flag.Length > 0
            && !(int.TryParse(flag, NumberStyles.None, CultureInfo.InvariantCulture, out occurrence) && occurrence > 0))
        {
            return $"the flag '{flag}' is neither g nor a number";
        }

        if (RegexText.Check(pattern) is { } reason)
        {
            return reason;
        }

        var regex = RegexText.ToDotNet(pattern);
        var groups = new Regex(regex, RegexOptions.CultureInvariant).GetGroupNumbers().Length - 1;
        if (TranslateReplacement(replacement, delimiter, groups, out var translated) is { } wrong)
        {
            return wrong;
        }

        command = new Substitute(regex, translated, occurrence);
        return null;
    }

    private static string? ParseTransliterate(char delimiter, string from, string to, out SedCommand? command)
    {
        from = Unescape(from, delimiter);
        to = Unescape(to, delimiter);
        command = new Transliterate(from, to);
        return from.Length == to.Length ? null : $"y has {from.Length} characters to replace and {to.Length} to replace them with";
    }

    // The text up to the delimiter, which a backslash makes an ordinary character; null where there is no delimiter.
    private static string? Part(string text, char delimiter, ref int position)
    {
        var start = position;
        for (; position < text.Length; position++)
        {
            if (text[position] == '\\')
            {
                position++;
            }
            else if (text[position] == delimiter)
            {
                return text[start..position++];
            }
        }

        return null;
    }

    private static string? TranslateReplacement(string text, char delimiter, int groups, out string translated)
    {
        var result = new StringBuilder();
        translated = "";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '$')
            {
                result.Append("$$");
            }
            else if (c != '\\' || i + 1 == text.Length)
            {
                result.Append(c);
            }
            else if (char.IsAsciiDigit(text[++i]))
            {
                var group = text[i] - '0';
                if (group > groups)
                {
                    return $"the replacement names group {group}, and the expression has {groups}";
                }

                result.Append(CultureInfo.InvariantCulture, $"${{{group}}}");
            }
            else
            {
                result.Append(text[i] switch
                {
                    'n' => "\n",
                    't' => "\t",
                    'r' => "\r",
                    _ when text[i] == delimiter || text[i] == '\\' => text[i] == '$' ? "$$" : text[i].ToString(),
                    '$' => "$$",
                    _ => "\\" + text[i],
                });
            }
        }

        translated = result.ToString();
        return null;
    }

    private static string Unescape(string text, char delimiter) =>
        text.Replace("\\" + delimiter, delimiter.ToString(), StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}
