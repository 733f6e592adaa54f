using System.Text;
using System.Text.RegularExpressions;

namespace Indexer.Configuration.Props;

/// <summary>
/// The name in a <c>[host::…]</c> or <c>[source::…]</c>: literal, or a pattern that must match the whole value.
/// </summary>
/// <remarks>
/// In a pattern <c>...</c> is any text, <c>*</c> any text without a path separator and <c>.</c> a full stop; all else is a
/// regular expression, so <c>|</c> and parentheses offer choices. Patterns are matched in time linear to the value's length,
/// which is why look-around and back references are not allowed in them.
/// </remarks>
internal sealed class StanzaPattern
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline;

    private readonly string literal;
    private readonly StringComparison comparison;
    private readonly Regex? regex;

    private StanzaPattern(string literal, bool ignoreCase, Regex? regex)
    {
        this.literal = literal;
        comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        this.regex = regex;
    }

    public bool IsLiteral => regex is null;

    /// <summary>Returns null where the text is wrong, with the reason.</summary>
    public static StanzaPattern? TryParse(string text, bool ignoreCase, out string reason)
    {
        reason = "";
        if (!text.AsSpan().ContainsAny("*|()[]?+^$\\{}") && !text.Contains("...", StringComparison.Ordinal))
        {
            return new StanzaPattern(text, ignoreCase, null);
        }

        try
        {
            var options = ignoreCase ? Options | RegexOptions.IgnoreCase : Options;
            return new StanzaPattern(text, ignoreCase, new Regex($@"\A(?:{Translate(text)})\z", options));
        }
        catch (RegexParseException e)
        {
            reason = $"the pattern cannot be read: {e.Error}";
        }
        catch (NotSupportedException)
        {
            reason = "a pattern may not have look-around or back references";
        }

        return null;
    }

    public bool IsMatch(string value) => regex is null ? value.Equals(literal, comparison) : regex.IsMatch(value);

    private static string Translate(string text)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                result.Append(c).Append(text[++i]);
            }
            else if (inClass)
            {
                inClass = c != ']';
                result.Append(c);
            }
            else if (c == '.')
            {
                var dots = text.AsSpan(i).StartsWith("...");
                result.Append(dots ? ".*" : @"\.");
                i += dots ? 2 : 0;
            }
            else
            {
                inClass = c == '[';
                result.Append(c == '*' ? @"[^/\\]*" : c.ToString());
            }
        }

        return result.ToString();
    }
}
