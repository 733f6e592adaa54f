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
    public static BytePattern Parse(string expression) => Parse(expression, expression);

    internal static BytePattern Parse(string source, string expression)
    {
        try
        {
            return new BytePattern(source, new Regex(BytePatternText.Transcode(expression), RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{source}' is not a regular expression: {e.Message}", e);
        }
    }

    /// <summary>Whether the expression matches somewhere in <paramref name="text"/>.</summary>
    internal bool IsMatch(ReadOnlySpan<byte> text, ref ParsingCounters counters) => TryFind(text, 0, ref counters, out _, out _);

    /// <summary>
    /// The first match that begins at <paramref name="from"/> or later; what lies before it is visible to look-behinds.
    /// </summary>
    internal bool TryFind(ReadOnlySpan<byte> text, int from, ref ParsingCounters counters, out int start, out int length)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var characters = rented.AsSpan(0, text.Length);
            BytePatternText.Widen(text, characters);
            foreach (var match in regex.EnumerateMatches(characters, from))
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
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        start = length = 0;
        return false;
    }

    public override string ToString() => Source;
}
