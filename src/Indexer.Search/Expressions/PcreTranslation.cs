using System.Globalization;
using System.Text;

namespace Indexer.Search.Expressions;

/// <summary>
/// Writes what PCRE spells otherwise in the framework's dialect: <c>(?P&lt;n&gt;…)</c>, <c>(?P=n)</c>, possessive quantifiers
/// (<c>a++</c> is <c>(?&gt;a+)</c>), <c>[[:alpha:]]</c>, <c>\h</c>, <c>\Q…\E</c>. Everything else is passed through, errors too.
/// </summary>
internal static class PcreTranslation
{
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alpha"] = "a-zA-Z",
        ["digit"] = "0-9",
        ["alnum"] = "a-zA-Z0-9",
        ["upper"] = "A-Z",
        ["lower"] = "a-z",
        ["space"] = @"\s",
        ["blank"] = @" \t",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["xdigit"] = "0-9a-fA-F",
        ["word"] = @"\w",
    };

    /// <returns>
    /// The translated expression, and what the framework calls each group in the order of their opening parentheses: it
    /// numbers unnamed groups before named ones, PCRE does not.
    /// </returns>
    public static (string Pattern, IReadOnlyList<string> Groups) ToDotNet(string pattern)
    {
        var translator = new Translator(pattern);
        return (translator.Translate(), translator.Groups);
    }

    private sealed class Translator(string pattern)
    {
        private readonly StringBuilder output = new(pattern.Length + 16);
        private readonly Stack<int> groupStarts = new();
        private readonly List<string> groups = [];
        private int unnamedGroups;
        private int position;

        // Where the last atom starts in the output, which a possessive quantifier wraps; -1 where there is none.
        private int atomStart = -1;

        public IReadOnlyList<string> Groups => groups;

        public string Translate()
        {
            while (position < pattern.Length)
            {
                TranslateNext();
            }

            return output.ToString();
        }

        private void TranslateNext()
        {
            switch (pattern[position])
            {
                case '\\':
                    TranslateEscape();
                    break;
                case '[':
                    TranslateClass();
                    break;
                case '(':
                    TranslateGroupStart();
                    break;
                case ')':
                    atomStart = groupStarts.Count > 0 ? groupStarts.Pop() : -1;
                    Copy(1);
                    break;
                case '*' or '+' or '?' or '{':
                    TranslateQuantifier();
                    break;
                default:
                    atomStart = output.Length;
                    Copy(1);
                    break;
            }
        }

        private void TranslateEscape()
        {
            atomStart = output.Length;
            if (StartsWith(@"\Q"))
            {
                var end = pattern.IndexOf(@"\E", position + 2, StringComparison.Ordinal);
                end = end < 0 ? pattern.Length : end;
                output.Append(System.Text.RegularExpressions.Regex.Escape(pattern[(position + 2)..end]));
                position = Math.Min(end + 2, pattern.Length);
            }
            else if (StartsWith(@"\h"))
            {
                output.Append(@"[ \t]");
                position += 2;
            }
            else if (position + 1 < pattern.Length && pattern[position + 1] - '1' is >= 0 and <= 8 and var group && group < groups.Count)
            {
                output.Append(@"\k<").Append(groups[group]).Append('>');
                position += 2;
            }
            else
            {
                Copy(2);
            }
        }

        private void TranslateClass()
        {
            atomStart = output.Length;
            Copy(1);
            if (StartsWith("^"))
            {
                Copy(1);
            }

            // A bracket that comes first is a character.
            if (StartsWith("]"))
            {
                output.Append('\\');
                Copy(1);
            }

            while (position < pattern.Length && pattern[position] != ']')
            {
                if (StartsWith("[:") && TryTranslatePosixClass())
                {
                    continue;
                }

                if (StartsWith(@"\h"))
                {
                    output.Append(@" \t");
                    position += 2;
                }
                else if (pattern[position] == '[')
                {
                    // Here the framework would see the start of a subtraction (a-z-[aeiou]), which PCRE does not have.
                    output.Append('\\');
                    Copy(1);
                }
                else
                {
                    Copy(pattern[position] == '\\' ? 2 : 1);
                }
            }

            Copy(1);
        }

        private bool TryTranslatePosixClass()
        {
            var end = pattern.IndexOf(":]", position, StringComparison.Ordinal);
            if (end < 0 || !PosixClasses.TryGetValue(pattern[(position + 2)..end], out var content))
            {
                return false;
            }

            output.Append(content);
            position = end + 2;
            return true;
        }

        private void TranslateGroupStart()
        {
            groupStarts.Push(output.Length);
            atomStart = -1;
            if (StartsWith("(?P<"))
            {
                output.Append("(?<");
                position += 4;
                AddNamedGroup('>');
            }
            else if (StartsWith("(?P="))
            {
                // A back reference is an atom, not a group.
                atomStart = groupStarts.Pop();
                var end = pattern.IndexOf(')', position);
                end = end < 0 ? pattern.Length : end;
                output.Append(@"\k<").Append(pattern, position + 4, end - position - 4).Append('>');
                position = Math.Min(end + 1, pattern.Length);
            }
            else
            {
                Copy(1);
                if (!StartsWith("?"))
                {
                    groups.Add((++unnamedGroups).ToString(CultureInfo.InvariantCulture));
                }
                else if ((StartsWith("?<") && !StartsWith("?<=") && !StartsWith("?<!")) || StartsWith("?'"))
                {
                    var close = StartsWith("?<") ? '>' : '\'';
                    Copy(2);
                    AddNamedGroup(close);
                }
                else
                {
                    Copy(1);
                }
            }
        }

        private void AddNamedGroup(char close)
        {
            var end = pattern.IndexOf(close, position);
            groups.Add(pattern[position..(end < 0 ? pattern.Length : end)]);
        }

        private void TranslateQuantifier()
        {
            var start = position;
            if (pattern[position] == '{')
            {
                var end = pattern.IndexOf('}', position);
                var isQuantifier = end > position + 1 && pattern.AsSpan(position + 1, end - position - 1).IndexOfAnyExcept("0123456789,") < 0;
                Copy(isQuantifier ? end - position + 1 : 1);
                if (!isQuantifier)
                {
                    atomStart = output.Length - 1;
                    return;
                }
            }
            else
            {
                Copy(1);
            }

            if (position < pattern.Length && pattern[position] == '+' && atomStart >= 0 && start > 0)
            {
                output.Insert(atomStart, "(?>").Append(')');
                position++;
            }
            else
            {
                if (StartsWith("?"))
                {
                    Copy(1);
                }

                atomStart = -1;
            }
        }

        private bool StartsWith(string text) => string.CompareOrdinal(pattern, position, text, 0, text.Length) == 0;

        private void Copy(int length)
        {
            length = Math.Min(length, pattern.Length - position);
            output.Append(pattern, position, length);
            position += length;
        }
    }
}
