using System.Buffers;
using System.Text.RegularExpressions;

namespace Indexer.Parsing.Patterns;

/// <summary>
/// A regular expression over bytes. A byte below 0x80 is the ASCII character; a byte from 0x80 up is a character of its own that
/// is no letter, digit or space, so no match can begin or end by accident inside a UTF-8 sequence because of <c>\w</c> or <c>\s</c>.
/// Characters beyond ASCII in the expression stand for their UTF-8 bytes. Immutable and safe to share between threads.
/// </summary>
public sealed class BytePattern
{
    /// <summary>A match that takes longer than this is given up and counts as no match; a pathological expression cannot stop an input.</summary>
    internal static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex regex;

    private BytePattern(string source, Regex regex)
    {
        Source = source;
        this.regex = regex;
    }

    /// <summary>The expression as it was configured.</summary>
    public string Source { get; }

    /// <summary>Throws <see cref="FormatException"/> with the reason for an expression that cannot be used.</summary>
    public static BytePattern Parse(string expression) => Parse(expression, static whole => whole);

    /// <summary>Parses <paramref name="source"/>, so that mistakes are reported as they were written, and uses what it is rewritten to.</summary>
    internal static BytePattern Parse(string source, Func<string, string> rewrite)
    {
        const RegexOptions options = RegexOptions.CultureInvariant;
        try
        {
            _ = new Regex(BytePatternText.Transcode(source), options, MatchTimeout);
            return new BytePattern(source, new Regex(BytePatternText.Transcode(rewrite(source)), options | RegexOptions.Compiled, MatchTimeout));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{source}' is not a regular expression: {e.Message}", e);
        }
    }

    /// <summary>Whether the expression matches somewhere in <paramref name="text"/>.</summary>
    internal bool IsMatch(ReadOnlySpan<byte> text, ref ParsingCounters counters) => TryFind(text, ref counters, out _, out _);

    /// <summary>The first match.</summary>
    internal bool TryFind(ReadOnlySpan<byte> text, ref ParsingCounters counters, out int start, out int length)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var characters = rented.AsSpan(0, text.Length);
            BytePatternText.Widen(text, characters);
            return TryFind(characters, 0, ref counters, out start, out length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// As the other overload, in bytes that are widened already; the match begins at <paramref name="from"/> or later, and what lies
    /// before it is visible to look-behinds.
    /// </summary>
    internal bool TryFind(ReadOnlySpan<char> widened, int from, ref ParsingCounters counters, out int start, out int length)
    {
        try
        {
            foreach (var match in regex.EnumerateMatches(widened, from))
            {
                start = match.Index;
                length = match.Length;
                return true;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            counters.PatternTimeouts++;
        }

        start = length = 0;
        return false;
    }

    public override string ToString() => Source;
}
