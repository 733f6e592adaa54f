using System.CommandLine;

namespace Indexer.Cli.Invocation;

/// <summary>A command with examples for its help.</summary>
internal sealed class CliCommand : Command
{
    public CliCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    public IReadOnlyList<string> Examples { get; }

    /// <summary>More for the help, after the examples.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What the command does; returns an <see cref="ExitCode"/>.</summary>
    public Func<CommandRun, CancellationToken, Task<int>>? Run { get; init; }
}
