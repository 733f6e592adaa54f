using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>How values of a sort field compare.</summary>
internal enum SortInterpretation
{
    /// <summary>Numbers by number, then other text.</summary>
    Automatic,
    Number,
    Text,
    Address,
}

/// <summary>A field to sort by. Rows without it come last in both directions.</summary>
internal sealed record SortKey(string Field, bool Descending, SortInterpretation Interpretation)
{
    /// <summary><c>[+|-]field</c> or <c>[+|-]num(field)</c>, parted by commas or spaces, at least one; a last <c>desc</c> turns all around.</summary>
    public static IReadOnlyList<SortKey> ParseList(TokenReader tokens)
    {
        var keys = new List<SortKey>();
        do
        {
            keys.Add(Parse(tokens));
            if (tokens.Peek().IsWord("desc") || tokens.Peek().IsWord("d"))
            {
                tokens.Next();
                return [.. keys.Select(key => key with { Descending = !key.Descending })];
            }

            if (tokens.Peek().IsWord("asc") || tokens.Peek().IsWord("a"))
            {
                tokens.Next();
                break;
            }
        }
        while (tokens.TryTake(TokenKind.Comma) || !tokens.AtEndOfCommand);

        return keys;
    }

    private static SortKey Parse(TokenReader tokens)
    {
        var token = tokens.TakeField();
        var name = token.Text;
        var descending = false;
        if (!token.Quoted && name[0] is '-' or '+')
        {
            descending = name[0] == '-';
            name = name[1..];
            if (name.Length == 0)
            {
                name = tokens.TakeField().Text;
            }
        }

        if (token.Quoted || tokens.Peek() is not { Kind: TokenKind.LeftParenthesis, SpaceBefore: false })
        {
            return new SortKey(name, descending, SortInterpretation.Automatic);
        }

        SortInterpretation? interpretation = name.ToLowerInvariant() switch
        {
            "auto" => SortInterpretation.Automatic,
            "num" => SortInterpretation.Number,
            "str" => SortInterpretation.Text,
            "ip" => SortInterpretation.Address,
            _ => null,
        };
        if (interpretation is null)
        {
            throw tokens.Error($"unknown interpretation '{name}'", "auto(), num(), str() or ip()", token.Position);
        }

        tokens.Next();
        var field = tokens.TakeField().Text;
        tokens.Take(TokenKind.RightParenthesis, "a closing )");
        return new SortKey(field, descending, interpretation.Value);
    }
}
