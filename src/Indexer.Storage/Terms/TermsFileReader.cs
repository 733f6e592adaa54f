using System.Buffers;
using Indexer.Model.Text;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Terms;

/// <summary>
/// Searches a terms file. The block index is in memory, blocks come through the cache. Thread-safe; the caller makes sure that
/// nobody searches when it disposes. Every byte is checked against its checksum before it is used.
/// </summary>
internal sealed class TermsFileReader : IDisposable
{
    private readonly IDiskFile file;
    private readonly TermsBlockCache cache;
    private readonly TermsBlockIndex index;
    private readonly TermsFooter footer;
    private readonly long cacheName;

    private TermsFileReader(IDiskFile file, TermsBlockCache cache, TermsFooter footer, TermsBlockIndex index)
    {
        this.file = file;
        this.cache = cache;
        this.footer = footer;
        this.index = index;
        cacheName = cache.NewFile();
    }

    public string Path => file.Path;

    /// <summary>Number of distinct words.</summary>
    public long WordCount => footer.WordCount;

    /// <summary>Number of (word, page) pairs.</summary>
    public long PostingCount => footer.PostingCount;

    /// <summary>About how many different parts the composite words have.</summary>
    public long PartCount => footer.PartCount;

    /// <summary>One more than the last page.</summary>
    public int PageEnd => footer.PageEnd;

    /// <summary>Bytes of memory held, apart from the cache.</summary>
    public long MemoryBytes => index.MemoryBytes;

    internal TermsBlockIndex Index => index;

    /// <summary>Opens a terms file and takes <paramref name="file"/> over.</summary>
    /// <exception cref="BucketDamagedException">The header, footer or block index is damaged.</exception>
    public static TermsFileReader Open(IDiskFile file, TermsBlockCache cache)
    {
        try
        {
            return Read(file, cache);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static TermsFileReader Read(IDiskFile file, TermsBlockCache cache)
    {
        var length = file.Length;
        if (length < TermsFooter.HeaderBytes + TermsFooter.Bytes)
        {
            throw new BucketDamagedException(file.Path, 0, $"a terms file cannot have only {length} bytes");
        }

        Span<byte> header = stackalloc byte[TermsFooter.HeaderBytes];
        Span<byte> tail = stackalloc byte[TermsFooter.Bytes];
        ReadExactly(file, 0, header);
        ReadExactly(file, length - TermsFooter.Bytes, tail);
        TermsFooter footer;
        try
        {
            footer = TermsFooter.Read(header, tail, length);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, length - TermsFooter.Bytes, e.Message, e);
        }

        return new TermsFileReader(file, cache, footer, ReadIndex(file, footer));
    }

    /// <summary>The postings of exactly this word.</summary>
    /// <exception cref="BucketDamagedException">A block is damaged.</exception>
    public PostingList Lookup(ReadOnlySpan<byte> foldedWord)
    {
        var word = StoredWord.Cut(foldedWord);
        var block = index.FindBlock(StoredWord.ClassOf(word), word);
        if (block < 0)
        {
            return PostingList.Empty;
        }

        var words = Words(block, scan: false);
        var ordinal = words.LowerBound(word);
        if (ordinal == words.Count || !words[ordinal].SequenceEqual(word))
        {
            return PostingList.Empty;
        }

        var postings = new PostingBuffer();
        AppendPostings(block, Postings(block, scan: false), ordinal, postings);
        return postings.ToList();
    }

    /// <summary>The postings of all words that satisfy the pattern, or may do so where they are cut.</summary>
    /// <param name="bloom">The bucket's filter, which can tell that some words need not be looked at.</param>
    /// <param name="workers">Threads to use where all words of a class have to be looked at.</param>
    /// <exception cref="BucketDamagedException">A block is damaged.</exception>
    public PostingList Match(PatternWord pattern, BloomFilter? bloom, int workers, CancellationToken cancellation) =>
        new TermsMatch(this, pattern, workers, cancellation).Run(bloom);

    /// <summary>Walks all words without the cache.</summary>
    public TermsFileCursor OpenCursor() => new(this);

    public void Dispose()
    {
        cache.Remove(cacheName);
        file.Dispose();
    }

    /// <summary>The words of a block.</summary>
    internal WordBlock Words(int block, bool scan)
    {
        if (cache.Find(cacheName, block, TermsBlockPart.Words, scan) is WordBlock cached)
        {
            return cached;
        }

        var place = index[block];
        var words = new WordBlock();
        ReadPart(place.Offset, place.WordBytes, place.WordChecksum, "words", words,
            static (part, target) => target.Decode(part, DecodingScratch.OfThread));
        cache.Add(cacheName, block, TermsBlockPart.Words, words, words.MemoryBytes, scan);
        return words;
    }

    /// <summary>The postings of a block.</summary>
    internal PostingBlock Postings(int block, bool scan)
    {
        if (cache.Find(cacheName, block, TermsBlockPart.Postings, scan) is PostingBlock cached)
        {
            return cached;
        }

        var place = index[block];
        var postings = new PostingBlock();
        ReadPart(place.PostingOffset, place.PostingBytes, place.PostingChecksum, "postings", postings,
            static (part, target) => target.Decode(part, DecodingScratch.OfThread));
        cache.Add(cacheName, block, TermsBlockPart.Postings, postings, postings.MemoryBytes, scan);
        return postings;
    }

    internal void AppendPostings(int block, PostingBlock postings, int ordinal, PostingBuffer target)
    {
        if (postings.TryGet(ordinal, out var pages, out var events))
        {
            target.AddRange(pages, events);
            return;
        }

        var list = postings.LongListOf(ordinal);
        ReadPart(index[block].LongOffset + list.Offset, list.Length, list.Checksum, "long list", (list.Count, target),
            static (part, to) => PostingBlock.DecodeLong(part, to.Count, to.target, DecodingScratch.OfThread));
    }

    /// <summary>Reads a part of the file, checks it and hands it to <paramref name="decode"/>.</summary>
    internal void ReadPart<T>(long offset, int length, uint checksum, string name, T state, Action<ReadOnlySpan<byte>, T> decode)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var part = buffer.AsSpan(0, length);
        try
        {
            ReadExactly(file, offset, part);
            if (Crc32C.Of(part) != checksum)
            {
                throw new BucketDamagedException(file.Path, offset, $"the checksum of a {name} part of {length} bytes is wrong");
            }

            decode(part, state);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, offset, e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static TermsBlockIndex ReadIndex(IDiskFile file, TermsFooter footer)
    {
        var packed = new byte[footer.IndexBytes];
        ReadExactly(file, footer.IndexOffset, packed);
        if (Crc32C.Of(packed) != footer.IndexChecksum)
        {
            throw new BucketDamagedException(file.Path, footer.IndexOffset, "the checksum of the block index is wrong");
        }

        try
        {
            var unpacked = new byte[footer.IndexUnpackedBytes];
            BlockCompression.Decompress(footer.IndexCodec, packed, unpacked);
            var index = TermsBlockIndex.Parse(unpacked);
            return index.End == footer.IndexOffset
                ? index
                : throw new InvalidDataException($"the blocks end at {index.End} and the block index starts at {footer.IndexOffset}");
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, footer.IndexOffset, e.Message, e);
        }
    }

    private static void ReadExactly(IDiskFile file, long offset, Span<byte> buffer)
    {
        var read = file.Read(offset, buffer);
        if (read != buffer.Length)
        {
            throw new BucketDamagedException(file.Path, offset, $"the file ends after {read} of {buffer.Length} bytes");
        }
    }
}
