using System.Text;

namespace Indexer.Configuration.Settings;

/// <summary>The character sets that <c>CHARSET</c> may name.</summary>
public static class CharacterSet
{
    /// <summary>Spellings that are common and that the framework does not know.</summary>
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTF8"] = "utf-8",
        ["UTF-16LE"] = "utf-16",
        ["LATIN-1"] = "iso-8859-1",
        ["LATIN1"] = "iso-8859-1",
        ["SHIFT-JIS"] = "shift_jis",
        ["SJIS"] = "shift_jis",
        ["EUCJP"] = "euc-jp",
    };

    /// <summary>The encoding of a name, whatever its case; null where there is none of that name.</summary>
    public static Encoding? Find(string name)
    {
        var spelled = Spellings.GetValueOrDefault(name, name);
        if (CodePagesEncodingProvider.Instance.GetEncoding(spelled) is { } found)
        {
            return found;
        }

        try
        {
            return Encoding.GetEncoding(spelled);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
