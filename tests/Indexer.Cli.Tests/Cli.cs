using System.Text;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests;

/// <summary>Calls the command line in this process and keeps what it prints.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error);

internal static class Cli
{
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync(new CliSetting(), args);

    public static async Task<CliResult> RunAsync(CliSetting setting, params string[] args)
    {
        using var bytes = new MemoryStream();
        using var error = new StringWriter();
        var output = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var variables = new Dictionary<string, string>(setting.Variables);
        if (setting.Node is { } node)
        {
            variables["INDEXER_URI"] = node.ToString();
        }

        using var surroundings = new Surroundings
        {
            Output = output,
            OutputBytes = bytes,
            Error = error,
            IsOutputTerminal = setting.IsTerminal,
            IsErrorTerminal = setting.IsTerminal,
            Width = setting.Width,
            Variables = variables,
            CurrentDirectory = setting.CurrentDirectory,
        };
        var exitCode = await CommandLine.RunAsync(args, surroundings, CancellationToken.None);
        return new CliResult(exitCode, Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }
}

internal sealed record CliSetting
{
    public Uri? Node { get; init; }

    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 100;

    public string CurrentDirectory { get; init; } = "/somewhere";

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
