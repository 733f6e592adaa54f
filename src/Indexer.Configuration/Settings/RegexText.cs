using System.Text.RegularExpressions;

namespace Indexer.Configuration.Settings;

/// <summary>
/// Regular expressions in configuration are written for PCRE. Most of it means the same in .NET; this translates what does not.
/// </summary>
public static partial class RegexText
{
    /// <summary>Translates PCRE's <c>(?P&lt;name&gt;…)</c>, <c>(?P=name)</c> and classes such as <c>[[:alpha:]]</c>.</summary>
    public static string ToDotNet(string pattern)
    {
        var translated = NamedGroup().Replace(pattern, "(?<");
        translated = NamedReference().Replace(translated, @"\k<${name}>");
        return PosixClass().Replace(translated, match => match.Groups["class"].Value switch
        {
            "alpha" => "a-zA-Z",
            "digit" => "0-9",
            "alnum" => "a-zA-Z0-9",
            "upper" => "A-Z",
            "lower" => "a-z",
            "space" => @"\s",
            "blank" => @" \t",
            "punct" => @"!-/:-@\[-`{-~",
            "xdigit" => "0-9a-fA-F",
            "word" => @"\w",
            _ => match.Value,
        });
    }

    /// <summary>Null where the pattern can be used, else what is wrong with it.</summary>
    internal static string? Check(string pattern)
    {
        try
        {
            _ = new Regex(ToDotNet(pattern), RegexOptions.CultureInvariant);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"{Reason(e.Error)} at character {Math.Min(e.Offset, pattern.Length)}";
        }
    }

    internal static bool HasGroup(string pattern) =>
        new Regex(ToDotNet(pattern), RegexOptions.CultureInvariant).GetGroupNumbers().Length > 1;

    // "InsufficientClosingParentheses" becomes "insufficient closing parentheses".
    private static string Reason(RegexParseError error) =>
        CapitalInside().Replace(error.ToString(), " $0").ToLowerInvariant();

    [GeneratedRegex(@"(?<=(?<!\\)(\\\\)*)\(\?P<", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedGroup();

    [GeneratedRegex(@"(?<=(?<!\\)(\\\\)*)\(\?P=(?<name>\w+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedReference();

    [GeneratedRegex(@"\[:(?<class>[a-z]+):\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PosixClass();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex CapitalInside();
}
