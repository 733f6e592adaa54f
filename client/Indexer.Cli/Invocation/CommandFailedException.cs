namespace Indexer.Cli.Invocation;

/// <summary>Ends a command with a message and an exit code.</summary>
internal sealed class CommandFailedException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;
}
