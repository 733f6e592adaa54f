using System.Buffers;
using System.IO.Compression;

namespace Indexer.Inputs.Files;

/// <summary>What a file holds, unpacked where it is compressed.</summary>
internal static class FileContent
{
    private const int SkipBytes = 64 << 10;

    /// <summary>
    /// The content from a position on, which counts unpacked bytes. A compressed file is unpacked up to there; the position that is
    /// returned is less than the one that was asked for where it has less.
    /// </summary>
    /// <exception cref="InvalidDataException">The compressed content is damaged.</exception>
    public static (Stream Content, long Position) Open(FileStream file, bool isCompressed, long position)
    {
        if (!isCompressed)
        {
            file.Position = position;
            return (file, position);
        }

        file.Position = 0;
        var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var buffer = ArrayPool<byte>.Shared.Rent(SkipBytes);
        long reached = 0;
        while (reached < position && content.Read(buffer, 0, (int)Math.Min(buffer.Length, position - reached)) is var read and > 0)
        {
            reached += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (content, reached);
    }
}
