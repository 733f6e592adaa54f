using System.Globalization;
using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>Reads the kinds of arguments that commands share.</summary>
internal static class Arguments
{
    /// <summary>A truth value: <c>true</c>, <c>t</c>, <c>1</c> or <c>false</c>, <c>f</c>, <c>0</c>.</summary>
    public static bool TakeBoolean(this TokenReader tokens)
    {
        var token = tokens.Peek();
        bool? value = token.Kind is not (TokenKind.Word or TokenKind.String) ? null : token.Text.ToLowerInvariant() switch
        {
            "true" or "t" or "1" or "yes" => true,
            "false" or "f" or "0" or "no" => false,
            _ => null,
        };
        if (value is null)
        {
            throw tokens.Unexpected("true or false");
        }

        tokens.Next();
        return value.Value;
    }

    /// <summary>A whole number.</summary>
    public static int TakeInteger(this TokenReader tokens, int minimum, int maximum = int.MaxValue)
    {
        if (!tokens.TryTakeInteger(out var value))
        {
            throw tokens.Unexpected("a whole number");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw tokens.Error(string.Create(CultureInfo.InvariantCulture, $"{value} is out of range"),
                maximum == int.MaxValue ? $"{minimum} or more" : $"{minimum} to {maximum}", tokens.Position);
    }

    /// <summary>Takes the next token if it is a whole number that is not negative.</summary>
    public static bool TryTakeInteger(this TokenReader tokens, out int value)
    {
        value = 0;
        var token = tokens.Peek();
        if (token.Kind != TokenKind.Word || !int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        tokens.Next();
        return true;
    }

    /// <summary>A word or quoted text.</summary>
    public static string TakeText(this TokenReader tokens, string expected) =>
        tokens.Peek().Kind is TokenKind.Word or TokenKind.String or TokenKind.Field ? tokens.Next().Text : throw tokens.Unexpected(expected);

    /// <summary>Fields parted by commas or spaces, at least one, up to the end or one of the keywords.</summary>
    public static IReadOnlyList<string> TakeFields(this TokenReader tokens, params ReadOnlySpan<string> keywords)
    {
        var fields = new List<string> { tokens.TakeField().Text };
        while (true)
        {
            var comma = tokens.TryTake(TokenKind.Comma);
            if (comma)
            {
                fields.Add(tokens.TakeField().Text);
            }
            else if (tokens.AtEndOfCommand || AtKeyword(tokens, keywords) || tokens.AtOption())
            {
                return fields;
            }
            else
            {
                fields.Add(tokens.TakeField().Text);
            }
        }
    }

    /// <summary>Whether a word and an equals sign come next.</summary>
    public static bool AtOption(this TokenReader tokens)
    {
        var start = tokens.Position;
        var isOption = tokens.Next().Kind == TokenKind.Word && tokens.Peek().Kind == TokenKind.Equal;
        tokens.Position = start;
        return isOption;
    }

    /// <summary>The error for an option that the command does not have.</summary>
    public static SearchSyntaxException UnknownOption(this TokenReader tokens, params IReadOnlyList<string> known)
    {
        var option = tokens.Peek();
        var near = NearNames.Of(option.Text, known);
        return tokens.Error($"unknown option '{option.Text}'", NearNames.Describe(near.Count > 0 ? near : known), option.Position);
    }

    private static bool AtKeyword(TokenReader tokens, ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (tokens.Peek().IsWord(keyword))
            {
                return true;
            }
        }

        return false;
    }
}
