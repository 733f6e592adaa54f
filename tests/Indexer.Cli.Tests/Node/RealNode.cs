using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests.Node;

/// <summary>A node of its own, in a process and a directory of its own, and the command as a process that talks to it.</summary>
public sealed class RealNode : IAsyncLifetime
{
    private readonly Dictionary<string, string> variables;

    public RealNode()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("indexer-node-").FullName;
        var (management, collector) = FreePorts();
        Management = new Uri($"http://127.0.0.1:{management}");
        Collector = new Uri($"http://127.0.0.1:{collector}");
        variables = new Dictionary<string, string>
        {
            ["INDEXER_HOME"] = Home,
            ["INDEXER_WEB__SETTINGS__MGMTHOSTPORT"] = Management.Authority,
            ["INDEXER_INPUTS__HTTP__PORT"] = Collector.Authority,
            ["INDEXER_SERVER__DISKUSAGE__MINFREESPACE"] = "1",
        };
    }

    /// <summary>For the test's files.</summary>
    public string Directory { get; }

    public string Home => Path.Combine(Directory, "home");

    public Uri Management { get; }

    public Uri Collector { get; }

    public string Database => Path.Combine(Home, "var/lib/indexer");

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync()
    {
        var stop = await RunAsync("stop");
        if (stop.ExitCode == ExitCode.Failed)
        {
            await KillAsync();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    public async Task StartAsync()
    {
        var result = await RunAsync("start", "-timeout", "120");
        Assert.True(result.ExitCode == ExitCode.Ok, result.Error);
    }

    /// <summary>As a power cut does; the process is gone when it returns.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(Home, "var/run/indexer-node.pid"))));
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Writes a file of events, a second apart.</summary>
    public string WriteLog(string name, int count)
    {
        var path = Path.Combine(Directory, name);
        var start = new DateTime(2024, 5, 6, 7, 0, 0, DateTimeKind.Utc);
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(i => $"{start.AddSeconds(i):yyyy-MM-ddTHH:mm:ssZ} host{i % 3} {name} number={i} {(i % 10 == 0 ? "error" : "fine")}"));
        return path;
    }

    internal async Task<CliResult> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] args)
    {
        // Test and program are built beside each other: bin/<project>/<configuration>/.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Indexer.Cli", here.Name, "indexer");
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        System.IO.Directory.CreateDirectory(Home);
        return Process.Start(start)!;
    }

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
