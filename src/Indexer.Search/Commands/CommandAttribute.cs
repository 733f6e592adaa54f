using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>Names a command and describes it for the reference; having it makes the class part of the language.</summary>
/// <param name="name">As it is written in a search.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class CommandAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Other spellings, separated by commas.</summary>
    public string Aliases { get; init; } = "";

    /// <summary>The arguments, with optional parts in brackets.</summary>
    public required string Syntax { get; init; }

    /// <summary>What it does, in one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>A search that uses it.</summary>
    public required string Example { get; init; }
}

/// <summary>A command that can be made from its text.</summary>
internal interface IParsedCommand
{
    /// <summary>
    /// Reads the arguments up to the pipe or the end; the name has been taken. Throws <see cref="SearchSyntaxException"/>.
    /// What it leaves unread is reported as unexpected by the caller.
    /// </summary>
    static abstract SearchCommand Parse(TokenReader tokens);
}
