using System.CommandLine;
using System.CommandLine.Help;
using Indexer.Cli.Commands;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Invocation;

/// <summary>From words to an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancellation)
    {
        var root = CommandTree.Build();
        Bind(root, surroundings);
        var parsed = Parse(root, args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction and not ExamplesHelpAction)
        {
            return WriteUsageErrors(parsed, surroundings);
        }

        var configuration = new InvocationConfiguration { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false };
        var exitCode = await parsed.InvokeAsync(configuration, cancellation);
        return Flush(surroundings) ? exitCode : ExitCode.Ok;
    }

    /// <summary>Words such as <c>@d</c> are times, not files with more words.</summary>
    public static ParseResult Parse(Command root, IReadOnlyList<string> args) => root.Parse(
        DocumentedSpelling.Normalize(ExpandHelp(args), root), new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    // 'help add index' is 'add index --help'.
    private static IReadOnlyList<string> ExpandHelp(IReadOnlyList<string> args) =>
        args.Count > 0 && args[0] == "help" ? [.. args.Skip(1), "--help"] : args;

    private static void Bind(Command command, Surroundings surroundings)
    {
        if (command is CliCommand { Run: { } run })
        {
            command.SetAction((parsed, cancellation) => InvokeAsync(run, new CommandRun(parsed, surroundings), cancellation));
        }

        foreach (var child in command.Subcommands)
        {
            Bind(child, surroundings);
        }
    }

    private static async Task<int> InvokeAsync(Func<CommandRun, CancellationToken, Task<int>> action, CommandRun run, CancellationToken cancellation)
    {
        using (run)
        {
            try
            {
                return await action(run, cancellation);
            }
            catch (OutputClosedException)
            {
                return ExitCode.Ok;
            }
            catch (Exception e) when (Problems.Explain(e) is { } problem)
            {
                _ = Flush(run.Surroundings);
                Problems.Write(run.Surroundings, run.IsJson, problem.Messages);
                return problem.ExitCode;
            }
        }
    }

    private static bool Flush(Surroundings surroundings)
    {
        try
        {
            surroundings.Output.Flush();
            return true;
        }
        catch (OutputClosedException)
        {
            return false;
        }
    }

    private static int WriteUsageErrors(ParseResult parsed, Surroundings surroundings)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            ShowHelp(parsed, surroundings);
            return ExitCode.Usage;
        }

        if (command.Subcommands.Count > 0)
        {
            var names = command.Subcommands.Where(child => child.Name[0] != '_').Select(child => child.Name);
            Problems.Write(surroundings, new ServerMessage("ERROR", $"there is no '{CommandTree.PathOf(parsed.CommandResult)} {parsed.UnmatchedTokens[0]}'; expected one of {string.Join(", ", names)}"));
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                Problems.Write(surroundings, new ServerMessage("ERROR", Lower(error.Message)));
            }
        }

        surroundings.Error.WriteLine($"see '{CommandTree.PathOf(parsed.CommandResult)} --help'");
        return ExitCode.Usage;
    }

    private static void ShowHelp(ParseResult parsed, Surroundings surroundings)
    {
        var words = CommandTree.PathOf(parsed.CommandResult).Split(' ').Skip(1).Append("--help");
        parsed.RootCommandResult.Command.Parse([.. words]).Invoke(new InvocationConfiguration { Output = surroundings.Error });
    }

    private static string Lower(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
