using Indexer.Search.Commands;

namespace Indexer.Search.Language;

/// <summary>A parsed search: the terms it begins with and the commands after the pipes.</summary>
/// <param name="Text">As it was written.</param>
public sealed record Pipeline(string Text, SearchTerms Terms, IReadOnlyList<SearchCommand> Commands);

/// <summary>
/// Reads a whole search: terms (with or without the word <c>search</c>), then commands parted by pipes. Any text that is no
/// search throws <see cref="SearchSyntaxException"/> and nothing else.
/// </summary>
public static class PipelineParser
{
    private const int CommandsMax = 200;

    public static Pipeline Parse(string text, SearchContext context)
    {
        var tokens = new TokenReader(text, context);
        var terms = ParseTerms(tokens);
        var commands = new List<SearchCommand>();
        while (tokens.Peek().Kind != TokenKind.End)
        {
            var pipe = tokens.Take(TokenKind.Pipe, "a pipe or the end of the search");
            if (commands.Count == CommandsMax)
            {
                throw tokens.Error("the search has too many commands", $"at most {CommandsMax}", pipe.Position);
            }

            commands.Add(ParseCommand(tokens));
        }

        return new Pipeline(text, terms, commands);
    }

    private static SearchTerms ParseTerms(TokenReader tokens)
    {
        if (tokens.Peek().Kind == TokenKind.Pipe)
        {
            var pipe = tokens.Next();
            if (!tokens.Peek().IsWord("search"))
            {
                throw tokens.Error("a search that begins with a pipe needs a command that makes rows, and there is none yet", "terms before the pipe, or | search", pipe.Position);
            }
        }

        // "search=x" is a comparison with a field of that name.
        var start = tokens.Position;
        if (tokens.TryTakeWord("search") && tokens.Peek().Kind is TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.Greater)
        {
            tokens.Position = start;
        }

        return SearchTermsParser.Parse(tokens);
    }

    private static SearchCommand ParseCommand(TokenReader tokens)
    {
        tokens.Mode = TokenMode.Arguments;
        var name = tokens.Take(TokenKind.Word, "a command");
        if (!CommandCatalog.TryFind(name.Text, out var parse))
        {
            var near = CommandCatalog.Near(name.Text);
            throw tokens.Error($"unknown command '{name.Text}'", near.Count == 0 ? "a command of the reference" : NearNames.Describe(near), name.Position);
        }

        var command = parse!(tokens);
        tokens.Mode = TokenMode.Arguments;
        if (!tokens.AtEndOfCommand || tokens.Peek().Kind == TokenKind.RightBracket)
        {
            throw tokens.Unexpected($"a pipe or the end of '{name.Text}'");
        }

        return command;
    }
}
