using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Indexer.Search.Expressions;

/// <summary>
/// A regular expression that a user wrote, in the dialect users know (PCRE, see <see cref="PcreTranslation"/>). It takes time
/// linear in the text where the expression allows (no look-around, back reference, atomic group), and at most
/// <see cref="Timeout"/> per text otherwise.
/// </summary>
public sealed class SearchRegex
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private const int PatternCharsMax = 10_000;
    private readonly Regex regex;

    private readonly IReadOnlyList<string> groups;

    private SearchRegex(Regex regex, IReadOnlyList<string> groups, string pattern)
    {
        this.regex = regex;
        this.groups = groups;
        Pattern = pattern;
        GroupNames = [.. regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]))];
    }

    /// <summary>As the user wrote it.</summary>
    public string Pattern { get; }

    /// <summary>The named groups, in order.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <param name="pattern">The expression.</param>
    /// <param name="regex">Ready for use.</param>
    /// <param name="problem">What is wrong with the expression, for a message.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out SearchRegex? regex, [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        problem = null;
        if (pattern.Length > PatternCharsMax)
        {
            problem = $"the regular expression is longer than {PatternCharsMax} characters";
            return false;
        }

        try
        {
            var (translated, groups) = PcreTranslation.ToDotNet(pattern);
            regex = new SearchRegex(Create(translated), groups, pattern);
            return true;
        }
        catch (RegexParseException e)
        {
            problem = $"the regular expression is not valid: {DescribeError(e.Error)}";
            return false;
        }
    }

    /// <summary>The number by which a match knows a named group.</summary>
    public int GroupNumber(string name) => regex.GroupNumberFromName(name);

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw TooSlow(e);
        }
    }

    /// <summary>The first match at or after <paramref name="start"/>.</summary>
    public Match Match(string text, int start = 0)
    {
        try
        {
            return regex.Match(text, start);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw TooSlow(e);
        }
    }

    /// <summary>Replaces every match. In the replacement <c>\1</c> to <c>\9</c> stand for groups, <c>\0</c> for the match.</summary>
    public string Replace(string text, string replacement)
    {
        try
        {
            return regex.Replace(text, ReplacementToDotNet(replacement));
        }
        catch (RegexMatchTimeoutException e)
        {
            throw TooSlow(e);
        }
    }

    private static Regex Create(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
        }
    }

    private string ReplacementToDotNet(string replacement)
    {
        if (replacement.AsSpan().IndexOfAny('$', '\\') < 0)
        {
            return replacement;
        }

        var output = new StringBuilder(replacement.Length + 8);
        for (var i = 0; i < replacement.Length; i++)
        {
            var next = i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            if (replacement[i] == '$')
            {
                output.Append("$$");
            }
            else if (replacement[i] == '\\' && char.IsAsciiDigit(next))
            {
                var group = next - '0';
                output.Append(group == 0 ? "$0" : group <= groups.Count ? "${" + groups[group - 1] + "}" : string.Empty);
                i++;
            }
            else
            {
                output.Append(replacement[i]);
            }
        }

        return output.ToString();
    }

    // "UnterminatedBracket" → "unterminated bracket"
    private static string DescribeError(RegexParseError error) =>
        string.Concat(error.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private EvaluationException TooSlow(RegexMatchTimeoutException e) =>
        new($"the regular expression {Pattern} took longer than {Timeout.TotalSeconds:0} s on one text; avoid nested repetition such as (a+)+", e);
}
