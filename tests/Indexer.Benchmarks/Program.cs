using System.Text.Json;
using Indexer.Benchmarks;
using Indexer.Benchmarks.Corpus;
using Indexer.Benchmarks.Micro;
using Indexer.Benchmarks.Queries;
using Indexer.Benchmarks.Store;

switch (args)
{
    case ["table", .. var settings]:
        await TableCommand.RunAsync(settings);
        return 0;
    case ["corpus-stats", var path]:
        CorpusStatistics.Of(path).Print(Console.Out);
        return 0;
    case ["generate", "syslog", var size]:
        Console.WriteLine(new CorpusCache(CorpusCache.DefaultDirectory).Syslog(ByteSize.Parse(size)));
        return 0;
    case ["generate", "windows", var size]:
        Console.WriteLine(new CorpusCache(CorpusCache.DefaultDirectory).Windows(ByteSize.Parse(size)));
        return 0;
    case ["ingest", var path, var store]:
        ChildProcess.Answer(await IngestRun.RunAsync(path, store));
        return 0;
    case ["choose", var path]:
        ChildProcess.Answer(QueryTerms.Choose(path));
        return 0;
    case ["queries", var store, var terms]:
        ChildProcess.Answer(await QueryRun.RunAsync(store, JsonSerializer.Deserialize<QueryTerms>(terms)!));
        return 0;
    case ["slices", var path]:
        SliceBenchmark.Run(path);
        return 0;
    case ["terms", var path]:
        TermsBenchmark.Run(path);
        return 0;
    default:
        Console.Error.WriteLine($"""
            usage: {TableCommand.Usage}
                   corpus-stats FILE                 what a corpus is like
                   generate syslog|windows SIZE      writes a corpus and prints its path
                   ingest FILE STORE                 one ingest; STORE is emptied first
                   choose FILE                       terms for searches in the file
                   queries STORE TERMS               the searches; TERMS as choose prints them
                   slices FILE, terms FILE           slices and terms alone
            """);
        return 2;
}
