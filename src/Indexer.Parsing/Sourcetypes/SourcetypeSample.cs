using System.Buffers;

namespace Indexer.Parsing.Sourcetypes;

/// <summary>
/// The start of a stream, held back until it is enough to recognise the sourcetype: 8 lines or 10,000 bytes, whichever comes first.
/// </summary>
internal sealed class SourcetypeSample : IDisposable
{
    public const int LinesMax = 8;

    private byte[] buffer = [];
    private int length;

    /// <summary>Ends of the lines that are complete.</summary>
    private int lines;

    private int scanned;

    public bool IsEmpty => length == 0;

    public bool HasLine => lines > 0;

    /// <summary>All bytes that were added.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>What is looked at; the same however the stream was cut into chunks.</summary>
    public ReadOnlySpan<byte> Text => buffer.AsSpan(0, lines == LinesMax ? scanned : Math.Min(length, EventParser.ChunkBytes));

    /// <summary>Takes bytes in and returns whether the sample is complete.</summary>
    public bool Add(ReadOnlySpan<byte> chunk)
    {
        if (buffer.Length == 0)
        {
            // A chunk is never larger, so the sample is complete before a third one comes.
            buffer = ArrayPool<byte>.Shared.Rent(2 * EventParser.ChunkBytes);
        }

        chunk.CopyTo(buffer.AsSpan(length));
        length += chunk.Length;
        var limit = Math.Min(length, EventParser.ChunkBytes);
        while (lines < LinesMax && buffer.AsSpan(scanned, limit - scanned).IndexOfAny((byte)'\r', (byte)'\n') is var newline and >= 0)
        {
            lines += newline > 0 ? 1 : 0;
            scanned += newline + 1;
        }

        return lines == LinesMax || length >= EventParser.ChunkBytes;
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }

        length = lines = scanned = 0;
    }
}
