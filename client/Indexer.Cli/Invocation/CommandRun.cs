using System.CommandLine;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Indexer.Cli.Offline;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Invocation;

/// <summary>One call of a command: its arguments, and what it works with.</summary>
internal sealed class CommandRun(ParseResult parsed, Surroundings surroundings) : IDisposable
{
    private static readonly JsonSerializerOptions JsonOutput = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private IndexerClient? client;

    public ParseResult Parsed => parsed;

    public Surroundings Surroundings => surroundings;

    public TextWriter Output => surroundings.Output;

    public bool IsJson => parsed.GetValue(CommonOptions.Json);

    /// <summary>Colours for the output.</summary>
    public Style Style { get; } = new(surroundings is { IsOutputTerminal: true, UsesColour: true });

    /// <summary>The node.</summary>
    public IndexerClient Client => client ??= new IndexerClient(FindNode(), new IndexerClientOptions { Credential = Credential() });

    /// <summary><c>$INDEXER_HOME</c>; null where nobody says it.</summary>
    public string? HomeOrNull =>
        (parsed.GetValue(CommonOptions.Home) ?? surroundings.Variable("INDEXER_HOME")) is { } home ? FullPath(home) : null;

    /// <summary>For commands that work on the node's files.</summary>
    public Installation Installation => new(
        HomeOrNull ?? throw new CommandFailedException(ExitCode.Usage, "the node's directory is not known; set INDEXER_HOME or give -home"), surroundings);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T Value<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public string FullPath(string path) => Path.GetFullPath(path, surroundings.CurrentDirectory);

    public void WriteJson<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, JsonOutput));

    /// <summary>
    /// Prints what the node said, or that it is done where the node said nothing; with <c>--json</c> as JSON. Warnings go to where
    /// errors go.
    /// </summary>
    public int Report(IReadOnlyList<ServerMessage> messages, string done)
    {
        if (IsJson)
        {
            WriteJson(new { messages });
            return ExitCode.Ok;
        }

        var hasSaid = false;
        foreach (var message in messages)
        {
            if (message.Type is "INFO" or "DEBUG")
            {
                Output.WriteLine(SafeText.Lines(message.Text));
                hasSaid = true;
            }
            else
            {
                Problems.Write(surroundings, message);
            }
        }

        if (!hasSaid)
        {
            Output.WriteLine(done);
        }

        return ExitCode.Ok;
    }

    public void Dispose() => client?.Dispose();

    private Uri FindNode()
    {
        var text = parsed.GetValue(CommonOptions.Uri) ?? surroundings.Variable("INDEXER_URI");
        if (text is null)
        {
            return (HomeOrNull is { } home ? new Installation(home, surroundings).ManagementUri() : null) ?? new Uri(CommonOptions.DefaultUri);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandFailedException(ExitCode.Usage, $"'{text}' is not the URL of a node; expected for example {CommonOptions.DefaultUri}");
    }

    private NetworkCredential? Credential()
    {
        if (parsed.GetValue(CommonOptions.Auth) is not { } text)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new NetworkCredential(text[..colon], text[(colon + 1)..])
            : throw new CommandFailedException(ExitCode.Usage, "-auth: expected user:password");
    }
}
