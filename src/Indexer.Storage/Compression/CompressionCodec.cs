namespace Indexer.Storage.Compression;

/// <summary>How a block of bytes is packed; the number is part of the file formats.</summary>
internal enum CompressionCodec : byte
{
    /// <summary>As it is.</summary>
    Stored = 0,

    /// <summary>One zstd frame (RFC 8878).</summary>
    Zstd = 1,

    /// <summary>One brotli stream (RFC 7932); written only where the system has no libzstd. Takes no dictionary.</summary>
    Brotli = 2,
}
