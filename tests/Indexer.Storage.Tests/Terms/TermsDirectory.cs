using System.Text;
using Indexer.Storage.Disk;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

/// <summary>A temporary directory with real files, and short ways to make terms files in it.</summary>
internal sealed class TermsDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("terms-");
    private readonly LocalDisk disk = LocalDisk.Instance;
    private int files;

    public TermsBlockCache Cache { get; } = new(8 * 1024 * 1024);

    /// <summary>Small blocks, so that a few words make several of them.</summary>
    public static TermsFileOptions SmallBlocks { get; } = TermsFileOptions.Final with { BlockTextBytes = 200, BlockPostingBytes = 2000 };

    public IDiskFile Create() => disk.Open(Path.Combine(directory.FullName, $"{++files}.tsidx"), DiskFileMode.CreateNew);

    public IDiskFile Create(byte[] content)
    {
        var file = Create();
        file.Write(0, content);
        return file;
    }

    /// <summary>Writes the words of the sources to a file and opens it.</summary>
    public TermsFileReader Merge(IEnumerable<TermCursor> cursors, TermsFileOptions? options = null)
    {
        var file = Create();
        var sources = cursors.ToList();
        var length = TermsMerger.Merge(sources, file, options ?? SmallBlocks, CancellationToken.None);
        sources.ForEach(s => s.Dispose());
        Assert.Equal(length, file.Length);
        return TermsFileReader.Open(file, Cache);
    }

    public TermsFileReader Write(TermTable table, TermsFileOptions? options = null) => Merge([table.OpenCursor()], options);

    public TermsFileReader Write(IEnumerable<Posting> postings, TermsFileOptions? options = null)
    {
        var table = TableOf(postings);
        var reader = Write(table, options);
        table.Release();
        return reader;
    }

    public static TermTable TableOf(IEnumerable<Posting> postings)
    {
        var table = new TermTable();
        foreach (var posting in postings.OrderBy(p => p.Page))
        {
            table.Add(posting.Bytes, posting.Page, posting.Events);
        }

        return table;
    }

    public static byte[] Content(IDiskFile file)
    {
        var bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(0, bytes));
        return bytes;
    }

    public byte[] Content(TermsFileReader reader) => File.ReadAllBytes(reader.Path);

    public void Dispose() => directory.Delete(recursive: true);
}

/// <summary>A word in a page of a bucket. Words are Latin-1 here so that every byte can be written down.</summary>
internal readonly record struct Posting(string Word, int Page, int Events = 1)
{
    public byte[] Bytes => Encoding.Latin1.GetBytes(Word);
}
