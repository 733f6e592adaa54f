using System.Diagnostics.CodeAnalysis;

namespace Indexer.Model;

/// <summary>
/// The name of an index: ASCII letters in lower case, digits, underscore and hyphen, at most <see cref="LengthMax"/> characters.
/// A user's index may not begin with an underscore or a hyphen; an internal index begins with an underscore.
/// </summary>
public readonly record struct IndexName
{
    public const int LengthMax = 128;

    public static readonly IndexName Main = new("main");
    public static readonly IndexName Internal = new("_internal");
    public static readonly IndexName Audit = new("_audit");

    private readonly string? value;

    private IndexName(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("this index name was never set");

    public bool IsInternal => Value[0] == '_';

    /// <summary>Accepts any well-formed name, internal ones too. Throws <see cref="FormatException"/> with the reason.</summary>
    public static IndexName Parse(string text) =>
        TryParse(text, out var name, out var reason) ? name : throw new FormatException(reason);

    public static bool TryParse(string? text, out IndexName name, [NotNullWhen(false)] out string? reason)
    {
        name = default;
        reason = null;
        if (string.IsNullOrEmpty(text))
        {
            reason = "an index name is empty";
        }
        else if (text.Length > LengthMax)
        {
            reason = $"index name '{text[..32]}…' has {text.Length} characters; at most {LengthMax} are allowed";
        }
        else if (text[0] == '-')
        {
            reason = $"index name '{text}' begins with a hyphen";
        }
        else if (text is "_")
        {
            reason = "index name '_' needs more than an underscore";
        }
        else
        {
            foreach (var c in text)
            {
                if (!(char.IsAsciiLetterLower(c) || char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or '-'))
                {
                    reason = $"index name '{text}' has the character '{c}'; only ASCII letters, digits, underscore and hyphen are allowed";
                    return false;
                }
            }

            name = new IndexName(text.ToLowerInvariant());
            return true;
        }

        return false;
    }

    /// <summary>As <see cref="TryParse"/>, and refuses the names that are reserved for internal indexes.</summary>
    public static bool TryParseUserIndex(string? text, out IndexName name, [NotNullWhen(false)] out string? reason)
    {
        if (!TryParse(text, out name, out reason))
        {
            return false;
        }

        if (name.IsInternal)
        {
            reason = $"index name '{text}' begins with an underscore, which is reserved for internal indexes";
            return false;
        }

        return true;
    }

    public override string ToString() => value ?? "";
}
