using System.Buffers;

namespace Indexer.Parsing.Lines;

/// <summary>A line in the buffer of a <see cref="LineSplitter"/>: offsets that hold until the next append.</summary>
internal readonly record struct LineSpan(int Start, int End, long StreamStart, bool IsTruncated);

/// <summary>
/// The first stage: chunks of bytes in, lines out. Keeps the bytes of unfinished lines and, for the merging stage, of an
/// unfinished event. Holds at most one event, one line of <c>TRUNCATE</c> bytes and one chunk. Not thread-safe.
/// </summary>
internal sealed class LineSplitter(LineBreaker breaker, int truncateBytes) : IDisposable
{
    private readonly PatternBreakFinder? pattern = breaker.Pattern is null ? null : new PatternBreakFinder(breaker);
    private byte[] buffer = [];
    private int end;
    private int lineStart;

    /// <summary>No break begins between <see cref="lineStart"/> and here.</summary>
    private int scanned;

    /// <summary>Bytes of the current line that are no longer in the buffer because they are beyond <c>TRUNCATE</c>.</summary>
    private long lineBytesDropped;

    /// <summary>Offset in the stream at which the current line starts.</summary>
    public long StreamPosition { get; private set; }

    public bool EndsWithNewline => end > lineStart && buffer[end - 1] is (byte)'\r' or (byte)'\n';

    public ReadOnlySpan<byte> Slice(int start, int end) => buffer.AsSpan(start, end - start);

    /// <summary>
    /// Takes in bytes, and forgets those before <paramref name="keepFrom"/>, or before the current line if that is null.
    /// Returns by how much all offsets have moved towards the start.
    /// </summary>
    public int Append(ReadOnlySpan<byte> chunk, int? keepFrom)
    {
        var shift = keepFrom ?? lineStart;
        if (shift > 0)
        {
            buffer.AsSpan(shift, end - shift).CopyTo(buffer);
            end -= shift;
            lineStart -= shift;
            scanned -= shift;
        }

        pattern?.Invalidate();
        EnsureRoom(chunk.Length);
        chunk.CopyTo(buffer.AsSpan(end));
        end += chunk.Length;
        return shift;
    }

    /// <summary>The next line that is not empty. With <paramref name="ended"/> nothing follows and the rest of the buffer is a line.</summary>
    public bool TryRead(bool ended, ref ParsingCounters counters, out LineSpan line)
    {
        while (TryFindBreak(ended, ref counters, out var breakStart, out var breakEnd))
        {
            var streamStart = StreamPosition;
            StreamPosition += breakEnd - lineStart + lineBytesDropped;
            scanned = breakEnd;
            var start = SkipByteOrderMark(streamStart, breakStart);
            lineStart = breakEnd;
            if (start == breakStart)
            {
                lineBytesDropped = 0;
                continue;
            }

            var lineEnd = Truncate(start, breakStart, ref counters);
            line = new LineSpan(start, lineEnd, streamStart, IsTruncated: lineEnd < breakStart);
            return true;
        }

        line = default;
        return false;
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }

        pattern?.Dispose();
        end = lineStart = scanned = 0;
    }

    private bool TryFindBreak(bool ended, ref ParsingCounters counters, out int breakStart, out int breakEnd)
    {
        var found = pattern is null
            ? TryFindNewline(out breakStart, out breakEnd)
            : pattern.TryFind(buffer.AsSpan(0, end), lineStart, ref scanned, ended, ref counters, out breakStart, out breakEnd);
        if (found)
        {
            return true;
        }

        if (ended && end > lineStart)
        {
            breakEnd = end;
            breakStart = lineStart + buffer.AsSpan(lineStart, end - lineStart).TrimEnd("\r\n"u8).Length;
            return true;
        }

        DropBeyondLimit();
        return false;
    }

    private bool TryFindNewline(out int breakStart, out int breakEnd)
    {
        var index = buffer.AsSpan(scanned, end - scanned).IndexOfAny((byte)'\r', (byte)'\n');
        breakStart = scanned + index;
        breakEnd = breakStart + 1;
        if (index < 0)
        {
            scanned = end;
            return false;
        }

        return true;
    }

    private int SkipByteOrderMark(long streamStart, int breakStart)
    {
        var line = buffer.AsSpan(lineStart, breakStart - lineStart);
        return streamStart == 0 && line.StartsWith("\uFEFF"u8) ? lineStart + 3 : lineStart;
    }

    /// <summary>Takes the bytes beyond the limit out of the buffer, so that what is kept of an event stays in one piece. Returns the line's end.</summary>
    private int Truncate(int start, int lineEnd, ref ParsingCounters counters)
    {
        var kept = lineEnd - start;
        var cut = kept > truncateBytes ? Utf8Boundary.CutAt(buffer.AsSpan(start, kept), truncateBytes) : kept;
        if (cut < kept)
        {
            counters.LinesTruncated++;
            counters.BytesTruncated += kept - cut + lineBytesDropped;
            Remove(start + cut, lineEnd);
        }

        lineBytesDropped = 0;
        return start + cut;
    }

    /// <summary>An unfinished line keeps what truncation will leave of it and the context of the next break.</summary>
    private void DropBeyondLimit()
    {
        var from = lineStart + truncateBytes + 4L;
        var to = pattern is null ? scanned : scanned - LineBreaker.ContextBytes;
        if (to > from)
        {
            lineBytesDropped += to - from;
            Remove((int)from, to);
        }
    }

    private void Remove(int from, int to)
    {
        buffer.AsSpan(to, end - to).CopyTo(buffer.AsSpan(from));
        pattern?.Invalidate();
        var removed = to - from;
        end -= removed;
        scanned -= removed;
        lineStart = lineStart >= to ? lineStart - removed : lineStart;
    }

    private void EnsureRoom(int more)
    {
        if (buffer.Length - end >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(end + more, buffer.Length * 2));
        buffer.AsSpan(0, end).CopyTo(larger);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = larger;
    }
}
