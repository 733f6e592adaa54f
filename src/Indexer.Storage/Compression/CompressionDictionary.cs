namespace Indexer.Storage.Compression;

/// <summary>
/// Text that blocks have in common, made ready once for many small blocks. Either a trained zstd dictionary or any bytes that
/// are typical. What was packed with a dictionary unpacks only with the same bytes. Thread-safe.
/// </summary>
internal sealed class CompressionDictionary : IDisposable
{
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
