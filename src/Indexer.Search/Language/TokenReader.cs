namespace Indexer.Search.Language;

/// <summary>
/// Walks the tokens of a search. Commands read their options and fields with it. The rules of cutting can change between any
/// two tokens, see <see cref="Mode"/>; nothing is cut before it is asked for, so a place can be read again by setting
/// <see cref="Position"/> back.
/// </summary>
public sealed class TokenReader
{
    private Token? peeked;
    private int position;
    private TokenMode mode;

    public TokenReader(string search, SearchContext context, TokenMode mode = TokenMode.Search)
    {
        Search = search;
        Context = context;
        this.mode = mode;
    }

    /// <summary>The whole text of the search.</summary>
    public string Search { get; }

    public SearchContext Context { get; }

    /// <summary>The rules for the tokens from here on.</summary>
    public TokenMode Mode
    {
        get => mode;
        set
        {
            if (mode != value)
            {
                mode = value;
                peeked = null;
            }
        }
    }

    /// <summary>Where reading goes on, as an index into <see cref="Search"/>. Set it to read a place again.</summary>
    public int Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Search.Length);
            position = value;
            peeked = null;
        }
    }

    /// <summary>Whether the search, this command (at a pipe) or this subsearch (at a closing bracket) is over.</summary>
    public bool AtEndOfCommand => Peek().Kind is TokenKind.End or TokenKind.Pipe or TokenKind.RightBracket;

    /// <summary>The next token, which stays.</summary>
    public Token Peek() => peeked ??= Lexer.Read(Search, position, mode);

    /// <summary>Takes the next token. At the end of the search it is <see cref="TokenKind.End"/> again and again.</summary>
    public Token Next()
    {
        var token = Peek();
        Position = token.End;
        return token;
    }

    /// <summary>Takes the next token if it is of this kind.</summary>
    public bool TryTake(TokenKind kind)
    {
        if (Peek().Kind != kind)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Takes the next token if it is this bare word, whatever its case.</summary>
    public bool TryTakeWord(string word)
    {
        if (!Peek().IsWord(word))
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Takes the next token, which must be of this kind; <paramref name="expected"/> names it for the message.</summary>
    public Token Take(TokenKind kind, string expected) => Peek().Kind == kind ? Next() : throw Unexpected(expected);

    /// <summary>Takes <c>name=</c> if that comes next (before any value, quoted or not) and leaves the value.</summary>
    public bool TryTakeOption(string name)
    {
        var start = position;
        if (TryTakeWord(name) && TryTake(TokenKind.Equal))
        {
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Takes the name of a field: a word or a quoted text.</summary>
    public Token TakeField() => Peek().Kind is TokenKind.Word or TokenKind.String or TokenKind.Field ? Next() : throw Unexpected("a field name");

    /// <summary>The error that the next token is not what should be here.</summary>
    public SearchSyntaxException Unexpected(string expected)
    {
        var token = Peek();
        return Error($"unexpected {token.Describe()}", expected, token.Position);
    }

    /// <summary>An error at a place in the search.</summary>
    public SearchSyntaxException Error(string problem, string expected, int at) => new(problem, expected, Search, at);
}
