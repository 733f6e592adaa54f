using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Disk;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Benchmarks.Micro;

/// <summary>Indexes the words of a file as a hot bucket does: table, runs, final file, bloom filter; then searches. Prints sizes and times.</summary>
internal sealed class TermsBenchmark : IDisposable
{
    private const int WordsPerRun = 512 * 1024;
    private const int Samples = 2000;

    private readonly string directory = Directory.CreateTempSubdirectory("terms-").FullName;
    private readonly TermsBlockCache cache = new(256L << 20);
    private readonly List<string> samples = [];
    private readonly List<TermsFileReader> runs = [];
    private readonly Dictionary<string, (TimeSpan Cpu, long Count)> costs = [];
    private TermTable table = new();
    private long words;
    private long peakTableBytes;

    public static void Run(string path)
    {
        using var benchmark = new TermsBenchmark();
        benchmark.Index(path);
        benchmark.Finish(new FileInfo(path).Length);
    }

    public void Dispose()
    {
        runs.ForEach(run => run.Dispose());
        Directory.Delete(directory, recursive: true);
    }

    private void Index(string path)
    {
        var encoder = new SliceEncoder();
        var slice = new EncodedSlice();
        var input = new SliceInput();
        var page = 0;
        foreach (var line in File.ReadLines(path, Encoding.Latin1))
        {
            input.Add(1_700_000_000_000_000_000, 0, Encoding.Latin1.GetBytes(line), default);
            if (input.IsFull)
            {
                AddSlice(encoder, slice, input, ref page);
            }
        }

        if (input.Count > 0)
        {
            AddSlice(encoder, slice, input, ref page);
        }
    }

    private void AddSlice(SliceEncoder encoder, EncodedSlice slice, SliceInput input, ref int page)
    {
        encoder.Encode(input.Read(), slice, null, null);
        var found = CollectionsMarshal.AsSpan(slice.Words);
        words += found.Length;
        var first = page;
        Measure("add", found.Length, () => table.AddAll(slice.Folded, CollectionsMarshal.AsSpan(slice.Words), first));
        page += slice.Pages.Count;
        if (samples.Count < Samples && found.Length > 0)
        {
            var word = found[found.Length / 2];
            samples.Add(Encoding.Latin1.GetString(slice.Folded, word.Start, word.Length));
        }

        if (table.WordCount >= WordsPerRun)
        {
            Flush();
        }

        input.Clear();
    }

    private void Flush()
    {
        peakTableBytes = Math.Max(peakTableBytes, table.MemoryBytes);
        var file = Create($"run{runs.Count}.tsidx");
        Measure("flush", table.WordCount, () =>
        {
            TermTableCursor? cursor = null;
            Measure("flush: sort", table.WordCount, () => cursor = table.OpenCursor());
            TermsMerger.Merge([cursor!], file, TermsFileOptions.Run, CancellationToken.None);
            cursor!.Dispose();
        });
        runs.Add(TermsFileReader.Open(file, cache));
        var next = new TermTable(like: table);
        table.Release();
        table = next;
    }

    private void Finish(long rawBytes)
    {
        Flush();
        var file = Create("final.tsidx");
        var cursors = runs.ConvertAll(run => (TermCursor)run.OpenCursor());
        long length = 0;
        Measure("merge", 1, () => length = TermsMerger.Merge(cursors, file, TermsFileOptions.Final, CancellationToken.None));
        using var final = TermsFileReader.Open(file, cache);
        costs["merge"] = (costs["merge"].Cpu, final.WordCount);

        var bloomFile = Create("bloomfilter");
        Measure("bloom filter", final.WordCount, () => BloomFilterBuilder.Write(final, [], bloomFile, CancellationToken.None));
        Measure("verify", final.WordCount, () => TermsVerifier.Verify(final, CancellationToken.None));
        using var bloom = BloomFilter.Open(bloomFile);

        Console.WriteLine($"{words:N0} adds, {final.WordCount:N0} words, {final.PostingCount:N0} postings, {final.PageEnd:N0} pages, {runs.Count} runs, {final.PartCount:N0} parts");
        Console.WriteLine($"final {length:N0} B = {(double)length / final.WordCount:F2} B/word = {100.0 * length / rawBytes:F2} % of raw; bloom filter {bloomFile.Length:N0} B = {100.0 * bloomFile.Length / rawBytes:F2} %; runs {runs.Sum(r => new FileInfo(r.Path).Length):N0} B; table {peakTableBytes / 1e6:F0} MB; index {final.MemoryBytes:N0} B");
        foreach (var (name, (cpu, count)) in costs)
        {
            Console.WriteLine($"{name,-14} {cpu.TotalMilliseconds,8:F0} ms {cpu.TotalNanoseconds / count,8:F0} ns each");
        }

        Search(final, bloom);
    }

    private void Search(TermsFileReader final, BloomFilter bloom)
    {
        foreach (var round in new[] { "cold", "warm" })
        {
            Time($"lookup, {round}", samples.Count, i => final.Lookup(Encoding.Latin1.GetBytes(samples[i])).Count);
        }

        Time("lookup of an absent word", 1000, i => final.Lookup(Encoding.Latin1.GetBytes($"absent{i}")).Count);
        Time("bloom filter, absent word", 1000, i => bloom.MayContainWord(Encoding.Latin1.GetBytes($"absent{i}")) ? 1 : 0);
        foreach (var sample in samples.Where((_, i) => i % 400 == 7).Append("example.com").Append("10.1").Append("fail"))
        {
            var bytes = Encoding.Latin1.GetBytes(sample);
            foreach (var (left, right) in new[] { (WordEdge.Joined, WordEdge.Joined), (WordEdge.Joined, WordEdge.Open), (WordEdge.Open, WordEdge.Open) })
            {
                var pattern = new PatternWord(bytes, left, right);
                Time($"{sample} {left} {right}", 1, _ => final.Match(pattern, bloom, 1, CancellationToken.None).Count);
            }
        }

        foreach (var workers in new[] { 1, 1, 2 })
        {
            Time($"full scan, {workers} threads", 1, _ => final.Match(new PatternWord("zqxw"u8.ToArray(), WordEdge.Open, WordEdge.Open), bloom, workers, CancellationToken.None).Count);
        }
    }

    private static void Time(string name, int count, Func<int, int> act)
    {
        var clock = Stopwatch.StartNew();
        long sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += act(i);
        }

        Console.WriteLine($"{name,-60} {clock.Elapsed.TotalMicroseconds / count,10:F1} us, {(double)sum / count:F1} found");
    }

    private void Measure(string name, long count, Action act)
    {
        var before = Environment.CpuUsage.TotalTime;
        act();
        var cost = costs.GetValueOrDefault(name);
        costs[name] = (cost.Cpu + (Environment.CpuUsage.TotalTime - before), cost.Count + count);
    }

    private IDiskFile Create(string name) => LocalDisk.Instance.Open(Path.Combine(directory, name), DiskFileMode.CreateNew);
}
