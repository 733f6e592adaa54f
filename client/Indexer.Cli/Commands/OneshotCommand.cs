using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;
using Spectre.Console;

namespace Indexer.Cli.Commands;

/// <summary>Takes files in once, and tells how far that is.</summary>
internal static class OneshotCommand
{
    public static CliCommand Create()
    {
        var files = new Argument<string[]>("file") { Description = "Files on the node's machine; .gz is unpacked", Arity = ArgumentArity.OneOrMore };
        var options = new InputOptions();
        var source = new Option<string?>("--rename-source", "--source") { Description = "The events' source. Default: the path", HelpName = "source" };
        var command = new CliCommand("oneshot", "Take files in once; ends when their events are on stable storage",
            "indexer add oneshot /var/log/syslog", "indexer add oneshot logs/*.log -index web -sourcetype access_combined -host web-1")
        {
            Arguments = { files },
            Run = (run, cancellation) => RunAsync(run, run.Value(files), path => new OneshotRequest(path)
            {
                Index = run.Value(options.Index),
                SourceType = run.Value(options.SourceType),
                Host = run.Value(options.Host),
                HostSegment = run.Value(options.HostSegment),
                Source = run.Value(source),
            }, cancellation),
        };
        options.AddTo(command);
        command.Options.Add(source);
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, string[] files, Func<string, OneshotRequest> request, CancellationToken cancellation)
    {
        if (Array.Find(files, file => file.StartsWith('-')) is { } option)
        {
            throw new CommandFailedException(ExitCode.Usage, $"unknown option '{option}'; a file of that name is ./{option}");
        }

        var finals = new List<OneshotProgress>();
        if (run.Surroundings.IsErrorTerminal && !run.IsJson)
        {
            await BarsAsync(run, files, request, finals, cancellation);
        }
        else
        {
            foreach (var file in files)
            {
                finals.Add(await TakeInAsync(run, request(run.FullPath(file)), _ => { }, cancellation));
            }
        }

        return Report(run, finals);
    }

    private static async Task BarsAsync(CommandRun run, string[] files, Func<string, OneshotRequest> request, List<OneshotProgress> finals, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(run.Surroundings.Error) });
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                foreach (var file in files)
                {
                    var bar = bars.AddTask(Markup.Escape(SafeText.Line(Path.GetFileName(file))));
                    finals.Add(await TakeInAsync(run, request(run.FullPath(file)), progress =>
                    {
                        bar.MaxValue = Math.Max(1, Math.Max(progress.BytesTotal, progress.BytesRead));
                        bar.Value = progress.BytesRead;
                    }, cancellation));
                    bar.Value = bar.MaxValue;
                }
            });
    }

    private static async Task<OneshotProgress> TakeInAsync(CommandRun run, OneshotRequest request, Action<OneshotProgress> report, CancellationToken cancellation)
    {
        var last = new OneshotProgress();
        await foreach (var progress in run.Client.Inputs.OneshotAsync(request, cancellation))
        {
            last = progress;
            report(progress);
        }

        return last.Path.Length > 0 ? last : last with { Path = request.Path };
    }

    private static int Report(CommandRun run, List<OneshotProgress> finals)
    {
        var hasFailed = finals.Exists(final => final.Refused > 0 || final.Messages.Any(message => message.IsError));
        if (run.IsJson)
        {
            run.WriteJson(finals);
            return hasFailed ? ExitCode.Failed : ExitCode.Ok;
        }

        foreach (var final in finals)
        {
            var trouble = final.Refused > 0 ? $", {Quantity.Count(final.Refused)} refused" : "";
            if (final.Messages.Any(message => message.IsError))
            {
                trouble += ", and then it broke off";
            }

            run.Output.WriteLine($"{SafeText.Line(final.Path)}: {Quantity.Counted(final.Indexed, "event")} indexed, {Quantity.Bytes(final.BytesRead)}{trouble}");
            foreach (var message in final.Messages)
            {
                Problems.Write(run.Surroundings, message);
            }
        }

        return hasFailed ? ExitCode.Failed : ExitCode.Ok;
    }
}
