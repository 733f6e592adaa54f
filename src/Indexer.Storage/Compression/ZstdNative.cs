using System.Runtime.InteropServices;

namespace Indexer.Storage.Compression;

/// <summary>The part of the system's libzstd that storage uses. Sizes that stand for errors are told apart by <see cref="IsError"/>.</summary>
internal static unsafe partial class ZstdNative
{
    private const string Library = "libzstd.so.1";

    /// <summary>Whether the library is there.</summary>
    public static bool IsAvailable { get; } =
        NativeLibrary.TryLoad(Library, typeof(ZstdNative).Assembly, searchPath: null, out _);

    public static bool IsError(nuint code) => ZSTD_isError(code) != 0;

    public static string ErrorName(nuint code) => Marshal.PtrToStringAnsi(ZSTD_getErrorName(code)) ?? "unknown";

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createCDict(byte* content, nuint length, int level);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeCDict(nint dictionary);

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createDDict(byte* content, nuint length);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeDDict(nint dictionary);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_compressCCtx(
        ZstdHandle context, byte* target, nuint targetLength, byte* source, nuint sourceLength, int level);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_compress_usingCDict(
        ZstdHandle context, byte* target, nuint targetLength, byte* source, nuint sourceLength, ZstdHandle dictionary);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_decompressDCtx(
        ZstdHandle context, byte* target, nuint targetLength, byte* source, nuint sourceLength);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_decompress_usingDDict(
        ZstdHandle context, byte* target, nuint targetLength, byte* source, nuint sourceLength, ZstdHandle dictionary);

    [LibraryImport(Library)]
    internal static partial nuint ZDICT_finalizeDictionary(byte* target, nuint targetLength, byte* content, nuint contentLength,
        byte* samples, nuint* sampleLengths, uint sampleCount, DictionaryParameters parameters);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint code);

    /// <summary><c>ZDICT_params_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DictionaryParameters
    {
        public int CompressionLevel;
        public uint NotificationLevel;
        public uint DictionaryId;
    }
}
