using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Indexer.Benchmarks.Corpus;
using Indexer.Benchmarks.Queries;
using Indexer.Benchmarks.Store;

namespace Indexer.Benchmarks;

/// <summary>Measures everything for one corpus and prints it as a Markdown table, each figure beside its target.</summary>
internal sealed class BenchmarkTable(TextWriter output, string directory, int runs)
{
    private const double Megabyte = 1e6;

    public async Task PrintAsync(string title, string path, Targets targets)
    {
        var statistics = CorpusStatistics.Of(path);
        output.WriteLine($"### {title}, {ByteSize.Format(statistics.Bytes)}");
        output.WriteLine();
        output.WriteLine("```");
        statistics.Print(output);
        output.WriteLine("```");
        output.WriteLine();
        output.WriteLine("| what | target | measured | | beside it |");
        output.WriteLine("|---|---|---|---|---|");
        var store = Path.Combine(directory, "store");
        await PrintIngestAsync(path, store, targets);
        PrintDisk(DiskUse.Of(store), statistics, targets);
        await PrintQueriesAsync(path, store, targets);
        output.WriteLine();
        Directory.Delete(store, recursive: true);
    }

    private async Task PrintIngestAsync(string path, string store, Targets targets)
    {
        var one = await IngestAsync(1, path, store);
        var two = await IngestAsync(2, path, store);
        var ratio = two.MegabytesPerSecond / one.MegabytesPerSecond;
        AtLeast("ingest, one core", targets.IngestMegabytesPerSecond, one.MegabytesPerSecond, "MB/s",
            $"{one.PerCpuSecond:F0} MB a second of CPU; zstd -3 in 1 MB blocks, same core: {one.ZstdMegabytesPerSecond:F0} MB/s; last roll {one.RollSeconds:F2} s");
        Row("ingest, two cores", Targets.TwoCoresToOne.Format("≥", "× one core"), $"{Digits(two.MegabytesPerSecond)} MB/s, {ratio:F2} ×", Targets.TwoCoresToOne.AtLeast(ratio),
            $"{two.PerCpuSecond:F0} MB a second of CPU; zstd -3 in 1 MB blocks, one core: {two.ZstdMegabytesPerSecond:F0} MB/s; last roll {two.RollSeconds:F2} s");
        AtMost("managed allocation per event", Targets.AllocatedBytesPerEvent, Math.Max(one.AllocatedPerEvent, two.AllocatedPerEvent), "B",
            "everything the process allocates after a fifth of the file, buffers and tables too");
        AtMost("peak memory while ingesting", Targets.PeakMegabytes, Math.Max(one.PeakBytes, two.PeakBytes) / Megabyte, "MB",
            $"one core {one.PeakBytes / Megabyte:F0} MB");
    }

    private async Task<IngestFigures> IngestAsync(int cores, string path, string store)
    {
        var all = new List<IngestFigures>();
        for (var i = 0; i < runs; i++)
        {
            all.Add(await ChildProcess.RunAsync<IngestFigures>(cores, "ingest", path, store));
        }

        return all.OrderBy(figures => figures.Seconds).ElementAt(runs / 2);
    }

    private void PrintDisk(DiskUse use, CorpusStatistics corpus, Targets targets)
    {
        double Share(long bytes) => 100.0 * bytes / corpus.Bytes;
        AtMost("on disk, data and index", targets.DiskPercent, Share(use.Total), "%",
            $"zstd -3 in 1 MB blocks, no index: {corpus.Zstd[0].Share:P2}");
        Row("… raw data", string.Empty, $"{Share(use.RawData):F2} %", string.Empty, string.Empty);
        Row("… terms, bloom filter, metadata", string.Empty, $"{Share(use.Terms):F2}, {Share(use.BloomFilters):F2}, {Share(use.Metadata):F3} %", string.Empty, string.Empty);
    }

    private async Task PrintQueriesAsync(string path, string store, Targets targets)
    {
        var terms = QueryTerms.Choose(path);
        var scan = ScanMilliseconds(path, terms.Rare.Term);
        foreach (var query in await ChildProcess.RunAsync<QueryFigures[]>(cores: 0, "queries", store, JsonSerializer.Serialize(terms)))
        {
            var wrong = query.Expected is { } expected && expected != query.Answer ? $"; WRONG, the text has {expected:N0}" : string.Empty;
            AtMost(query.Name, targets.QueryMilliseconds[query.Name], query.Milliseconds, "ms",
                $"`{query.Search}`: {query.Answer:N0}{wrong}; slowest {query.WorstMilliseconds:F1} ms; a scan takes {Digits(scan / query.Milliseconds)} times as long");
        }

        Row("plain scan of the file for one text", string.Empty, $"{scan:F0} ms", string.Empty, "one core, `IndexOf` on blocks of the cached file");
    }

    private static double ScanMilliseconds(string path, string text)
    {
        var needle = System.Text.Encoding.UTF8.GetBytes(text);
        var block = new byte[1 << 20];
        using var file = File.OpenHandle(path);
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            var watch = Stopwatch.StartNew();
            int read;
            for (long at = 0; (read = RandomAccess.Read(file, block, at)) > 0; at += read)
            {
                for (var rest = block.AsSpan(0, read); rest.IndexOf(needle) is >= 0 and var found;)
                {
                    rest = rest[(found + needle.Length)..];
                }
            }

            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times.Min();
    }

    private void AtLeast(string name, Goal goal, double measured, string unit, string beside) =>
        Row(name, goal.Format("≥", unit), $"{Digits(measured)} {unit}", goal.AtLeast(measured), beside);

    private void AtMost(string name, Goal goal, double measured, string unit, string beside) =>
        Row(name, goal.Format("≤", unit), $"{Digits(measured)} {unit}", goal.AtMost(measured), beside);

    private void Row(string name, string target, string measured, string verdict, string beside) =>
        output.WriteLine($"| {name} | {target} | **{measured}** | {verdict} | {beside.Replace("|", "\\|", StringComparison.Ordinal)} |");

    private static string Digits(double number) => number.ToString(number < 10 ? "0.##" : number < 100 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
