using System.Globalization;
using Indexer.Benchmarks.Corpus;

namespace Indexer.Benchmarks;

/// <summary><c>table</c>: both corpora, or the files given instead of them.</summary>
internal static class TableCommand
{
    public const string Usage = "table [--size 1GB] [--syslog FILE] [--json FILE] [--only syslog|json] [--runs 3] [--cache DIRECTORY]";

    private const string DefaultSize = "1GB";
    private const string DefaultRuns = "3";
    private const double JsonToSyslogBytes = 1.74;
    private static readonly string[] Known = ["--size", "--syslog", "--json", "--only", "--runs", "--cache"];

    public static async Task RunAsync(string[] arguments)
    {
        var settings = Parse(arguments);
        var size = ByteSize.Parse(settings.GetValueOrDefault("--size", DefaultSize));
        var directory = settings.GetValueOrDefault("--cache", CorpusCache.DefaultDirectory);
        var cache = new CorpusCache(directory);
        var table = new BenchmarkTable(Console.Out, directory, int.Parse(settings.GetValueOrDefault("--runs", DefaultRuns), CultureInfo.InvariantCulture));
        var only = settings.GetValueOrDefault("--only");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB of memory, .NET {Environment.Version}");
        Console.WriteLine();
        if (only is null or "syslog")
        {
            await table.PrintAsync("Syslog-like", settings.GetValueOrDefault("--syslog") ?? cache.Syslog(size), Targets.Syslog);
        }

        if (only is null or "json")
        {
            await table.PrintAsync("Windows events as JSON", settings.GetValueOrDefault("--json") ?? cache.Windows((long)(size * JsonToSyslogBytes)), Targets.Json);
        }
    }

    private static Dictionary<string, string> Parse(string[] arguments)
    {
        var settings = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!Known.Contains(arguments[i]) || i + 1 == arguments.Length)
            {
                throw new ArgumentException($"'{arguments[i]}' is unknown or lacks its value: {Usage}", nameof(arguments));
            }

            settings[arguments[i]] = arguments[i + 1];
        }

        return settings;
    }
}
