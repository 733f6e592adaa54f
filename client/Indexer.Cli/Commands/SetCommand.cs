using System.CommandLine;
using System.Globalization;
using Indexer.Cli.Invocation;
using Indexer.Client;

namespace Indexer.Cli.Commands;

/// <summary>Settings of the node, written to its files.</summary>
internal static class SetCommand
{
    public static CliCommand MinFreeMb()
    {
        var megabytes = new Argument<long>("MB") { Description = "Indexing pauses while a disk has less free space than this" };
        return new CliCommand("minfreemb", "Set the free disk space below which indexing pauses", "indexer set minfreemb 20000")
        {
            Arguments = { megabytes },
            Notes = "Writes minFreeSpace of [diskUsage] to etc/system/local/server.conf.",
            Run = (run, _) =>
            {
                var value = run.Value(megabytes);
                var text = value.ToString(CultureInfo.InvariantCulture);
                var result = run.Installation.OpenConfiguration().Edit("server", edit => edit.Set("diskUsage", "minFreeSpace", text));
                var needsRestart = result.Changes.Any(change => change.NeedsRestart);
                if (run.IsJson)
                {
                    run.WriteJson(new { minFreeSpace = value, needsRestart });
                    return Task.FromResult(ExitCode.Ok);
                }

                foreach (var problem in result.Overridden)
                {
                    Problems.Write(run.Surroundings, new ServerMessage("WARN", problem.ToString()));
                }

                run.Output.WriteLine($"minFreeSpace is {text} MB{(needsRestart ? "; it takes effect when the node starts again" : "")}");
                return Task.FromResult(ExitCode.Ok);
            },
        };
    }
}
