using System.Reflection;
using Indexer.Search.Language;

namespace Indexer.Search.Commands;

/// <summary>A command of the language, as the reference describes it.</summary>
public sealed record CommandDescription(string Name, IReadOnlyList<string> Aliases, string Syntax, string Description, string Example);

/// <summary>All commands: every class of this assembly that has a <see cref="CommandAttribute"/>.</summary>
public static class CommandCatalog
{
    private static readonly IReadOnlyList<(CommandDescription Description, Func<TokenReader, SearchCommand> Parse)> Commands = Discover();

    private static readonly Dictionary<string, Func<TokenReader, SearchCommand>> ByName = BuildIndex();

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<CommandDescription> All { get; } = [.. Commands.Select(command => command.Description)];

    internal static bool TryFind(string name, out Func<TokenReader, SearchCommand>? parse) => ByName.TryGetValue(name.ToLowerInvariant(), out parse);

    internal static IReadOnlyList<string> Near(string name) => NearNames.Of(name, ByName.Keys);

    private static IReadOnlyList<(CommandDescription, Func<TokenReader, SearchCommand>)> Discover() =>
    [
        .. typeof(CommandCatalog).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(CommandAttribute)))
            .Select(type => (Describe(type.GetCustomAttribute<CommandAttribute>()!), ParserOf(type)))
            .OrderBy(command => command.Item1.Name, StringComparer.Ordinal),
    ];

    private static CommandDescription Describe(CommandAttribute attribute) => new(
        attribute.Name,
        attribute.Aliases.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        attribute.Syntax,
        attribute.Description,
        attribute.Example);

    private static Func<TokenReader, SearchCommand> ParserOf(Type type) =>
        type.GetMethod(nameof(IParsedCommand.Parse), BindingFlags.Static | BindingFlags.Public, [typeof(TokenReader)]) is { } parse
            ? parse.CreateDelegate<Func<TokenReader, SearchCommand>>()
            : throw new InvalidOperationException($"{type.Name} has [Command] but no public static Parse(TokenReader)");

    private static Dictionary<string, Func<TokenReader, SearchCommand>> BuildIndex()
    {
        var index = new Dictionary<string, Func<TokenReader, SearchCommand>>(StringComparer.Ordinal);
        foreach (var (description, parse) in Commands)
        {
            foreach (var name in description.Aliases.Prepend(description.Name))
            {
                index.Add(name, parse);
            }
        }

        return index;
    }
}
