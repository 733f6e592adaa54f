namespace Indexer.Benchmarks.Corpus;

/// <summary>
/// What a corpus is like, so that figures measured on it can be compared: lines, tokens, and what zstd makes of it. Tokens are
/// compared without case.
/// </summary>
/// <param name="Tokens">Runs of letters and digits.</param>
/// <param name="Composites">Runs between major breakers that have minor breakers in them, and so several tokens or less than all of them.</param>
internal sealed record CorpusStatistics(long Bytes, long Lines, TokenFigures Tokens, TokenFigures Composites, ZstdFigures[] Zstd)
{
    private static readonly (int Level, int BlockBytes)[] Settings = [(3, 1 << 20), (1, 64 << 10)];

    public static CorpusStatistics Of(string path)
    {
        long lines = 0;
        var counter = new TokenCounter();
        LineFile.ForEach(path, (line, _) =>
        {
            lines++;
            counter.Add(line);
        });
        return new CorpusStatistics(new FileInfo(path).Length, lines, counter.Tokens, counter.Composites, Array.ConvertAll(Settings, s => ZstdFigures.Of(path, s.Level, s.BlockBytes, long.MaxValue)));
    }

    public void Print(TextWriter output)
    {
        var perGigabyte = 1e9 / Bytes;
        output.WriteLine($"{Bytes:N0} bytes, {Lines:N0} lines of {(double)Bytes / Lines:F0} bytes, {Lines * perGigabyte / 1e6:F2} M lines a GB");
        output.WriteLine($"{Tokens.Count * perGigabyte / 1e6:F1} M tokens a GB, {Tokens.Distinct:N0} distinct; {Composites.Count * perGigabyte / 1e6:F1} M composites a GB, {Composites.Distinct:N0} distinct");
        foreach (var zstd in Zstd)
        {
            output.WriteLine($"zstd -{zstd.Level} in blocks of {zstd.BlockBytes >> 10} KB: {zstd.Share:P2}, {zstd.MegabytesPerSecond:F0} MB/s");
        }
    }
}
