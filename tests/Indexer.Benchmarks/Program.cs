using Indexer.Benchmarks.Corpus;

if (args is ["generate", var kind, var bytes])
{
    var cache = new CorpusCache(CorpusCache.DefaultDirectory);
    Console.WriteLine(kind == "syslog" ? cache.Syslog(ByteSize.Parse(bytes)) : cache.Windows(ByteSize.Parse(bytes)));
}
else if (args is ["corpus-stats", var described])
{
    CorpusStatistics.Of(described).Print(Console.Out);
}
