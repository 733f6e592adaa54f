using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Commands;

/// <summary>Commands about files that the node follows.</summary>
internal static class MonitorCommands
{
    public static CliCommand Add()
    {
        var path = new Argument<string>("path") { Description = "File, directory or pattern: * is any part of a name, ... any directories" };
        var options = new InputOptions();
        var command = new CliCommand("monitor", "Follow files from now on", "indexer add monitor /var/log/nginx/*.log -index web", "indexer add monitor '/srv/.../app.log' -sourcetype log4j")
        {
            Arguments = { path },
            Notes = "The path is on the node's machine. Quote patterns, or the shell replaces them.",
            Run = async (run, cancellation) =>
            {
                var full = run.FullPath(run.Value(path));
                var messages = await run.Client.Inputs.AddMonitorAsync(
                    full, run.Value(options.Index), run.Value(options.SourceType), run.Value(options.Host), run.Value(options.HostSegment), cancellation);
                return run.Report(messages, $"{SafeText.Line(full)} is followed");
            },
        };
        options.AddTo(command);
        return command;
    }

    public static CliCommand Remove()
    {
        var path = new Argument<string>("path") { Description = "As it was added" };
        return new CliCommand("monitor", "Follow files no longer; what was taken in stays", "indexer remove monitor '/var/log/nginx/*.log'")
        {
            Arguments = { path },
            Run = async (run, cancellation) =>
            {
                var full = run.FullPath(run.Value(path));
                return run.Report(await run.Client.Inputs.RemoveMonitorAsync(full, cancellation), $"{SafeText.Line(full)} is not followed any more");
            },
        };
    }

    public static CliCommand List() => new("monitor", "List files that the node follows", "indexer list monitor")
    {
        Run = async (run, cancellation) =>
        {
            var monitors = await run.Client.Inputs.MonitorsAsync(cancellation);
            if (run.IsJson)
            {
                run.WriteJson(monitors);
                return ExitCode.Ok;
            }

            var table = new TextTable("path", "index", "sourcetype", "host", TextColumn.Number("files"), TextColumn.Number("read"), "state");
            foreach (var monitor in monitors)
            {
                table.Add(
                    monitor.Path, monitor.Index, monitor.SourceType, monitor.Host, Quantity.Count(monitor.Files), Quantity.Bytes(monitor.BytesRead),
                    monitor.Disabled ? "disabled" : "enabled");
            }

            table.Write(run.Output, run.Style);
            foreach (var message in monitors.SelectMany(monitor => monitor.Messages.Select(text => $"{monitor.Path}: {text}")))
            {
                Problems.Write(run.Surroundings, new ServerMessage("WARN", message));
            }

            return ExitCode.Ok;
        },
    };
}
