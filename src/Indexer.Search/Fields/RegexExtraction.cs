using System.Diagnostics.CodeAnalysis;
using Indexer.Search.Expressions;

namespace Indexer.Search.Fields;

/// <summary>An <c>EXTRACT-name = regex [in field]</c> of props.conf: each named group of the first match is a field.</summary>
public sealed class RegexExtraction
{
    /// <summary>The field that stands for the whole text of the event.</summary>
    public const string RawField = "_raw";

    private const string SourceMark = " in ";

    private RegexExtraction(SearchRegex regex, string sourceField)
    {
        Regex = regex;
        SourceField = sourceField;
    }

    public SearchRegex Regex { get; }

    /// <summary>Where the expression is matched: <see cref="RawField"/> unless the rule says otherwise.</summary>
    public string SourceField { get; }

    /// <param name="rule">The value of the setting.</param>
    /// <param name="extraction">The rule.</param>
    /// <param name="problem">What is wrong with it, for a message.</param>
    public static bool TryParse(string rule, [NotNullWhen(true)] out RegexExtraction? extraction, [NotNullWhen(false)] out string? problem)
    {
        extraction = null;
        var (pattern, source) = SplitSource(rule.Trim());
        if (!SearchRegex.TryCreate(pattern, out var regex, out problem))
        {
            return false;
        }

        if (regex.GroupNames.Count == 0)
        {
            problem = "the regular expression has no named group; write (?<field>…) around what the field should hold";
            return false;
        }

        extraction = new RegexExtraction(regex, source);
        return true;
    }

    // A field name at the end, after " in ", is not part of the expression; to match those words, write "[i]n".
    private static (string Pattern, string Source) SplitSource(string rule)
    {
        var mark = rule.LastIndexOf(SourceMark, StringComparison.Ordinal);
        var name = mark < 0 ? string.Empty : rule[(mark + SourceMark.Length)..];
        return name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? (rule[..mark].TrimEnd(), name) : (rule, RawField);
    }
}
