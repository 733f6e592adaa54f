using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Terms;

/// <summary>Makes the bloom filter of a bucket from its final terms file and from words that are not in that. For one thread.</summary>
internal static class BloomFilterBuilder
{
    private const int WordsPerCheck = 4096;

    /// <param name="terms">The words, and how many entries they make.</param>
    /// <param name="otherWords">Folded words that the bucket has besides, such as those of its templates; in any order.</param>
    /// <param name="target">An empty file; not synced here.</param>
    public static void Write(TermsFileReader terms, IReadOnlyCollection<ReadOnlyMemory<byte>> otherWords, IDiskFile target,
        CancellationToken cancellation)
    {
        var entries = terms.WordCount + terms.PartCount;
        var cut = false;
        foreach (var word in otherWords)
        {
            var stored = StoredWord.Cut(word.Span);
            var joiners = StoredWord.Joiners(stored);
            entries += 1 + (joiners > 0 ? joiners + 1 : 0);
            cut |= StoredWord.IsCut(stored);
        }

        cut |= HasCutWords(terms);
        var format = BloomFilterFormat.ForEntries(entries, cut);
        var lanes = checked(format.LineCount * BloomFilterFormat.LanesPerLine);
        var pooled = ArrayPool<ulong>.Shared.Rent(lanes);
        try
        {
            var bits = pooled.AsSpan(0, lanes);
            bits.Clear();
            foreach (var word in otherWords)
            {
                var stored = StoredWord.Cut(word.Span);
                AddWord(format, bits, stored, StoredWord.ClassOf(stored));
            }

            using var cursor = terms.OpenCursor();
            for (var count = 0; cursor.MoveNext(); count++)
            {
                if (count % WordsPerCheck == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                AddWord(format, bits, cursor.Word, cursor.WordClass);
            }

            WriteFile(format, bits, target);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(pooled);
        }
    }

    // Cut words are the last class, where they are found without unpacking any other.
    private static bool HasCutWords(TermsFileReader terms)
    {
        var (start, end) = terms.Index.BlocksOf(StoredWord.ClassMax);
        for (var block = start; block < end; block++)
        {
            if (terms.Words(block, scan: true).HasCutWords)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddWord(BloomFilterFormat format, Span<ulong> bits, ReadOnlySpan<byte> stored, int wordClass)
    {
        Add(format, bits, BloomHash.OfWord(stored));
        if (wordClass == 0)
        {
            return;
        }

        var part = new WordParts(stored);
        while (part.MoveNext())
        {
            Add(format, bits, BloomHash.OfPart(part.Current, wordClass));
        }
    }

    private static void Add(BloomFilterFormat format, Span<ulong> bits, ulong hash)
    {
        var line = bits.Slice(format.LineOf(hash) * BloomFilterFormat.LanesPerLine, BloomFilterFormat.LanesPerLine);
        for (var lane = 0; lane < line.Length; lane++)
        {
            line[lane] |= BloomFilterFormat.BitOf(hash, lane);
        }
    }

    private static void WriteFile(BloomFilterFormat format, Span<ulong> bits, IDiskFile target)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        Span<byte> header = stackalloc byte[BloomFilterFormat.HeaderBytes];
        format.WriteHeader(header);
        target.Write(0, header);

        var lines = MemoryMarshal.AsBytes(bits);
        target.Write(BloomFilterFormat.HeaderBytes, lines);

        var checksums = new byte[(format.PageCount + 1) * sizeof(uint)];
        for (var page = 0; page < format.PageCount; page++)
        {
            var start = page * BloomFilterFormat.PageBytes;
            var bytes = lines.Slice(start, Math.Min(BloomFilterFormat.PageBytes, lines.Length - start));
            BinaryPrimitives.WriteUInt32LittleEndian(checksums.AsSpan(page * sizeof(uint)), Crc32C.Of(bytes));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(checksums.AsSpan(format.PageCount * sizeof(uint)),
            Crc32C.Of(checksums.AsSpan(0, format.PageCount * sizeof(uint))));
        target.Write(BloomFilterFormat.HeaderBytes + format.LinesLength, checksums);
    }
}
