using System.Runtime.InteropServices;

namespace Indexer.Storage.Compression;

/// <summary>An object of libzstd: a context (for one thread at a time) or a dictionary (for any number of threads).</summary>
internal abstract unsafe class ZstdHandle : SafeHandle
{
    private ZstdHandle(nint handle)
        : base(0, ownsHandle: true)
    {
        if (handle == 0)
        {
            throw new InvalidOperationException("libzstd could not allocate a context or dictionary");
        }

        SetHandle(handle);
    }

    public override bool IsInvalid => handle == 0;

    public sealed class Compressor() : ZstdHandle(ZstdNative.ZSTD_createCCtx())
    {
        protected override bool ReleaseHandle() => !ZstdNative.IsError(ZstdNative.ZSTD_freeCCtx(handle));
    }

    public sealed class Decompressor() : ZstdHandle(ZstdNative.ZSTD_createDCtx())
    {
        protected override bool ReleaseHandle() => !ZstdNative.IsError(ZstdNative.ZSTD_freeDCtx(handle));
    }

    public sealed class CompressionTable(byte* content, int length, int level)
        : ZstdHandle(ZstdNative.ZSTD_createCDict(content, (nuint)length, level))
    {
        protected override bool ReleaseHandle() => !ZstdNative.IsError(ZstdNative.ZSTD_freeCDict(handle));
    }

    public sealed class DecompressionTable(byte* content, int length)
        : ZstdHandle(ZstdNative.ZSTD_createDDict(content, (nuint)length))
    {
        protected override bool ReleaseHandle() => !ZstdNative.IsError(ZstdNative.ZSTD_freeDDict(handle));
    }
}
