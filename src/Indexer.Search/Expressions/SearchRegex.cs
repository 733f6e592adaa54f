using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Indexer.Search.Expressions;

/// <summary>
/// A regular expression that a user wrote, in the dialect users know (PCRE, see <see cref="PcreTranslation"/>). Thread-safe.
/// </summary>
/// <remarks>
/// Backtracking is mostly faster than matching in linear time, except for the expressions on which it takes for ever.
/// So it is tried first, and the first text that takes it long turns this expression to linear time for good. Expressions
/// that cannot be matched in linear time (look-around, back reference, atomic group) fail after <see cref="Timeout"/>.
/// </remarks>
public sealed class SearchRegex
{
    /// <summary>The longest that one text may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private const int PatternCharsMax = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    // How the framework calls each group, in the order of the opening parentheses.
    private readonly IReadOnlyList<string> groups;
    private readonly Regex? linear;
    private volatile Regex regex;

    private SearchRegex(string pattern, bool compiled)
    {
        Pattern = pattern;
        (var translated, groups) = PcreTranslation.ToDotNet(pattern);
        linear = TryCreateLinear(translated);
        regex = new Regex(translated, RegexOptions.CultureInvariant | (compiled ? RegexOptions.Compiled : RegexOptions.None),
            linear is null ? Timeout : Patience);
        GroupNames = [.. regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]))];
    }

    /// <summary>As the user wrote it.</summary>
    public string Pattern { get; }

    /// <summary>The named groups, in order.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <param name="pattern">The expression.</param>
    /// <param name="regex">Ready for use.</param>
    /// <param name="problem">What is wrong with the expression, for a message.</param>
    /// <param name="compiled">Whether to spend some milliseconds now on an expression that many texts will be matched with.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out SearchRegex? regex, [NotNullWhen(false)] out string? problem, bool compiled = true)
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
            regex = new SearchRegex(pattern, compiled);
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

    /// <exception cref="EvaluationException">The text took too long.</exception>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException e)
        {
            return TurnLinear(e).IsMatch(text);
        }
    }

    /// <summary>The first match at or after <paramref name="start"/>.</summary>
    /// <exception cref="EvaluationException">The text took too long.</exception>
    public Match Match(string text, int start = 0)
    {
        try
        {
            return regex.Match(text, start);
        }
        catch (RegexMatchTimeoutException e)
        {
            return TurnLinear(e).Match(text, start);
        }
    }

    /// <summary>Replaces every match. In the replacement <c>\1</c> to <c>\9</c> stand for groups, <c>\0</c> for the match.</summary>
    /// <exception cref="EvaluationException">The text took too long.</exception>
    public string Replace(string text, string replacement)
    {
        replacement = ReplacementToDotNet(replacement);
        try
        {
            return regex.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException e)
        {
            return TurnLinear(e).Replace(text, replacement);
        }
    }

    private static Regex? TryCreateLinear(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private Regex TurnLinear(RegexMatchTimeoutException e)
    {
        if (linear is null)
        {
            throw new EvaluationException(
                $"the regular expression {Pattern} took longer than {Timeout.TotalSeconds:0} s on one text; avoid nested repetition such as (a+)+", e);
        }

        return regex = linear;
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
                output.Append(group == 0 ? "$0" : group <= groups.Count ? $"${{{groups[group - 1]}}}" : string.Empty);
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
}
