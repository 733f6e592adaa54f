namespace Indexer.Model.Text;

/// <summary>
/// What one search term, phrase or wildcard asks of an event's text, and how to check it on the text itself. The index only
/// narrows down where to look; this is the meaning.
/// </summary>
/// <remarks>
/// A pattern is one or more literal pieces parted by wildcards. It matches where the pieces follow each other, compared by
/// <see cref="TextFolding"/>, with no major breaker in the gap of a wildcard, and where each bounded end that is a token
/// character stands at a token boundary: <c>fail</c> matches in "fail", "x=fail" and "fail-over" but not in "failed";
/// <c>fail*</c> matches "failed"; <c>*ail*</c> matches anywhere. <c>TERM(x)</c> wants major breakers at both ends.
/// </remarks>
public sealed class TextPattern
{
    private readonly byte[][] pieces;
    private readonly bool majorBounds;

    private TextPattern(string source, byte[][] pieces, bool leftBounded, bool rightBounded, bool majorBounds)
    {
        Source = source;
        this.pieces = pieces;
        LeftBounded = leftBounded;
        RightBounded = rightBounded;
        this.majorBounds = majorBounds;
        Words = PatternWord.Analyse(pieces, leftBounded, rightBounded, majorBounds);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Source { get; }

    /// <summary>Literal pieces, folded; a wildcard stands between two of them. Empty for a pattern that matches everything.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => Array.ConvertAll(pieces, p => (ReadOnlyMemory<byte>)p);

    public bool LeftBounded { get; }

    public bool RightBounded { get; }

    /// <summary>Whether both ends must stand at major breakers or at the ends of the text, as <c>TERM(x)</c> wants.</summary>
    public bool HasMajorBounds => majorBounds;

    /// <summary>Words that every matching event has; a necessary condition that an index can check.</summary>
    public IReadOnlyList<PatternWord> Words { get; }

    /// <summary>Whether the pattern is one word and nothing else, so that the words of an event decide whether it matches.</summary>
    public bool IsOneWord => !majorBounds && pieces.Length == 1 && Words.Count == 1 && Words[0].Text.Length == pieces[0].Length;

    public bool MatchesEverything => pieces.Length == 0;

    /// <summary>A term or phrase in which <c>*</c> is a wildcard.</summary>
    public static TextPattern Parse(string text)
    {
        var literals = text.Split('*', StringSplitOptions.RemoveEmptyEntries);
        return new TextPattern(text, Array.ConvertAll(literals, TextFolding.Fold),
            leftBounded: !text.StartsWith('*'), rightBounded: !text.EndsWith('*'), majorBounds: false);
    }

    /// <summary>The text as it stands; <c>*</c> has no special meaning.</summary>
    public static TextPattern Literal(string text) =>
        new(text, text.Length == 0 ? [] : [TextFolding.Fold(text)], leftBounded: true, rightBounded: true, majorBounds: false);

    /// <summary><c>TERM(text)</c>: bounded by major breakers on both sides.</summary>
    public static TextPattern Term(string text) =>
        new($"TERM({text})", text.Length == 0 ? [] : [TextFolding.Fold(text)], leftBounded: true, rightBounded: true, majorBounds: true);

    /// <summary>The text anywhere, boundaries or not.</summary>
    public static TextPattern Substring(string text) =>
        new($"*{text}*", text.Length == 0 ? [] : [TextFolding.Fold(text)], leftBounded: false, rightBounded: false, majorBounds: false);

    /// <param name="folded">The event's raw text, folded by <see cref="TextFolding"/>.</param>
    /// <param name="json">Whether the event is JSON, see <see cref="Segmentation.IsJson"/>.</param>
    public bool IsMatch(ReadOnlySpan<byte> folded, bool json)
    {
        if (pieces.Length == 0)
        {
            return true;
        }

        var first = pieces[0];
        var from = 0;
        while (true)
        {
            var found = folded[from..].IndexOf(first);
            if (found < 0)
            {
                return false;
            }

            var start = from + found;
            if (!(json && StartsInsideEscape(folded, start)) && (!LeftBounded || IsLeftBoundary(folded, start, json))
                && MatchesRest(folded, start + first.Length, json))
            {
                return true;
            }

            from = start + 1;
        }
    }

    public override string ToString() => Source;

    private bool MatchesRest(ReadOnlySpan<byte> folded, int end, bool json)
    {
        for (var i = 1; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            var last = i == pieces.Length - 1;
            var from = end;
            while (true)
            {
                var found = folded[from..].IndexOf(piece);
                if (found < 0 || HasMajorBreaker(folded[end..(from + found)]))
                {
                    return false;
                }

                var candidateEnd = from + found + piece.Length;
                if (!(json && StartsInsideEscape(folded, from + found)) && (!last || !RightBounded || IsRightBoundary(folded, candidateEnd)))
                {
                    end = candidateEnd;
                    break;
                }

                from += found + 1;
            }
        }

        return pieces.Length > 1 || !RightBounded || IsRightBoundary(folded, end);
    }

    private bool IsLeftBoundary(ReadOnlySpan<byte> folded, int start, bool json)
    {
        if (majorBounds)
        {
            return start == 0 || Segmentation.IsMajorBreaker(folded[start - 1]) || (json && EndsEscape(folded, start));
        }

        if (!Segmentation.IsTokenCharacter(folded[start]))
        {
            return true;
        }

        return start == 0 || !Segmentation.IsTokenCharacter(folded[start - 1]) || (json && EndsEscape(folded, start));
    }

    private bool IsRightBoundary(ReadOnlySpan<byte> folded, int end)
    {
        if (end >= folded.Length)
        {
            return true;
        }

        return majorBounds
            ? Segmentation.IsMajorBreaker(folded[end]) || folded[end] == (byte)'\\'
            : !Segmentation.IsTokenCharacter(folded[end - 1]) || !Segmentation.IsTokenCharacter(folded[end]);
    }

    private static bool HasMajorBreaker(ReadOnlySpan<byte> gap)
    {
        foreach (var b in gap)
        {
            if (Segmentation.IsMajorBreaker(b))
            {
                return true;
            }
        }

        return false;
    }

    // The letters of an escape sequence are part of no word: a match begins at its backslash or behind it.
    private static bool StartsInsideEscape(ReadOnlySpan<byte> folded, int start)
    {
        for (var back = 1; back <= 5 && back <= start; back++)
        {
            if (folded[start - back] == (byte)'\\')
            {
                return Segmentation.JsonEscapeLettersLength(folded, start - back) > back && IsEscapeStart(folded, start - back);
            }
        }

        return false;
    }

    private static bool EndsEscape(ReadOnlySpan<byte> folded, int start) => EndsEscape(folded, start, 2) || EndsEscape(folded, start, 6);

    private static bool EndsEscape(ReadOnlySpan<byte> folded, int start, int length) =>
        start >= length && Segmentation.JsonEscapeLettersLength(folded, start - length) == length && IsEscapeStart(folded, start - length);

    // A backslash opens an escape unless it is itself escaped: an even number of backslashes stands before it.
    private static bool IsEscapeStart(ReadOnlySpan<byte> folded, int backslash)
    {
        var before = 0;
        while (before < backslash && folded[backslash - before - 1] == (byte)'\\')
        {
            before++;
        }

        return before % 2 == 0;
    }
}
