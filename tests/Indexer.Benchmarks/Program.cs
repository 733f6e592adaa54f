using Indexer.Benchmarks;
using Indexer.Benchmarks.Corpus;

if (args is ["generate", "syslog", var path, var bytes])
{
    using var file = File.Create(path);
    Console.WriteLine($"{new SyslogCorpus(1).Write(file, long.Parse(bytes)):N0} lines");
}
else if (args is ["slices", var corpus])
{
    SliceBenchmark.Run(corpus);
}
else if (args is ["terms", var text])
{
    TermsBenchmark.Run(text);
}
else if (args is ["store", var input, var directory, var encoders, .. var terms])
{
    await StoreBenchmark.RunAsync(input, directory, int.Parse(encoders), terms);
}
