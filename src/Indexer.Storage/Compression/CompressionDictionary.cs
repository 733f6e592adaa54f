namespace Indexer.Storage.Compression;

/// <summary>
/// Text that blocks have in common, made ready once for many small blocks. Either a trained zstd dictionary or any bytes that
/// are typical. What was packed with a dictionary unpacks only with the same bytes. Thread-safe.
/// </summary>
internal sealed class CompressionDictionary : IDisposable
{
    private const int TablesBytesMax = 4096;

    private readonly Lazy<ZstdHandle.CompressionTable> forCompression;
    private readonly Lazy<ZstdHandle.DecompressionTable> forDecompression;

    /// <param name="content">The bytes of the dictionary; kept, not to be changed.</param>
    /// <param name="level">The level of every block compressed with it.</param>
    public unsafe CompressionDictionary(ReadOnlyMemory<byte> content, int level)
    {
        Content = content;
        forCompression = new Lazy<ZstdHandle.CompressionTable>(() =>
        {
            fixed (byte* bytes = Content.Span)
            {
                return new ZstdHandle.CompressionTable(bytes, Content.Length, level);
            }
        });
        forDecompression = new Lazy<ZstdHandle.DecompressionTable>(() =>
        {
            fixed (byte* bytes = Content.Span)
            {
                return new ZstdHandle.DecompressionTable(bytes, Content.Length);
            }
        });
    }

    /// <summary>
    /// Makes a dictionary of <paramref name="content"/> with the symbol statistics of the samples, which saves short blocks the
    /// tables of their own. Depends on its arguments and the version of libzstd.
    /// </summary>
    /// <param name="samples">One behind the other.</param>
    /// <returns>Null where libzstd finds the samples unfit.</returns>
    public static unsafe CompressionDictionary? Train(ReadOnlySpan<byte> content, ReadOnlySpan<byte> samples, IReadOnlyList<int> lengths, int level)
    {
        var target = new byte[content.Length + TablesBytesMax];
        var sizes = new nuint[lengths.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = (nuint)lengths[i];
        }

        nuint length;
        fixed (byte* to = target)
        fixed (byte* from = content)
        fixed (byte* sample = samples)
        fixed (nuint* size = sizes)
        {
            length = ZstdNative.ZDICT_finalizeDictionary(to, (nuint)target.Length, from, (nuint)content.Length, sample, size, (uint)sizes.Length,
                new ZstdNative.DictionaryParameters { CompressionLevel = level });
        }

        return ZstdNative.IsError(length) ? null : new CompressionDictionary(target.AsMemory(0, (int)length), level);
    }

    public ReadOnlyMemory<byte> Content { get; }

    internal ZstdHandle ForCompression => forCompression.Value;

    internal ZstdHandle ForDecompression => forDecompression.Value;

    public void Dispose()
    {
        if (forCompression.IsValueCreated)
        {
            forCompression.Value.Dispose();
        }

        if (forDecompression.IsValueCreated)
        {
            forDecompression.Value.Dispose();
        }
    }
}
