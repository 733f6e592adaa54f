namespace Indexer.Search.Language;

/// <summary>What a <see cref="Token"/> is.</summary>
public enum TokenKind : byte
{
    /// <summary>The search is over.</summary>
    End,

    /// <summary>A bare word: a term, an option, a keyword, a field or function name.</summary>
    Word,

    /// <summary>Text in double quotes.</summary>
    String,

    /// <summary>A field name in single quotes.</summary>
    Field,

    /// <summary>A number, in expressions only.</summary>
    Number,

    /// <summary>A macro call in backticks; the text is what stands between them.</summary>
    Macro,
    Pipe,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Comma,

    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>==</c></summary>
    DoubleEqual,

    /// <summary><c>!=</c>, and <c>&lt;&gt;</c> in expressions.</summary>
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    // The rest occurs in expressions only; elsewhere these characters are part of words.
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Dot,
}

/// <summary>A piece of a search.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotes and with escapes undone; for operators as written.</param>
/// <param name="Position">Index of its first character in the search.</param>
/// <param name="End">Index of the character after its last one.</param>
/// <param name="SpaceBefore">
/// Whether white space or a comment separates it from the token before; <c>a"b"</c> is two tokens without a space.
/// </param>
public readonly record struct Token(TokenKind Kind, string Text, int Position, int End, bool SpaceBefore)
{
    /// <summary>Whether the text was quoted, so that it is never a keyword or an option.</summary>
    public bool Quoted => Kind is TokenKind.String or TokenKind.Field;

    /// <summary>Whether this is the bare word <paramref name="word"/>, whatever its case.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>For messages.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the search",
        TokenKind.String => $"\"{Shorten(Text)}\"",
        TokenKind.Macro => $"`{Shorten(Text)}`",
        _ => $"'{Shorten(Text)}'",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 39), "…");
}
