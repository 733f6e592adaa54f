using System.Text;
using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Lines;

/// <summary>
/// Turns a <c>LINE_BREAKER</c> expression into one whose whole match is the discarded text: <c>A(B)C</c> becomes
/// <c>(?&lt;=A)(B)(?=C)</c>. A whole match can be found in a span without allocating, a group cannot.
/// </summary>
internal static class LineBreakExpression
{
    private static readonly string[] finalByThemselves = [@"(\n)", @"(\r)", @"(\r\n)", @"(\r?\n)", @"(\n+)", @"(\r\n|\n)", @"([\r\n])", @"((?:\r?\n)+)", @"(\x00)", @"(\0)"];

    /// <summary>Whether a match can no longer change once the byte after it is known.</summary>
    public static bool IsFinalByItself(string expression) => finalByThemselves.Contains(expression);

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static string ToBreakExpression(string expression)
    {
        var body = LeadingOptionsLength(expression);
        var result = new StringBuilder(expression, 0, body, expression.Length + 32);
        var hasGroup = false;
        var start = body;
        foreach (var end in AlternativeEnds(expression, body))
        {
            if (start > body)
            {
                result.Append('|');
            }

            hasGroup |= AppendAlternative(result, expression, start, end);
            start = end + 1;
        }

        return hasGroup
            ? result.ToString()
            : throw new FormatException($"'{expression}' has no capturing group; put the text between two lines in parentheses, as in ([\\r\\n]+)");
    }

    private static bool AppendAlternative(StringBuilder result, string expression, int start, int end)
    {
        var (groupStart, groupEnd) = FirstGroup(expression, start, end);
        if (groupStart < 0)
        {
            result.Append("(?=").Append(expression, start, end - start).Append(')');
            return false;
        }

        if (groupStart > start)
        {
            result.Append("(?<=").Append(expression, start, groupStart - start).Append(')');
        }

        result.Append(expression, groupStart, groupEnd - groupStart);
        if (groupEnd < end)
        {
            result.Append("(?=").Append(expression, groupEnd, end - groupEnd).Append(')');
        }

        return true;
    }

    /// <summary>The first capturing group between two offsets, with its quantifier; (-1, -1) where there is none.</summary>
    private static (int Start, int End) FirstGroup(string expression, int start, int end)
    {
        var depth = 0;
        var groupStart = -1;
        foreach (var (index, c) in Syntax(expression, start, end))
        {
            if (c == '(')
            {
                if (groupStart < 0 && IsCapturing(expression, index))
                {
                    if (depth > 0)
                    {
                        throw new FormatException($"the capturing group of '{expression}' is inside another group; move it to the outermost level");
                    }

                    groupStart = index;
                }

                depth++;
            }
            else if (c == ')' && --depth == 0 && groupStart >= 0)
            {
                var groupEnd = index + 1;
                while (groupEnd < end && expression[groupEnd] is '?' or '*' or '+')
                {
                    groupEnd++;
                }

                return (groupStart, groupEnd);
            }
        }

        return (-1, -1);
    }

    private static List<int> AlternativeEnds(string expression, int start)
    {
        var ends = new List<int>();
        var depth = 0;
        foreach (var (index, c) in Syntax(expression, start, expression.Length))
        {
            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            if (c == '|' && depth == 0)
            {
                ends.Add(index);
            }
        }

        ends.Add(expression.Length);
        return ends;
    }

    /// <summary>The characters that are syntax: neither escaped nor in a class.</summary>
    private static IEnumerable<(int Index, char Character)> Syntax(string expression, int start, int end)
    {
        var inClass = false;
        for (var i = start; i < end; i++)
        {
            var c = expression[i];
            if (c == '\\')
            {
                i++;
            }
            else if (inClass)
            {
                inClass = c != ']' || BytePatternText.IsFirstInClass(expression, i);
            }
            else if (c == '[')
            {
                inClass = true;
            }
            else
            {
                yield return (i, c);
            }
        }
    }

    private static bool IsCapturing(string expression, int open)
    {
        var rest = expression.AsSpan(open + 1);
        return rest is not ['?', ..]
            || rest is ['?', '\'', ..] or ['?', 'P', '<', ..]
            || (rest is ['?', '<', var next, ..] && next is not ('=' or '!'));
    }

    /// <summary>Inline options such as <c>(?i)</c> hold for the whole expression and must stay in front of it.</summary>
    private static int LeadingOptionsLength(string expression)
    {
        if (!expression.StartsWith("(?", StringComparison.Ordinal))
        {
            return 0;
        }

        var i = 2;
        while (i < expression.Length && (char.IsAsciiLetterLower(expression[i]) || expression[i] == '-'))
        {
            i++;
        }

        return i > 2 && i < expression.Length && expression[i] == ')' ? i + 1 : 0;
    }
}
