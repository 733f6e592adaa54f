namespace Indexer.Model.Predicates;

/// <summary>A value compared without case in which <c>*</c> stands for any run of characters, over the whole text.</summary>
public sealed class WildcardText
{
    private readonly string[] pieces;
    private readonly string text;

    public WildcardText(string text)
    {
        this.text = text;
        pieces = text.Split('*');
    }

    public bool HasWildcard => pieces.Length > 1;

    public bool IsMatch(ReadOnlySpan<char> value)
    {
        if (pieces.Length == 1)
        {
            return value.Equals(text, StringComparison.OrdinalIgnoreCase);
        }

        var first = pieces[0];
        var last = pieces[^1];
        if (value.Length < first.Length + last.Length
            || !value.StartsWith(first, StringComparison.OrdinalIgnoreCase)
            || !value.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = value[first.Length..(value.Length - last.Length)];
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = rest.IndexOf(piece, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            rest = rest[(found + piece.Length)..];
        }

        return true;
    }
}
