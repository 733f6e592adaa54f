using System.Text;

namespace Indexer.Search.Language;

/// <summary>
/// Cuts the text of a search into tokens, one at a time, by the rules that the caller asks for. Stateless: reading a place
/// again by other rules is always possible. Throws nothing but <see cref="SearchSyntaxException"/>.
/// </summary>
internal static class Lexer
{
    private const string CommentMark = "```";

    /// <summary>Reads the token at or after <paramref name="start"/>.</summary>
    public static Token Read(string search, int start, TokenMode mode)
    {
        var position = SkipSpace(search, start);
        var spaceBefore = position > start || start == 0;
        if (position >= search.Length)
        {
            return new Token(TokenKind.End, string.Empty, search.Length, search.Length, spaceBefore);
        }

        switch (search[position])
        {
            case '"':
                return ReadQuoted(search, position, TokenKind.String, "unbalanced quote", spaceBefore, mode);
            case '\'' when mode == TokenMode.Expression || (mode == TokenMode.Arguments && search.IndexOf('\'', position + 1) > 0):
                return ReadQuoted(search, position, TokenKind.Field, "unbalanced single quote", spaceBefore, mode);
            case '`':
                return ReadMacro(search, position, spaceBefore);
        }

        var (kind, length) = OperatorAt(search, position, mode);
        if (length > 0)
        {
            return new Token(kind, search.Substring(position, length), position, position + length, spaceBefore);
        }

        return mode == TokenMode.Expression
            ? ReadName(search, position, spaceBefore)
            : ReadWord(search, position, mode, spaceBefore);
    }

    private static int SkipSpace(string search, int position)
    {
        while (position < search.Length)
        {
            if (char.IsWhiteSpace(search[position]))
            {
                position++;
            }
            else if (string.CompareOrdinal(search, position, CommentMark, 0, CommentMark.Length) == 0)
            {
                var end = search.IndexOf(CommentMark, position + CommentMark.Length, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw new SearchSyntaxException("unbalanced comment", "``` after the comment", search, position);
                }

                position = end + CommentMark.Length;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private static (TokenKind Kind, int Length) OperatorAt(string search, int position, TokenMode mode)
    {
        var next = position + 1 < search.Length ? search[position + 1] : '\0';
        return search[position] switch
        {
            '|' => (TokenKind.Pipe, 1),
            '(' => (TokenKind.LeftParenthesis, 1),
            ')' => (TokenKind.RightParenthesis, 1),
            '[' => (TokenKind.LeftBracket, 1),
            ']' => (TokenKind.RightBracket, 1),
            ',' => (TokenKind.Comma, 1),
            '=' => next == '=' ? (TokenKind.DoubleEqual, 2) : (TokenKind.Equal, 1),
            '!' when next == '=' => (TokenKind.NotEqual, 2),
            '<' when next == '=' => (TokenKind.LessOrEqual, 2),
            '<' when next == '>' && mode == TokenMode.Expression => (TokenKind.NotEqual, 2),
            '<' => (TokenKind.Less, 1),
            '>' => next == '=' ? (TokenKind.GreaterOrEqual, 2) : (TokenKind.Greater, 1),
            '+' when mode == TokenMode.Expression => (TokenKind.Plus, 1),
            '-' when mode == TokenMode.Expression => (TokenKind.Minus, 1),
            '*' when mode == TokenMode.Expression => (TokenKind.Star, 1),
            '/' when mode == TokenMode.Expression => (TokenKind.Slash, 1),
            '%' when mode == TokenMode.Expression => (TokenKind.Percent, 1),
            '.' when mode == TokenMode.Expression => (TokenKind.Dot, 1),
            _ => default,
        };
    }

    private static Token ReadWord(string search, int start, TokenMode mode, bool spaceBefore)
    {
        var position = start;
        var escaped = false;
        while (position < search.Length && !EndsWord(search, position, mode))
        {
            // An escaped character is part of the word, whatever it is.
            if (search[position] == '\\' && position + 1 < search.Length && !char.IsWhiteSpace(search[position + 1]))
            {
                escaped = true;
                position++;
            }

            position++;
        }

        var text = search[start..position];
        return new Token(TokenKind.Word, escaped ? Unescape(text, mode, isWord: true) : text, start, position, spaceBefore);
    }

    private static bool EndsWord(string search, int position, TokenMode mode)
    {
        var c = search[position];
        return char.IsWhiteSpace(c) || c is '"' or '`' || OperatorAt(search, position, mode).Length > 0;
    }

    private static Token ReadName(string search, int start, bool spaceBefore)
    {
        var position = start;
        while (position < search.Length && IsNameCharacter(search[position]))
        {
            position++;
        }

        if (position == start)
        {
            throw new SearchSyntaxException($"unexpected character '{Printable(search, start)}'", "a field, a value or an operator", search, start);
        }

        if (!char.IsAsciiDigit(search[start]))
        {
            return new Token(TokenKind.Word, search[start..position], start, position, spaceBefore);
        }

        position = EndOfNumber(search, start);
        if (position < search.Length && IsNameCharacter(search[position]))
        {
            throw new SearchSyntaxException("a number runs into a name", "a space, or the field name in single quotes", search, start);
        }

        return new Token(TokenKind.Number, search[start..position], start, position, spaceBefore);
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '@' or '{' or '}' or ':';

    // digits [ . digits ] [ e [sign] digits ]
    private static int EndOfNumber(string search, int start)
    {
        var position = SkipDigits(search, start);
        if (position + 1 < search.Length && search[position] == '.' && char.IsAsciiDigit(search[position + 1]))
        {
            position = SkipDigits(search, position + 1);
        }

        if (position < search.Length && search[position] is 'e' or 'E')
        {
            var digits = position + 1;
            if (digits < search.Length && search[digits] is '+' or '-')
            {
                digits++;
            }

            if (digits < search.Length && char.IsAsciiDigit(search[digits]))
            {
                position = SkipDigits(search, digits);
            }
        }

        return position;
    }

    private static int SkipDigits(string search, int position)
    {
        while (position < search.Length && char.IsAsciiDigit(search[position]))
        {
            position++;
        }

        return position;
    }

    private static Token ReadQuoted(string search, int start, TokenKind kind, string problem, bool spaceBefore, TokenMode mode)
    {
        var quote = search[start];
        var escaped = false;
        for (var position = start + 1; position < search.Length; position++)
        {
            if (search[position] == '\\')
            {
                escaped = true;
                position++;
            }
            else if (search[position] == quote)
            {
                var text = search[(start + 1)..position];
                return new Token(kind, escaped ? Unescape(text, mode, isWord: false) : text, start, position + 1, spaceBefore);
            }
        }

        throw new SearchSyntaxException(problem, $"a closing {quote}", search, start);
    }

    private static Token ReadMacro(string search, int start, bool spaceBefore)
    {
        var end = search.IndexOf('`', start + 1);
        return end < 0
            ? throw new SearchSyntaxException("unbalanced backtick", "a closing `", search, start)
            : new Token(TokenKind.Macro, search[(start + 1)..end], start, end + 1, spaceBefore);
    }

    /// <summary>
    /// Undoes <c>\"</c>, <c>\'</c> and <c>\\</c>, in bare words also the escapes of characters that would end them, and in
    /// expressions <c>\t</c>, <c>\n</c>, <c>\r</c>. Any other backslash stays, for regular expressions and Windows paths.
    /// </summary>
    private static string Unescape(string text, TokenMode mode, bool isWord)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            char? plain = next switch
            {
                '"' or '\'' or '\\' => next,
                '|' or ',' or '(' or ')' or '[' or ']' or '=' or '<' or '>' or '!' or '`' when isWord => next,
                't' when mode == TokenMode.Expression => '\t',
                'n' when mode == TokenMode.Expression => '\n',
                'r' when mode == TokenMode.Expression => '\r',
                _ => null,
            };
            result.Append(plain ?? text[i]);
            i += plain is null ? 0 : 1;
        }

        return result.ToString();
    }

    private static string Printable(string search, int position)
    {
        var c = search[position];
        return char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
    }
}
