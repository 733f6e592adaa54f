using System.Buffers.Binary;
using Indexer.Model.Text;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Terms;

/// <summary>
/// Says which words a bucket certainly does not have: about one question in a hundred for an absent word is answered with
/// "may be". Holds every word, and for composite words each part under the class of its word (see <see cref="StoredWord"/>).
/// The lines stay in the file; only their checksums are in memory. Thread-safe.
/// </summary>
internal sealed class BloomFilter : IDisposable
{
    private readonly IDiskFile file;
    private readonly BloomFilterFormat format;
    private readonly uint[] checksums;

    private BloomFilter(IDiskFile file, BloomFilterFormat format, uint[] checksums)
    {
        this.file = file;
        this.format = format;
        this.checksums = checksums;
    }

    /// <summary>Opens a filter and takes <paramref name="file"/> over.</summary>
    /// <exception cref="BucketDamagedException">The header or the checksums are damaged.</exception>
    public static BloomFilter Open(IDiskFile file)
    {
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static BloomFilter Read(IDiskFile file)
    {
        var length = file.Length;
        if (length < BloomFilterFormat.HeaderBytes)
        {
            throw new BucketDamagedException(file.Path, 0, $"a bloom filter cannot have only {length} bytes");
        }

        Span<byte> header = stackalloc byte[BloomFilterFormat.HeaderBytes];
        ReadExactly(file, 0, header);
        BloomFilterFormat format;
        try
        {
            format = BloomFilterFormat.ReadHeader(header, length);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, 0, e.Message, e);
        }

        return new BloomFilter(file, format, ReadChecksums(file, format));
    }

    /// <summary>Whether the bucket may have exactly this folded word.</summary>
    /// <exception cref="BucketDamagedException">The page that knows is damaged.</exception>
    public bool MayContainWord(ReadOnlySpan<byte> word) => MayContain(BloomHash.OfWord(StoredWord.Cut(word)));

    /// <summary>Whether the bucket may have a composite word of the class with this part.</summary>
    /// <exception cref="BucketDamagedException">The page that knows is damaged.</exception>
    public bool MayContainPart(ReadOnlySpan<byte> part, int wordClass) =>
        (format.HasCutWords && wordClass == StoredWord.ClassMax) || MayContain(BloomHash.OfPart(part, wordClass));

    /// <summary>Whether the bucket may have a word that satisfies the pattern.</summary>
    /// <exception cref="BucketDamagedException">A page that knows is damaged.</exception>
    public bool MayMatch(PatternWord pattern)
    {
        if (format.HasCutWords)
        {
            // A cut word stands for many; only an exact question about a short word can be denied.
            if (!pattern.IsExact || pattern.Text.Length >= StoredWord.BytesMax)
            {
                return true;
            }
        }

        if (MayContainWord(pattern.Text.Span))
        {
            return true;
        }

        if (pattern.IsExact)
        {
            return false;
        }

        var joiners = StoredWord.Joiners(pattern.Text.Span);
        var open = pattern.Left == WordEdge.Open || pattern.Right == WordEdge.Open;
        for (var wordClass = Math.Min(open ? joiners : joiners + 1, StoredWord.ClassMax); wordClass <= StoredWord.ClassMax; wordClass++)
        {
            if (wordClass == 0 || MayHaveInside(pattern, wordClass))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether composite words of the class may have all parts of the pattern that are whole.</summary>
    /// <exception cref="BucketDamagedException">A page that knows is damaged.</exception>
    public bool MayHaveInside(PatternWord pattern, int wordClass)
    {
        var part = new WordParts(pattern.Text.Span);
        for (var first = true; part.MoveNext(); first = false)
        {
            var whole = (!first || pattern.Left != WordEdge.Open) && (!part.IsLast || pattern.Right != WordEdge.Open);
            if (whole && !MayContainPart(part.Current, wordClass))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks every page.</summary>
    /// <exception cref="BucketDamagedException">A page is damaged.</exception>
    public void Verify(CancellationToken cancellation)
    {
        Span<byte> page = stackalloc byte[BloomFilterFormat.PageBytes];
        for (var i = 0; i < format.PageCount; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadPage(i, page);
        }
    }

    public void Dispose() => file.Dispose();

    private bool MayContain(ulong hash)
    {
        Span<byte> page = stackalloc byte[BloomFilterFormat.PageBytes];
        var offset = (long)format.LineOf(hash) * BloomFilterFormat.LineBytes;
        ReadPage((int)(offset / BloomFilterFormat.PageBytes), page);
        var line = page[(int)(offset % BloomFilterFormat.PageBytes)..];
        for (var lane = 0; lane < BloomFilterFormat.LanesPerLine; lane++)
        {
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(line[(lane * sizeof(ulong))..]);
            if ((bits & BloomFilterFormat.BitOf(hash, lane)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private void ReadPage(int page, Span<byte> target)
    {
        var start = (long)page * BloomFilterFormat.PageBytes;
        var bytes = target[..(int)Math.Min(BloomFilterFormat.PageBytes, format.LinesLength - start)];
        ReadExactly(file, BloomFilterFormat.HeaderBytes + start, bytes);
        if (Crc32C.Of(bytes) != checksums[page])
        {
            throw new BucketDamagedException(file.Path, BloomFilterFormat.HeaderBytes + start, "the checksum of a page of the bloom filter is wrong");
        }
    }

    private static uint[] ReadChecksums(IDiskFile file, BloomFilterFormat format)
    {
        var offset = BloomFilterFormat.HeaderBytes + format.LinesLength;
        var bytes = new byte[(format.PageCount + 1) * sizeof(uint)];
        ReadExactly(file, offset, bytes);
        if (Crc32C.Of(bytes.AsSpan(0, bytes.Length - sizeof(uint))) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint))))
        {
            throw new BucketDamagedException(file.Path, offset, "the checksums of the bloom filter are damaged");
        }

        var checksums = new uint[format.PageCount];
        for (var i = 0; i < checksums.Length; i++)
        {
            checksums[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)));
        }

        return checksums;
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
