using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Indexer.Node.Tests;

/// <summary>The node as a process of its own.</summary>
public sealed partial class NodeProcess : IAsyncDisposable
{
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder output = new();

    private NodeProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>What it said so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public long PeakMemoryBytes => long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    /// <summary>Starts a node and returns when it is ready. Throws what it said when it ends instead.</summary>
    public static async Task<NodeProcess> StartAsync(NodeHome home, params (string Name, string Value)[] environment)
    {
        var node = Launch(home, environment);
        var ended = node.process.WaitForExitAsync();
        if (await Task.WhenAny(node.ready.Task, ended, Task.Delay(Patience)) != node.ready.Task)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException($"the node did not start: {node.Output}");
        }

        return node;
    }

    /// <summary>Starts a node that is expected to end by itself; returns its exit code.</summary>
    public static async Task<(int Code, string Output)> RunAsync(NodeHome home, params (string Name, string Value)[] environment)
    {
        await using var node = Launch(home, environment);
        await node.process.WaitForExitAsync().WaitAsync(Patience);
        return (node.process.ExitCode, node.Output);
    }

    public async Task KillAsync()
    {
        Signal(SignalKill);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to stop; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signal(SignalTerminate);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static NodeProcess Launch(NodeHome home, (string Name, string Value)[] environment)
    {
        // Beside the tests' own directory, in that of the same configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo(Path.Combine(own.Parent!.Parent!.FullName, "Indexer.SiloHost", own.Name, "indexer-node"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["INDEXER_HOME"] = home.Directory;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var node = new NodeProcess(new Process { StartInfo = start });
        node.process.Start();
        node.process.BeginOutputReadLine();
        node.process.BeginErrorReadLine();
        return node;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (line.Contains(" is ready after ", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private void Signal(int signal) => _ = kill(process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
