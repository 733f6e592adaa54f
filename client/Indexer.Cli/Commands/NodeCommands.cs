using System.CommandLine;
using System.Diagnostics;
using Indexer.Cli.Invocation;
using Indexer.Cli.Offline;
using Indexer.Client;

namespace Indexer.Cli.Commands;

/// <summary>Starts and stops the node of this machine.</summary>
internal static class NodeCommands
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static CliCommand Start()
    {
        var timeout = Timeout("How long to wait until the node answers", seconds: 60);
        return new CliCommand("start", "Start the node in the background", "INDEXER_HOME=/opt/indexer indexer start")
        {
            Options = { timeout },
            Notes = "What the node says goes to var/log/indexer-node.log in INDEXER_HOME.",
            Run = (run, cancellation) => StartAsync(run, TimeSpan.FromSeconds(run.Value(timeout)), cancellation),
        };
    }

    public static CliCommand Stop()
    {
        var timeout = Timeout("How long to wait until the node has ended", seconds: 120);
        return new CliCommand("stop", "Stop the node of this machine", "INDEXER_HOME=/opt/indexer indexer stop")
        {
            Options = { timeout },
            Run = (run, cancellation) => StopAsync(run, TimeSpan.FromSeconds(run.Value(timeout)), cancellation),
        };
    }

    public static CliCommand Restart()
    {
        var timeout = Timeout("How long to wait for the end, and then for the answer", seconds: 120);
        return new CliCommand("restart", "Stop the node if it runs, and start it", "INDEXER_HOME=/opt/indexer indexer restart")
        {
            Options = { timeout },
            Run = async (run, cancellation) =>
            {
                var patience = TimeSpan.FromSeconds(run.Value(timeout));
                using (var process = NodeProcess.Find(run.Installation))
                {
                    if (process is not null)
                    {
                        await EndAsync(process, patience, cancellation);
                    }
                }

                return await StartAsync(run, patience, cancellation);
            },
        };
    }

    private static async Task<int> StartAsync(CommandRun run, TimeSpan patience, CancellationToken cancellation)
    {
        var installation = run.Installation;
        Directory.CreateDirectory(installation.Home);
        var configuration = installation.LoadConfiguration();
        if (NodeProcess.IsRunning(configuration))
        {
            throw new CommandFailedException(ExitCode.Refused, $"a node is running on {configuration.Database} already");
        }

        var logBytes = File.Exists(installation.LogFile) ? new FileInfo(installation.LogFile).Length : 0;
        using var process = await NodeProcess.StartAsync(installation, run.Surroundings, cancellation);
        var uri = Installation.UriOf(configuration);
        if (!await IsReadyAsync(uri, process, patience, cancellation))
        {
            var end = process.HasExited ? "ended at once" : $"gives no answer at {uri.GetLeftPart(UriPartial.Authority)} yet";
            throw new CommandFailedException(
                process.HasExited ? ExitCode.Failed : ExitCode.Unreachable,
                $"the node {end}; it said in {installation.LogFile}:\n{await TailAsync(installation.LogFile, logBytes, cancellation)}");
        }

        if (run.IsJson)
        {
            run.WriteJson(new { uri, pid = process.Id });
        }
        else
        {
            run.Output.WriteLine($"the node runs as process {process.Id} and answers at {uri.GetLeftPart(UriPartial.Authority)}");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> StopAsync(CommandRun run, TimeSpan patience, CancellationToken cancellation)
    {
        var installation = run.Installation;
        using var process = NodeProcess.Find(installation);
        if (process is null)
        {
            var isRunning = NodeProcess.IsRunning(installation.LoadConfiguration());
            throw new CommandFailedException(ExitCode.Refused, isRunning
                ? $"some process works on the node's indexes, and {installation.PidFile} does not name it; end it where it was started"
                : "the node does not run");
        }

        await EndAsync(process, patience, cancellation);
        if (run.IsJson)
        {
            run.WriteJson(new { stopped = process.Id });
        }
        else
        {
            run.Output.WriteLine("the node has stopped");
        }

        return ExitCode.Ok;
    }

    private static async Task EndAsync(Process process, TimeSpan patience, CancellationToken cancellation)
    {
        NodeProcess.Terminate(process);
        using var timeout = new CancellationTokenSource(patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCode.Failed, $"process {process.Id} is still stopping after {patience.TotalSeconds:0} seconds");
        }
    }

    private static async Task<bool> IsReadyAsync(Uri uri, Process process, TimeSpan patience, CancellationToken cancellation)
    {
        using var client = new IndexerClient(uri);
        using var timer = new PeriodicTimer(PollInterval);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < patience && !process.HasExited)
        {
            if (await client.Server.IsReadyAsync(cancellation))
            {
                return true;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        return false;
    }

    private static async Task<string> TailAsync(string path, long from, CancellationToken cancellation)
    {
        const int linesMax = 20;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Min(from, file.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        var lines = (await reader.ReadToEndAsync(cancellation)).TrimEnd().Split('\n');
        return string.Join('\n', lines.TakeLast(linesMax));
    }

    private static Option<int> Timeout(string description, int seconds) =>
        new("--timeout") { Description = description, HelpName = "seconds", DefaultValueFactory = _ => seconds };
}
