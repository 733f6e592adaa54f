using System.Net.Sockets;
using Indexer.Configuration;
using Indexer.Inputs.Own;
using Indexer.Storage.Lifecycle;
using Microsoft.AspNetCore.Connections;

namespace Indexer.SiloHost;

/// <summary>The life of the process: start, wait, stop, and a clear word when that goes wrong.</summary>
internal static class NodeProcess
{
    // FASTER blocks pool threads for the length of a disk write; with the default minimum a few buckets would stall everything.
    private const int PoolThreadsMin = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length > 0)
        {
            await Console.Error.WriteLineAsync($"indexer-node takes no arguments, got '{args[0]}'; INDEXER_HOME names its directory, and the files in its etc say the rest");
            return ExitCode.Configuration;
        }

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreadsMin), ports);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        using var log = new OwnLog(TimeProvider.System, output);
        try
        {
            await using var node = await Node.StartAsync(NodeEnvironment.Read(), log);
            await node.StoppedAsync();
            return ExitCode.Stopped;
        }
        catch (Exception e)
        {
            var (code, text) = Explain(e);
            await Console.Error.WriteLineAsync(text);
            return code;
        }
    }

    private static (int Code, string Text) Explain(Exception e) => e switch
    {
        ConfigurationException => (ExitCode.Configuration, e.Message),
        StorageLockedException => (ExitCode.HomeLocked, e.Message),
        IOException { InnerException: AddressInUseException or SocketException } => (ExitCode.PortTaken, $"{e.Message.TrimEnd('.')}; stop what listens there, or set another port (docs/configuration.md)"),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, $"the node cannot start: {e.Message}"),
        _ => (ExitCode.Failed, $"the node failed: {e}"),
    };
}
