using System.Text.RegularExpressions;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Props;

/// <summary>An <c>EXTRACT-</c>: the named groups of an expression are fields.</summary>
/// <param name="Pattern">A regular expression of .NET.</param>
/// <param name="SourceField">The field that is matched.</param>
public sealed record ExtractRule(string Pattern, string SourceField)
{
    public const string RawField = "_raw";

    /// <summary>Reads <c>regex</c> or <c>regex in field</c>. Returns null, or what is wrong with it.</summary>
    internal static string? Parse(string text, out ExtractRule rule)
    {
        rule = new ExtractRule(text, RawField);
        var pattern = text;
        var field = RawField;
        var at = text.LastIndexOf(" in ", StringComparison.Ordinal);
        if (at > 0 && IsFieldName(text.AsSpan(at + 4).Trim()))
        {
            pattern = text[..at].TrimEnd();
            field = text[(at + 4)..].Trim();
        }

        if (RegexText.Check(pattern) is { } reason)
        {
            return reason;
        }

        rule = new ExtractRule(RegexText.ToDotNet(pattern), field);
        var regex = new Regex(rule.Pattern, RegexOptions.CultureInvariant);
        return regex.GetGroupNames().Any(name => !char.IsAsciiDigit(name[0])) ? null : "it has no named group, as in (?<field>…)";
    }

    private static bool IsFieldName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.' or ':'))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}

/// <summary>One pair of a <c>FIELDALIAS-</c>: a second name for a field.</summary>
/// <param name="KeepsExisting">Whether an event's own field of the alias's name wins (<c>ASNEW</c>).</param>
public sealed record FieldAlias(string Field, string Alias, bool KeepsExisting)
{
    /// <summary>Reads <c>field AS alias [field AS alias]…</c>. Returns null, or what is wrong with it.</summary>
    internal static string? Parse(string text, out IReadOnlyList<FieldAlias> aliases)
    {
        var list = new List<FieldAlias>();
        aliases = list;
        var words = QuotedWords.Split(text);
        for (var i = 0; i < words.Count; i += 3)
        {
            if (i + 2 >= words.Count || words[i + 1].ToUpperInvariant() is not ("AS" or "ASNEW"))
            {
                return $"expected AS after '{words[i]}'";
            }

            list.Add(new FieldAlias(words[i], words[i + 2], words[i + 1].Equals("ASNEW", StringComparison.OrdinalIgnoreCase)));
        }

        return list.Count > 0 ? null : "";
    }
}
