using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Indexer.Model.Text;
using Indexer.Storage.Reading;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Buckets;

/// <summary>
/// The terms of a bucket that is being written: a table in memory and the sorted runs that earlier tables became. One writer;
/// views are opened at any time.
/// </summary>
internal sealed class RunSet(BucketWriterOptions options, string directory) : IDisposable
{
    private readonly Lock gate = new();
    private TermTable table = new();
    private ImmutableList<TermRun> runs = [];

    public long BytesOnDisk { get; private set; }

    private string RunsPath => Path.Combine(directory, BucketFiles.RunsDirectory);

    /// <summary>Adds the words of a slice.</summary>
    /// <param name="firstPage">The number in the bucket of the slice's first page.</param>
    public void Add(int firstPage, EncodedSlice slice)
    {
        table.AddAll(slice.Folded, CollectionsMarshal.AsSpan(slice.Words), firstPage);
        if (table.WordCount >= options.WordsPerRun)
        {
            Flush();
        }
    }

    public View OpenView()
    {
        lock (gate)
        {
            foreach (var run in runs)
            {
                run.AddReference();
            }

            return new View(table.AddReference(), runs);
        }
    }

    /// <summary>Unites everything in the final terms file, and makes the bloom filter from it.</summary>
    public void Complete(TemplateTexts templates, bool createBloomFilter, CancellationToken cancellation)
    {
        // In the order of their pages, so that postings need no sorting.
        var cursors = runs.ConvertAll(TermCursor (run) => run.Reader.OpenCursor()).ToList();
        try
        {
            cursors.Add(table.OpenCursor());
            var path = Path.Combine(directory, BucketFiles.Terms);
            using (var file = options.Disk.Open(path, Disk.DiskFileMode.CreateNew))
            {
                TermsMerger.Merge(cursors, file, TermsFileOptions.Final, cancellation);
                file.Sync();
            }

            if (createBloomFilter)
            {
                using var terms = TermsFileReader.Open(options.Disk.Open(path, Disk.DiskFileMode.Read), options.TermsCache);
                using var bloom = options.Disk.Open(Path.Combine(directory, BucketFiles.BloomFilter), Disk.DiskFileMode.CreateNew);
                BloomFilterBuilder.Write(terms, templates.Words(), bloom, cancellation);
                bloom.Sync();
            }
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }

        options.Disk.DeleteDirectory(RunsPath);
    }

    public void Dispose()
    {
        table.Release();
        foreach (var run in runs)
        {
            run.Release();
        }
    }

    private void Flush()
    {
        options.Disk.CreateDirectory(RunsPath);
        var path = Path.Combine(RunsPath, $"{runs.Count:D6}{BucketFiles.TermsExtension}");
        using (var file = options.Disk.Open(path, Disk.DiskFileMode.CreateNew))
        using (var cursor = table.OpenCursor())
        {
            BytesOnDisk += TermsMerger.Merge([cursor], file, TermsFileOptions.Run, CancellationToken.None);
        }

        var run = new TermRun(TermsFileReader.Open(options.Disk.Open(path, Disk.DiskFileMode.Read), options.TermsCache));
        var full = table;
        lock (gate)
        {
            runs = runs.Add(run);
            table = new TermTable(like: full);
        }

        full.Release();
    }

    /// <summary>The terms as they were, or a little later; pages that the caller does not know are to be passed over.</summary>
    internal sealed class View(TermTable table, ImmutableList<TermRun> runs) : IDisposable
    {
        public PostingList FindWord(PatternWord word, CancellationToken cancellation)
        {
            var postings = table.Match(word, cancellation);
            foreach (var run in runs)
            {
                postings = PostingList.Union(postings, run.Reader.Match(word, null, 1, cancellation));
            }

            return postings;
        }

        public void Dispose()
        {
            table.Release();
            foreach (var run in runs)
            {
                run.Release();
            }
        }
    }
}

/// <summary>A run file and those who read it; it closes with the last.</summary>
internal sealed class TermRun(TermsFileReader reader)
{
    private int references = 1;

    public TermsFileReader Reader => reader;

    public void AddReference() => Interlocked.Increment(ref references);

    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0)
        {
            reader.Dispose();
        }
    }
}
