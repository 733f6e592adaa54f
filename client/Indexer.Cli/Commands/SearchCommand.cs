using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Cli.Results;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Commands;

/// <summary>Searches, and prints rows as they are found.</summary>
internal static class SearchCommand
{
    public static CliCommand Create()
    {
        var query = new Argument<string[]>("search") { Description = "In the search language; best quoted as one word", Arity = ArgumentArity.OneOrMore };
        var earliest = new Option<string?>("--earliest", "--earliest_time") { Description = "From here on: a time, epoch seconds, or relative such as -1h@h", HelpName = "time" };
        var latest = new Option<string?>("--latest", "--latest_time") { Description = "Up to here", HelpName = "time" };
        var maxCount = new Option<long?>("--max-count", "--maxout", "--max_count") { Description = "At most so many rows", HelpName = "n" };
        var output = new Option<ResultFormat>("--output") { Description = "auto prints events as they are and other results as a table", DefaultValueFactory = _ => ResultFormat.Auto };
        maxCount.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() is < 1)
            {
                result.AddError("--max-count: expected at least 1");
            }
        });
        return new CliCommand("search", "Search, and print rows as they are found",
            "indexer search 'error OR failed' -earliest -1h",
            "indexer search 'index=web status>=500 | stats count by host' -output csv",
            "indexer search 'sourcetype=syslog | timechart span=1h count' -earliest -7d@d -latest @d")
        {
            Arguments = { query },
            Options = { earliest, latest, maxCount, output },
            Notes = "With -output json (or --json) every row is a JSON object on a line of its own.",
            Run = (run, cancellation) =>
            {
                var words = run.Value(query);
                if (Array.Find(words, word => word.Length > 1 && word[0] == '-' && char.IsAsciiLetter(word[1]) && words.Length > 1) is { } option)
                {
                    throw new CommandFailedException(ExitCode.Usage, $"unknown option '{option}'; quote the search as one word if it is part of it");
                }

                var request = new SearchRequest(string.Join(' ', words))
                {
                    Earliest = run.Value(earliest),
                    Latest = run.Value(latest),
                    MaxCount = run.Value(maxCount),
                };
                return RunAsync(run, request, run.IsJson ? ResultFormat.Json : run.Value(output), cancellation);
            },
        };
    }

    private static async Task<int> RunAsync(CommandRun run, SearchRequest request, ResultFormat format, CancellationToken cancellation)
    {
        try
        {
            if (format == ResultFormat.Csv)
            {
                await run.Output.FlushAsync(cancellation);
                await run.Client.ExportAsync(request, ExportFormat.Csv, run.Surroundings.OutputBytes, cancellation);
                return ExitCode.Ok;
            }

            await PrintAsync(run, request, format, cancellation);
            return ExitCode.Ok;
        }
        catch (IndexerRequestException e) when (e.Messages.FirstOrDefault(message => message.Position is not null) is { } mistake)
        {
            throw new CommandFailedException(ExitCode.Usage, Caret.Show(mistake, request.Search), e);
        }
    }

    private static async Task PrintAsync(CommandRun run, SearchRequest request, ResultFormat format, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(run.Surroundings);
        var watched = run.Surroundings.IsErrorTerminal ? request with { Progress = new Reporter(progress) } : request;
        var results = run.Client.SearchAsync(watched);
        var writer = ResultWriter.Create(format, run.Surroundings, run.Style);
        try
        {
            await foreach (var row in results.WithCancellation(cancellation))
            {
                progress.Clear();
                writer.Write(row);
            }
        }
        finally
        {
            // What was found before an error or Ctrl-C is worth seeing.
            progress.Clear();
            writer.Complete();
            await run.Output.FlushAsync(CancellationToken.None);
        }

        foreach (var message in results.Messages.Where(message => message.Type != "DEBUG"))
        {
            Problems.Write(run.Surroundings, message);
        }

        if (run.Surroundings.IsErrorTerminal && results.Statistics is { } statistics)
        {
            await run.Surroundings.Error.WriteLineAsync(
                $"{Quantity.Counted(statistics.ResultCount, "row")}, {Quantity.Count(statistics.EventCount)} of {Quantity.Counted(statistics.ScanCount, "event")} in {Quantity.Duration(TimeSpan.FromSeconds(statistics.RunDuration))}");
        }
    }

    private sealed class Reporter(ProgressLine line) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) =>
            line.Show(FormattableString.Invariant($"{value.DoneProgress * 100:0} %  {Quantity.Count(value.ScanCount)} scanned, {Quantity.Count(value.EventCount)} matched"));
    }
}
