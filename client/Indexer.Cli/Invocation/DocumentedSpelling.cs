using System.CommandLine;

namespace Indexer.Cli.Invocation;

/// <summary>Lets <c>-param value</c>, as the documents write it, stand for <c>--param value</c>.</summary>
internal static class DocumentedSpelling
{
    /// <summary>
    /// Replaces words that are, but for the second dash, options of the command that is called. Case does not count. What follows
    /// <c>--</c> stays as it is.
    /// </summary>
    public static string[] Normalize(IReadOnlyList<string> args, Command root)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Learn(root, options);
        var command = root;
        var result = new string[args.Count];
        for (var i = 0; i < args.Count; i++)
        {
            var word = args[i];
            if (word == "--")
            {
                for (; i < args.Count; i++)
                {
                    result[i] = args[i];
                }

                break;
            }

            result[i] = word.Length > 2 && word[0] == '-' && options.TryGetValue(word.TrimStart('-'), out var option) ? option : word;
            if (command.Subcommands.FirstOrDefault(candidate => candidate.Name == word || candidate.Aliases.Contains(word)) is { } next)
            {
                command = next;
                Learn(command, options);
            }
        }

        return result;
    }

    private static void Learn(Command command, Dictionary<string, string> options)
    {
        foreach (var option in command.Options)
        {
            foreach (var name in option.Aliases.Append(option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal)))
            {
                options[name[2..]] = name;
            }
        }
    }
}
