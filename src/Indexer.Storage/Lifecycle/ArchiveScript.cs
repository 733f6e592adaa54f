using System.Diagnostics;

namespace Indexer.Storage.Lifecycle;

/// <summary>Runs <c>coldToFrozenScript</c>.</summary>
public interface IArchiveScript
{
    /// <summary>Runs the command to its end and returns its exit code: 0 means that the bucket may be deleted.</summary>
    /// <param name="command">Program and arguments; never empty.</param>
    Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation);
}

/// <summary>Starts the script as a process without a shell. Cancelling ends it.</summary>
public sealed class ProcessArchiveScript : IArchiveScript
{
    public async Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new IOException($"cannot start {command[0]}");
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}
