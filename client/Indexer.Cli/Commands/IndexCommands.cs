using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Commands;

/// <summary>Commands about indexes.</summary>
internal static class IndexCommands
{
    private const string AnyParameter = "Any key of indexes.conf may be given as -key value.";

    public static CliCommand List()
    {
        var name = new Argument<string?>("name") { Description = "One index; without it all", Arity = ArgumentArity.ZeroOrOne };
        return new CliCommand("index", "List indexes with their sizes", "indexer list index", "indexer list index main --json")
        {
            Arguments = { name },
            Run = async (run, cancellation) =>
            {
                IReadOnlyList<IndexInfo> indexes = run.Parsed.GetValue(name) is { } only
                    ? [await run.Client.Indexes.GetAsync(only, cancellation)]
                    : await run.Client.Indexes.ListAsync(cancellation);
                return Write(run, indexes);
            },
        };
    }

    public static CliCommand Add()
    {
        var name = Name("The new index: lower-case letters, digits, _ and -");
        return new CliCommand("index", "Make an index; the node goes on running",
            "indexer add index web", "indexer add index web -homePath /fast/web/db -coldPath /big/web/colddb -thawedPath /big/web/thaweddb")
        {
            Arguments = { name },
            TreatUnmatchedTokensAsErrors = false,
            Notes = AnyParameter,
            Run = async (run, cancellation) =>
            {
                var messages = await run.Client.Indexes.AddAsync(run.Value(name), FreeParameters.Read(run.Parsed), cancellation);
                return run.Report(messages, $"index '{run.Value(name)}' was added");
            },
        };
    }

    public static CliCommand Edit()
    {
        var name = Name("The index");
        return new CliCommand("index", "Change keys of indexes.conf",
            "indexer edit index main -maxTotalDataSizeMB 250000", "indexer edit index web -frozenTimePeriodInSecs 15552000 -maxHotBuckets 4")
        {
            Arguments = { name },
            TreatUnmatchedTokensAsErrors = false,
            Notes = AnyParameter,
            Run = async (run, cancellation) =>
            {
                var settings = FreeParameters.Read(run.Parsed);
                if (settings.Count == 0)
                {
                    throw new CommandFailedException(ExitCode.Usage, "nothing to change; expected -key value, for example -maxTotalDataSizeMB 250000");
                }

                var messages = await run.Client.Indexes.EditAsync(run.Value(name), settings, cancellation);
                return run.Report(messages, $"index '{run.Value(name)}' was changed");
            },
        };
    }

    public static CliCommand Remove() =>
        OfIndex("remove", "Delete an index with all its data; there is no way back", "was removed with all its data", (indexes, name, cancellation) => indexes.RemoveAsync(name, cancellation));

    public static CliCommand Enable() =>
        OfIndex("enable", "Let an index take events again", "takes events", (indexes, name, cancellation) => indexes.EnableAsync(name, cancellation));

    public static CliCommand Disable() =>
        OfIndex("disable", "Let an index take no more events; its data stay and can be searched", "takes no more events", (indexes, name, cancellation) => indexes.DisableAsync(name, cancellation));

    public static CliCommand Reload() =>
        OfIndex("reload", "Read indexes.conf again", "was reloaded", (indexes, name, cancellation) => indexes.ReloadAsync(name, cancellation));

    public static CliCommand RollHotBuckets()
    {
        var name = Name("The index; '*' is all");
        return new CliCommand("roll-hot-buckets", "Close the hot buckets of an index", "indexer roll-hot-buckets main", "indexer roll-hot-buckets '*'")
        {
            Arguments = { name },
            Notes = "Small buckets make searches slower for as long as they are kept: roll only when you must.",
            Run = async (run, cancellation) =>
            {
                var messages = await run.Client.Indexes.RollHotBucketsAsync(run.Value(name), cancellation);
                return run.Report(messages, $"hot buckets of '{run.Value(name)}' are warm");
            },
        };
    }

    private static CliCommand OfIndex(
        string verb, string description, string done, Func<IndexesClient, string, CancellationToken, Task<IReadOnlyList<ServerMessage>>> action)
    {
        var name = Name("The index");
        return new CliCommand("index", description, $"indexer {verb} index web")
        {
            Arguments = { name },
            Run = async (run, cancellation) => run.Report(await action(run.Client.Indexes, run.Value(name), cancellation), $"index '{run.Value(name)}' {done}"),
        };
    }

    private static int Write(CommandRun run, IReadOnlyList<IndexInfo> indexes)
    {
        if (run.IsJson)
        {
            run.WriteJson(indexes);
            return ExitCode.Ok;
        }

        var table = new TextTable(
            "index", TextColumn.Number("events"), TextColumn.Number("received"), TextColumn.Number("on disk"), TextColumn.Number("hot"),
            TextColumn.Number("warm"), TextColumn.Number("cold"), TextColumn.Number("thawed"), "oldest", "newest", "state");
        foreach (var index in indexes)
        {
            table.Add(
                index.Name, Quantity.Count(index.TotalEventCount), Quantity.Bytes(index.RawSizeBytes), Quantity.Bytes(index.CurrentDatabaseSizeBytes),
                Quantity.Count(index.HotBucketCount), Quantity.Count(index.WarmBucketCount), Quantity.Count(index.ColdBucketCount), Quantity.Count(index.ThawedBucketCount),
                Quantity.Time(index.MinTime), Quantity.Time(index.MaxTime), index.Disabled ? "disabled" : "enabled");
        }

        table.Write(run.Output, run.Style);
        foreach (var message in indexes.SelectMany(index => index.Messages.Select(text => $"{index.Name}: {text}")))
        {
            Problems.Write(run.Surroundings, new ServerMessage("WARN", message));
        }

        return ExitCode.Ok;
    }

    private static Argument<string> Name(string description) => new("name") { Description = description };
}
