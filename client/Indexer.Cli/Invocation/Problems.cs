using System.Text.Json;
using Indexer.Cli.Terminal;
using Indexer.Client;
using Indexer.Configuration;
using Indexer.Storage;

namespace Indexer.Cli.Invocation;

/// <summary>Tells the user what went wrong, and scripts by an exit code.</summary>
internal static class Problems
{
    /// <summary>The exit code and message for an exception, or null for one that is a defect of this program.</summary>
    public static (int ExitCode, IReadOnlyList<ServerMessage> Messages)? Explain(Exception exception) => exception switch
    {
        CommandFailedException e => (e.ExitCode, Message(e)),
        IndexerUnreachableException e => (ExitCode.Unreachable, Message($"{e.Message}; is the node running? 'indexer start' starts one, -uri or INDEXER_URI names another")),
        IndexerRequestException { Status: >= System.Net.HttpStatusCode.InternalServerError and not System.Net.HttpStatusCode.ServiceUnavailable } e => (ExitCode.Failed, e.Messages),
        IndexerRequestException e => (e.Messages.Any(message => message.Position is not null) ? ExitCode.Usage : ExitCode.Refused, e.Messages),
        SearchFailedException e => (ExitCode.Failed, e.Messages),
        IndexerException e => (ExitCode.Failed, Message(e)),
        ConfigurationException e => (ExitCode.Failed, Message(e)),
        BucketDamagedException e => (ExitCode.Failed, Message(e)),
        OperationCanceledException => (ExitCode.Interrupted, []),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, Message(exception)),
        _ => null,
    };

    public static void Write(Surroundings surroundings, bool isJson, IReadOnlyList<ServerMessage> messages)
    {
        if (isJson && messages.Count > 0)
        {
            surroundings.Error.WriteLine(JsonSerializer.Serialize(new { messages }, JsonSerializerOptions.Web));
            return;
        }

        foreach (var message in messages)
        {
            Write(surroundings, message);
        }
    }

    public static void Write(Surroundings surroundings, ServerMessage message)
    {
        var style = new Style(surroundings is { IsErrorTerminal: true, UsesColour: true });
        var kind = message.IsError ? style.Red("error") : message.Type == "WARN" ? style.Yellow("warning") : "note";
        surroundings.Error.WriteLine($"{kind}: {SafeText.Lines(message.Text)}");
    }

    private static ServerMessage[] Message(Exception e) => Message(e.Message);

    private static ServerMessage[] Message(string text) => [new ServerMessage("ERROR", text)];
}
