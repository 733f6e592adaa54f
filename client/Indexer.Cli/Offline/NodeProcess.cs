using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Indexer.Cli.Invocation;
using Indexer.Configuration;
using Indexer.Storage.Lifecycle;

namespace Indexer.Cli.Offline;

/// <summary>The node's process on this machine, as far as its pid file and its lock tell.</summary>
internal static class NodeProcess
{
    private const string ProgramName = "indexer-node";
    private const int TerminationSignal = 15;

    /// <summary>Outlives this process and its terminal, and hears none of their signals. Prints the new process's id.</summary>
    private const string Detach = """
        if command -v setsid >/dev/null 2>&1; then detach=setsid; else detach=nohup; fi
        $detach "$1" </dev/null >>"$2" 2>&1 &
        echo $!
        """;

    /// <summary>Whether some process works on the node's indexes.</summary>
    public static bool IsRunning(IndexerConfiguration configuration)
    {
        if (!Directory.Exists(configuration.Database))
        {
            return false;
        }

        try
        {
            DirectoryLock.Acquire(configuration.Database).Dispose();
            return false;
        }
        catch (StorageLockedException)
        {
            return true;
        }
    }

    /// <summary>The node that its pid file names; null where it is gone. The caller disposes of it.</summary>
    public static Process? Find(Installation installation)
    {
        if (!File.Exists(installation.PidFile)
            || !int.TryParse(File.ReadAllText(installation.PidFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(id);
            // The number may belong to someone else by now.
            if (!process.HasExited && process.ProcessName.StartsWith(ProgramName, StringComparison.Ordinal))
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Starts the node in the background. The caller disposes of the process.</summary>
    public static async Task<Process> StartAsync(Installation installation, Surroundings surroundings, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new CommandFailedException(ExitCode.Refused, $"on Windows run {ProgramName} as a service");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(installation.LogFile)!);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Detach, "sh", Locate(surroundings), installation.LogFile])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = installation.Home,
        };
        start.Environment["INDEXER_HOME"] = installation.Home;
        using var shell = Process.Start(start) ?? throw new CommandFailedException(ExitCode.Failed, "/bin/sh cannot be started");
        var id = await shell.StandardOutput.ReadToEndAsync(cancellation);
        await shell.WaitForExitAsync(cancellation);
        return Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
    }

    /// <summary>Asks the process to end, as the system does at shutdown.</summary>
    public static void Terminate(Process process)
    {
        if (kill(process.Id, TerminationSignal) != 0)
        {
            throw new CommandFailedException(ExitCode.Refused, $"process {process.Id} cannot be stopped: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    private static string Locate(Surroundings surroundings)
    {
        if (surroundings.Variable("INDEXER_NODE") is { } named)
        {
            return File.Exists(named) ? named : throw new CommandFailedException(ExitCode.Usage, $"INDEXER_NODE: {named} does not exist");
        }

        // Installed beside each other; or built, in directories of their own: bin/<project>/<configuration>/.
        var here = surroundings.ProgramDirectory;
        var built = Directory.GetParent(Path.TrimEndingDirectorySeparator(here));
        var candidates = new List<string> { Path.Combine(here, ProgramName) };
        if (built?.Parent is { } projects)
        {
            candidates.AddRange(projects.EnumerateDirectories().Select(project => Path.Combine(project.FullName, Path.GetFileName(Path.TrimEndingDirectorySeparator(here)), ProgramName)));
        }

        return candidates.Find(File.Exists)
            ?? throw new CommandFailedException(ExitCode.Failed, $"{ProgramName} is not beside this program; name it in INDEXER_NODE");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}
