using System.Text;
using Indexer.Cli.Terminal;

namespace Indexer.Cli.Invocation;

/// <summary>What a command takes from the process around it.</summary>
internal sealed class Surroundings : IDisposable
{
    private const int WidthDefault = 120;

    public required TextWriter Output { get; init; }

    /// <summary>Where bytes go that are output already; flush <see cref="Output"/> before.</summary>
    public required Stream OutputBytes { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person reads the output.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether a person reads the messages.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether to use colours on a terminal.</summary>
    public bool UsesColour { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = WidthDefault;

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string CurrentDirectory { get; init; }

    /// <summary>Where this program is.</summary>
    public string ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    public static Surroundings OfProcess()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
        var bytes = OutputStream.Open();
        var isTerminal = !Console.IsOutputRedirected;
        return new Surroundings
        {
            Output = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 << 10) { AutoFlush = isTerminal },
            OutputBytes = bytes,
            Error = Console.Error,
            IsOutputTerminal = isTerminal,
            IsErrorTerminal = !Console.IsErrorRedirected,
            UsesColour = !variables.ContainsKey("NO_COLOR") && variables.GetValueOrDefault("TERM") != "dumb",
            Width = isTerminal ? WidthOfTerminal() : WidthDefault,
            Variables = variables,
            CurrentDirectory = Environment.CurrentDirectory,
        };
    }

    public string? Variable(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public void Dispose()
    {
        try
        {
            Output.Dispose();
        }
        catch (OutputClosedException)
        {
            // It was said when it was noticed first.
        }
    }

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : WidthDefault;
        }
        catch (IOException)
        {
            return WidthDefault;
        }
    }
}
