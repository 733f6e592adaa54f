using System.IO.Compression;

namespace Indexer.Storage.Compression;

/// <summary>Packs and unpacks blocks of bytes from span to span; allocates nothing in steady state. Thread-safe.</summary>
internal static unsafe class BlockCompression
{
    private const int BrotliQualityMax = 9;
    private const int BrotliWindowBits = 22;

    private static readonly HandlePool<ZstdHandle.Compressor> Compressors = new();
    private static readonly HandlePool<ZstdHandle.Decompressor> Decompressors = new();

    /// <summary>What new files use: zstd, or brotli where the system has no libzstd.</summary>
    public static CompressionCodec Preferred { get; } =
        ZstdNative.IsAvailable ? CompressionCodec.Zstd : CompressionCodec.Brotli;

    /// <summary>Room that <see cref="Compress"/> needs for a source of <paramref name="length"/> bytes whatever they are.</summary>
    public static int LengthMax(int length) => length + (length >> 8) + 1024;

    /// <summary>Packs <paramref name="source"/> to the start of <paramref name="target"/> and returns the packed length.</summary>
    /// <param name="target">At least <see cref="LengthMax"/> bytes.</param>
    /// <param name="level">Of zstd, 1 to 19, negative ones are faster; a dictionary brings its own. Brotli takes the nearest of 1 to 9.</param>
    public static int Compress(CompressionCodec codec, ReadOnlySpan<byte> source, Span<byte> target, int level,
        CompressionDictionary? dictionary = null)
    {
        if (target.Length < LengthMax(source.Length))
        {
            throw new ArgumentException($"packing {source.Length} bytes needs room for {LengthMax(source.Length)}, not {target.Length}", nameof(target));
        }

        switch (codec)
        {
            case CompressionCodec.Stored:
                source.CopyTo(target);
                return source.Length;
            case CompressionCodec.Zstd:
                return CompressZstd(source, target, level, dictionary);
            case CompressionCodec.Brotli:
                return BrotliEncoder.TryCompress(source, target, out var written, Math.Clamp(level, 1, BrotliQualityMax), BrotliWindowBits)
                    ? written
                    : throw new InvalidOperationException($"brotli could not pack {source.Length} bytes");
            default:
                throw new ArgumentOutOfRangeException(nameof(codec), codec, "no such codec");
        }
    }

    /// <summary>Unpacks a whole block, which must fill <paramref name="target"/> exactly.</summary>
    /// <exception cref="InvalidDataException">The block is damaged, of another length, or of an unknown codec.</exception>
    /// <exception cref="NotSupportedException">The block needs libzstd and the system has none.</exception>
    public static void Decompress(CompressionCodec codec, ReadOnlySpan<byte> source, Span<byte> target,
        CompressionDictionary? dictionary = null)
    {
        int written;
        switch (codec)
        {
            case CompressionCodec.Stored:
                written = source.Length;
                if (written == target.Length)
                {
                    source.CopyTo(target);
                }

                break;
            case CompressionCodec.Zstd:
                written = DecompressZstd(source, target, dictionary);
                break;
            case CompressionCodec.Brotli:
                if (!BrotliDecoder.TryDecompress(source, target, out written))
                {
                    throw new InvalidDataException("a brotli block is damaged or longer than it should be");
                }

                break;
            default:
                throw new InvalidDataException($"a block has the unknown codec {(byte)codec}");
        }

        if (written != target.Length)
        {
            throw new InvalidDataException($"a block unpacks to {written} bytes and should have {target.Length}");
        }
    }

    private static int CompressZstd(ReadOnlySpan<byte> source, Span<byte> target, int level, CompressionDictionary? dictionary)
    {
        var context = Compressors.Rent();
        nuint result;
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            result = dictionary is null
                ? ZstdNative.ZSTD_compressCCtx(context, to, (nuint)target.Length, from, (nuint)source.Length, level)
                : ZstdNative.ZSTD_compress_usingCDict(context, to, (nuint)target.Length, from, (nuint)source.Length, dictionary.ForCompression);
        }

        if (ZstdNative.IsError(result))
        {
            context.Dispose();
            throw new InvalidOperationException($"zstd could not pack {source.Length} bytes: {ZstdNative.ErrorName(result)}");
        }

        Compressors.Return(context);
        return (int)result;
    }

    private static int DecompressZstd(ReadOnlySpan<byte> source, Span<byte> target, CompressionDictionary? dictionary)
    {
        if (!ZstdNative.IsAvailable)
        {
            throw new NotSupportedException("a block is packed with zstd and this system has no libzstd.so.1: install the package libzstd1");
        }

        var context = Decompressors.Rent();
        nuint result;
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            result = dictionary is null
                ? ZstdNative.ZSTD_decompressDCtx(context, to, (nuint)target.Length, from, (nuint)source.Length)
                : ZstdNative.ZSTD_decompress_usingDDict(context, to, (nuint)target.Length, from, (nuint)source.Length, dictionary.ForDecompression);
        }

        Decompressors.Return(context);
        if (ZstdNative.IsError(result))
        {
            throw new InvalidDataException($"a zstd block is damaged: {ZstdNative.ErrorName(result)}");
        }

        return (int)result;
    }
}
