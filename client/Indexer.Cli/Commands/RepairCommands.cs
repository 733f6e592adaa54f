using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Cli.Offline;
using Indexer.Cli.Terminal;
using Indexer.Storage.Repair;

namespace Indexer.Cli.Commands;

/// <summary>Checks and repairs buckets while the node does not run.</summary>
internal static class RepairCommands
{
    private const string TemporaryPrefix = "temp_";

    public static CliCommand Fsck()
    {
        var all = new Option<bool>("--all", "--all-buckets-all-indexes") { Description = "Every bucket of every index, or of -index" };
        var one = new Option<string?>("--one") { Description = "One bucket", HelpName = "directory" };
        var index = new Option<string?>("--index") { Description = "One index; of -one: the index that the bucket belongs to", HelpName = "index" };
        var repair = new Option<bool>("--repair") { Description = "Repair what is damaged, from the raw data" };
        return new CliCommand("fsck", "Check buckets, and repair them; the node must be stopped",
            "indexer fsck --all", "indexer fsck --all --repair", "indexer fsck --one /data/defaultdb/db/db_1700000300_1700000000_4 --repair")
        {
            Options = { all, one, index, repair },
            Notes = "Reads every byte, which can take hours. Ends with 1 when a bucket is damaged and was not repaired.",
            Run = (run, cancellation) =>
            {
                if (run.Value(all) == run.Value(one) is not null)
                {
                    throw new CommandFailedException(ExitCode.Usage, "expected either --all or --one <directory>; see 'indexer fsck --help'");
                }

                return FsckAsync(run, run.Value(one), run.Value(index), run.Value(repair), cancellation);
            },
        };
    }

    public static CliCommand Rebuild()
    {
        var directory = new Argument<string>("directory") { Description = "The bucket" };
        var index = new Option<string?>("--index") { Description = "The index that the bucket belongs to. Default: the one in whose paths it lies", HelpName = "index" };
        return new CliCommand("rebuild", "Make the index and metadata of a bucket again from its raw data",
            "indexer rebuild /data/defaultdb/thaweddb/temp_db_1700000300_1700000000_4")
        {
            Arguments = { directory },
            Options = { index },
            Notes = "The node must be stopped, unless the bucket's directory begins with temp_: those no node looks at.",
            Run = (run, cancellation) => RebuildAsync(run, Path.TrimEndingDirectorySeparator(run.FullPath(run.Value(directory))), run.Value(index), cancellation),
        };
    }

    private static async Task<int> FsckAsync(CommandRun run, string? one, string? index, bool repairs, CancellationToken cancellation)
    {
        var installation = run.Installation;
        var configuration = installation.LoadConfiguration();
        using var exclusive = Installation.LockDatabase(configuration);
        using var station = new RepairStation(installation, configuration);
        var reports = new List<BucketReport>();
        using (var progress = new ProgressLine(run.Surroundings))
        {
            await foreach (var report in ReportsAsync(run, station, one, index, repairs, cancellation))
            {
                reports.Add(report);
                progress.Clear();
                Write(run, report);
                progress.Show($"{Quantity.Counted(reports.Count, "bucket")} checked");
            }
        }

        var damaged = reports.Count(report => !report.IsHealthy);
        var repaired = reports.Count(report => report.Repaired);
        if (run.IsJson)
        {
            run.WriteJson(reports.Select(report => new { report.Directory, healthy = report.IsHealthy, report.Repaired, report.Problems }));
        }
        else
        {
            run.Output.WriteLine($"{Quantity.Counted(reports.Count, "bucket")} checked, {repaired} repaired, {damaged} damaged");
        }

        return damaged == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async IAsyncEnumerable<BucketReport> ReportsAsync(
        CommandRun run, RepairStation station, string? one, string? only, bool repairs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (one is not null)
        {
            var directory = RequireBucket(Path.TrimEndingDirectorySeparator(run.FullPath(one)));
            yield return await station.CheckAsync(station.IndexOf(directory, only), directory, repairs, cancellation);
            yield break;
        }

        foreach (var index in station.Indexes(only))
        {
            await foreach (var report in station.CheckAsync(index, repairs, cancellation))
            {
                yield return report;
            }
        }
    }

    private static async Task<int> RebuildAsync(CommandRun run, string directory, string? index, CancellationToken cancellation)
    {
        RequireBucket(directory);
        var installation = run.Installation;
        var configuration = installation.LoadConfiguration();
        var isUnwatched = Path.GetFileName(directory).StartsWith(TemporaryPrefix, StringComparison.Ordinal);
        using var exclusive = isUnwatched ? null : Installation.LockDatabase(configuration);
        using var station = new RepairStation(installation, configuration);
        using var progress = new ProgressLine(run.Surroundings);
        progress.Show($"rebuilding {directory}");
        try
        {
            var manifest = await station.RebuildAsync(station.IndexOf(directory, index), directory, cancellation);
            progress.Clear();
            if (run.IsJson)
            {
                run.WriteJson(new { directory, manifest.EventCount, manifest.RawBytes });
            }
            else
            {
                run.Output.WriteLine($"{directory}: {Quantity.Counted(manifest.EventCount, "event")} indexed again, {Quantity.Bytes(manifest.RawBytes)} of raw data");
            }

            return ExitCode.Ok;
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(ExitCode.Usage, e.Message, e);
        }
    }

    private static void Write(CommandRun run, BucketReport report)
    {
        if (run.IsJson || report.Problems.Count == 0)
        {
            return;
        }

        run.Output.WriteLine($"{(report.IsHealthy ? run.Style.Green("repaired") : run.Style.Red("damaged"))} {report.Directory}");
        foreach (var problem in report.Problems)
        {
            run.Output.WriteLine($"  {problem}");
        }
    }

    private static string RequireBucket(string directory) => Directory.Exists(directory)
        ? directory
        : throw new CommandFailedException(ExitCode.Usage, $"{directory} does not exist");
}
