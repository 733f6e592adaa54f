using System.Diagnostics;
using Indexer.Storage.Compression;

namespace Indexer.Benchmarks.Corpus;

/// <summary>What zstd alone does with a file on one thread.</summary>
/// <param name="Share">Packed bytes per raw byte.</param>
internal sealed record ZstdFigures(int Level, int BlockBytes, double Share, double MegabytesPerSecond)
{
    /// <param name="bytesMax">Only so much from the start of the file.</param>
    public static ZstdFigures Of(string path, int level, int blockBytes, long bytesMax)
    {
        using var file = File.OpenRead(path);
        var block = new byte[blockBytes];
        var packed = new byte[BlockCompression.LengthMax(blockBytes)];
        long rawBytes = 0, packedBytes = 0;
        var spent = TimeSpan.Zero;
        int read;
        while (rawBytes < bytesMax && (read = file.ReadAtLeast(block, blockBytes, throwOnEndOfStream: false)) > 0)
        {
            var start = Stopwatch.GetTimestamp();
            packedBytes += BlockCompression.Compress(CompressionCodec.Zstd, block.AsSpan(0, read), packed, level);
            spent += Stopwatch.GetElapsedTime(start);
            rawBytes += read;
        }

        return new ZstdFigures(level, blockBytes, (double)packedBytes / rawBytes, rawBytes / 1e6 / spent.TotalSeconds);
    }
}
