using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Indexer.Search.Expressions;
using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>
/// A sed expression: <c>s/regular expression/replacement/flags</c>, where <c>g</c> replaces all matches, a number only that
/// one, and <c>\1</c> stands for a group; or <c>y/abc/xyz/</c>, which exchanges characters.
/// </summary>
internal sealed class SedScript
{
    private readonly SearchRegex? regex;
    private readonly string from;
    private readonly string to;
    private readonly int occurrence;

    private SedScript(SearchRegex? regex, string from, string to, int occurrence)
    {
        this.regex = regex;
        this.from = from;
        this.to = to;
        this.occurrence = occurrence;
    }

    public static SedScript Take(TokenReader tokens)
    {
        var at = tokens.Peek().Position;
        var script = tokens.TakeText("a sed expression in double quotes");
        if (script.Length < 4 || script[0] is not ('s' or 'y') || char.IsLetterOrDigit(script[1]))
        {
            throw tokens.Error("not a sed expression", "s/regular expression/replacement/ or y/characters/characters/", at);
        }

        var parts = Split(script[2..], script[1]);
        if (parts.Count != 3)
        {
            throw tokens.Error($"a sed expression has three '{script[1]}'", "s/regular expression/replacement/flags", at);
        }

        return script[0] == 'y' ? Exchange(tokens, parts, at) : Substitute(tokens, parts, at);
    }

    public string Apply(string text)
    {
        if (regex is null)
        {
            return string.Create(text.Length, (text, from, to), static (target, state) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    var index = state.from.IndexOf(state.text[i]);
                    target[i] = index < 0 ? state.text[i] : state.to[index];
                }
            });
        }

        return occurrence == 0 ? regex.Replace(text, to) : ReplaceOne(text, regex);
    }

    private static SedScript Substitute(TokenReader tokens, IReadOnlyList<string> parts, int at)
    {
        if (!SearchRegex.TryCreate(parts[0], out var regex, out var problem))
        {
            throw tokens.Error(problem, "a regular expression", at);
        }

        var number = 1;
        if (parts[2].Length > 0 && parts[2] != "g"
            && (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1))
        {
            throw tokens.Error($"unknown sed flag '{parts[2]}'", "g or a number", at);
        }

        return new SedScript(regex, parts[0], parts[1], parts[2] == "g" ? 0 : number);
    }

    private static SedScript Exchange(TokenReader tokens, IReadOnlyList<string> parts, int at) =>
        parts[0].Length == parts[1].Length && parts[2].Length == 0
            ? new SedScript(null, parts[0], parts[1], 0)
            : throw tokens.Error("y/…/…/ exchanges character for character", "two lists of the same length", at);

    // At the delimiter, unless a backslash is before it, which then goes.
    private static List<string> Split(string text, char delimiter)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] != delimiter)
                {
                    part.Append('\\');
                }

                part.Append(text[++i]);
            }
            else if (text[i] == delimiter)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    private string ReplaceOne(string text, SearchRegex pattern)
    {
        var match = pattern.Match(text);
        for (var count = 1; match.Success && count < occurrence; count++)
        {
            var next = match.Index + Math.Max(1, match.Length);
            match = next <= text.Length ? pattern.Match(text, next) : Match.Empty;
        }

        return match.Success
            ? string.Concat(text.AsSpan(0, match.Index), Expand(match), text.AsSpan(match.Index + match.Length))
            : text;
    }

    private string Expand(Match match)
    {
        var result = new StringBuilder();
        for (var i = 0; i < to.Length; i++)
        {
            if (to[i] == '\\' && i + 1 < to.Length && char.IsAsciiDigit(to[i + 1]))
            {
                result.Append(match.Groups[to[++i] - '0'].Value);
            }
            else
            {
                result.Append(to[i]);
            }
        }

        return result.ToString();
    }
}
