using System.Buffers;
using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Lines;

/// <summary>
/// Finds breaks by regular expression in a growing buffer. A break is final when the bytes it may depend on are there; until then
/// the search stays before it. Keeps the buffer in the form that expressions match on, so a chunk is converted once however many
/// lines it has. Not thread-safe.
/// </summary>
internal sealed class PatternBreakFinder(LineBreaker breaker) : IDisposable
{
    private readonly BytePattern pattern = breaker.Pattern!;
    private char[] characters = [];

    /// <summary>Offsets in the buffer between which <see cref="characters"/> mirrors it; character 0 is at the first of them.</summary>
    private int mirroredStart;

    private int mirroredEnd;

    /// <summary>Call when bytes of the buffer have moved.</summary>
    public void Invalidate() => mirroredStart = mirroredEnd = 0;

    /// <summary>The first final break of the line that starts at <paramref name="lineStart"/>.</summary>
    /// <param name="scanned">No break begins before this offset; moved on as far as that is certain.</param>
    /// <param name="ended">Nothing follows the buffer, so every break is final.</param>
    public bool TryFind(ReadOnlySpan<byte> buffer, int lineStart, ref int scanned, bool ended, ref ParsingCounters counters, out int breakStart, out int breakEnd)
    {
        var end = buffer.Length;
        while (scanned < end)
        {
            var viewStart = Math.Max(lineStart, scanned - LineBreaker.ContextBytes);
            var view = Mirror(buffer, viewStart);
            var matched = pattern.TryFind(view, scanned - viewStart, ref counters, out var start, out var length);
            breakStart = viewStart + start;
            breakEnd = breakStart + length;
            if (!matched || (!ended && breakEnd + breaker.BytesAfter > end))
            {
                // A break that begins further back than the context would have been found by now; one that begins later may still
                // turn out otherwise when more bytes come.
                var undecided = end - LineBreaker.ContextBytes;
                scanned = Math.Max(scanned, matched ? Math.Min(breakStart, undecided) : undecided);
                break;
            }

            if (breakEnd > lineStart)
            {
                return true;
            }

            // Nothing between two lines: that was the break before this one.
            scanned = lineStart + 1;
        }

        breakStart = breakEnd = 0;
        return false;
    }

    public void Dispose()
    {
        if (characters.Length > 0)
        {
            ArrayPool<char>.Shared.Return(characters);
            characters = [];
        }

        Invalidate();
    }

    private ReadOnlySpan<char> Mirror(ReadOnlySpan<byte> buffer, int start)
    {
        if (start < mirroredStart || mirroredEnd != buffer.Length)
        {
            var length = buffer.Length - start;
            if (characters.Length < length)
            {
                Dispose();
                characters = ArrayPool<char>.Shared.Rent(length);
            }

            BytePatternText.Widen(buffer[start..], characters.AsSpan(0, length));
            (mirroredStart, mirroredEnd) = (start, buffer.Length);
        }

        return characters.AsSpan(start - mirroredStart, buffer.Length - start);
    }
}
