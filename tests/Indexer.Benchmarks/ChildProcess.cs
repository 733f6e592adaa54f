using System.Diagnostics;
using System.Text.Json;

namespace Indexer.Benchmarks;

/// <summary>Runs a command of this program in a process of its own, so that its memory and caches are its own, and reads the figures it prints.</summary>
internal static class ChildProcess
{
    /// <param name="cores">1 pins the process to the first CPU, so that the runtime counts one as well; others leave it free.</param>
    public static async Task<T> RunAsync<T>(int cores, params string[] command)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("this program has no path to start itself from");
        string[] program = cores == 1 ? ["taskset", "-c", "0", self] : [self];
        using var process = Process.Start(new ProcessStartInfo(program[0], [.. program[1..], .. command]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"could not start {program[0]}");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(output)!
            : throw new InvalidOperationException($"'{string.Join(' ', command.Take(2))}' ended with exit code {process.ExitCode}");
    }

    public static void Answer<T>(T figures) => Console.WriteLine(JsonSerializer.Serialize(figures));
}
