using Indexer.Storage.Compression;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Terms;

/// <summary>How a terms file is packed. Runs are read once and then deleted, so that packing them does not pay; the final file stays.</summary>
/// <param name="Codec">Of the columns and of the block index.</param>
/// <param name="Level">See <see cref="BlockCompression.Compress"/>.</param>
/// <param name="BlockTextBytes">A block ends when its words have so many bytes.</param>
/// <param name="BlockPostingBytes">A block ends when its postings have about so many bytes before packing.</param>
internal sealed record TermsFileOptions(CompressionCodec Codec, int Level, int BlockTextBytes, int BlockPostingBytes)
{
    public static TermsFileOptions Run { get; } = new(CompressionCodec.Stored, 0, 32 * 1024, 64 * 1024);

    public static TermsFileOptions Final { get; } = new(BlockCompression.Preferred, 1, 32 * 1024, 64 * 1024);
}

/// <summary>
/// Writes a terms file from words in order, front to back. What it writes depends only on the words, their postings and the
/// options. Syncing and publishing the file is the caller's matter. For one thread.
/// </summary>
internal sealed class TermsFileWriter
{
    private const int FlushBytes = 512 * 1024;

    private readonly IDiskFile file;
    private readonly TermsFileOptions options;
    private readonly WordBlockBuilder words = new();
    private readonly PostingBlockBuilder postings;
    private readonly TermsBlockIndex.Builder index = new();
    private readonly DistinctCounter parts = new();
    private readonly ColumnBuffer output = new(FlushBytes + (FlushBytes / 4));
    private readonly byte[] lastWord = new byte[StoredWord.BytesMax];
    private readonly byte[] separator = new byte[StoredWord.BytesMax];
    private int lastWordLength;
    private int separatorLength;
    private int wordClass;
    private long written;
    private long wordCount;
    private long postingCount;
    private int pageEnd;

    /// <param name="file">An empty file.</param>
    public TermsFileWriter(IDiskFile file, TermsFileOptions options)
    {
        this.file = file;
        this.options = options;
        postings = new PostingBlockBuilder(options.Codec, options.Level);
        TermsFooter.WriteHeader(output.Reserve(TermsFooter.HeaderBytes));
        output.Commit(TermsFooter.HeaderBytes);
    }

    /// <summary>Adds the next word.</summary>
    /// <param name="nextClass">Its class.</param>
    /// <param name="word">At least one byte, as <see cref="StoredWord.Cut"/> leaves it, greater than the one before.</param>
    /// <param name="wordPostings">At least one, normalized.</param>
    public void Append(int nextClass, ReadOnlySpan<byte> word, PostingBuffer wordPostings)
    {
        if (word.IsEmpty || wordPostings.Count == 0)
        {
            throw new ArgumentException("a word needs at least one byte and one posting", nameof(word));
        }

        if (nextClass != wordClass)
        {
            EndBlock();
            lastWordLength = 0;
        }
        else if (words.TextBytes >= options.BlockTextBytes || postings.Bytes >= options.BlockPostingBytes)
        {
            EndBlock();
        }

        var last = lastWord.AsSpan(0, lastWordLength);
        if (nextClass < wordClass || StoredWord.Compare(last, word) >= 0)
        {
            throw new ArgumentException("words must come in order, each once", nameof(word));
        }

        if (words.Count == 0)
        {
            // The shortest text that parts the word from the one before: one byte more than they share.
            separatorLength = lastWordLength == 0 ? 0 : last.CommonPrefixLength(word) + 1;
            word[..separatorLength].CopyTo(separator);
        }

        words.Add(word);
        postings.Add(wordPostings.Pages, wordPostings.Events);
        wordClass = nextClass;
        word.CopyTo(lastWord);
        lastWordLength = word.Length;
        wordCount++;
        postingCount += wordPostings.Count;
        pageEnd = Math.Max(pageEnd, wordPostings.Pages[^1] + 1);
        if (nextClass > 0)
        {
            CountParts(nextClass, word);
        }
    }

    /// <summary>Writes what is left and the footer.</summary>
    /// <returns>Length of the file in bytes.</returns>
    public long Complete()
    {
        EndBlock();
        var indexOffset = written + output.Length;
        var unpacked = index.ToArray();
        var packed = new byte[BlockCompression.LengthMax(unpacked.Length)];
        var packedLength = BlockCompression.Compress(options.Codec, unpacked, packed, options.Level);
        output.Append(packed.AsSpan(0, packedLength));
        var footer = new TermsFooter
        {
            IndexOffset = indexOffset,
            IndexBytes = packedLength,
            IndexUnpackedBytes = unpacked.Length,
            IndexCodec = options.Codec,
            IndexChecksum = Crc32C.Of(packed.AsSpan(0, packedLength)),
            WordCount = wordCount,
            PostingCount = postingCount,
            PartCount = parts.Estimate(),
            PageEnd = pageEnd,
        };
        footer.Write(output.Reserve(TermsFooter.Bytes));
        output.Commit(TermsFooter.Bytes);
        Flush();
        return written;
    }

    private void CountParts(int partsClass, ReadOnlySpan<byte> word)
    {
        var part = new WordParts(word);
        while (part.MoveNext())
        {
            parts.Add(BloomHash.OfPart(part.Current, partsClass));
        }
    }

    private void EndBlock()
    {
        if (words.Count == 0)
        {
            return;
        }

        var start = output.Length;
        words.WriteTo(output, options.Codec, options.Level);
        var wordBytes = output.Length - start;
        var postingBytes = postings.WriteTo(output);
        var block = output.Written[start..];
        index.Add(wordClass, separator.AsSpan(0, separatorLength), wordBytes, postingBytes, block.Length - wordBytes - postingBytes,
            Crc32C.Of(block[..wordBytes]), Crc32C.Of(block.Slice(wordBytes, postingBytes)));
        if (output.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        file.Write(written, output.Written);
        written += output.Length;
        output.Clear();
    }
}
