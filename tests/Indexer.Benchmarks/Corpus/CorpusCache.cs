namespace Indexer.Benchmarks.Corpus;

/// <summary>Generated corpora, written once and used again as long as generator, seed and size are the same.</summary>
internal sealed class CorpusCache(string directory)
{
    private const int Seed = 1;

    public static string DefaultDirectory => Path.Combine(Path.GetTempPath(), "indexer-benchmarks");

    public string Syslog(long bytes) => Get($"syslog-v{SyslogCorpus.Version}", "log", bytes, file => new SyslogCorpus(Seed).Write(file, bytes));

    public string Windows(long bytes) => Get($"windows-v{WindowsCorpus.Version}", "json", bytes, file => new WindowsCorpus(Seed).Write(file, bytes));

    private string Get(string name, string extension, long bytes, Action<Stream> write)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{name}-seed{Seed}-{bytes}.{extension}");
        if (File.Exists(path))
        {
            return path;
        }

        var unfinished = path + ".tmp";
        using (var file = File.Create(unfinished))
        {
            write(file);
        }

        File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
