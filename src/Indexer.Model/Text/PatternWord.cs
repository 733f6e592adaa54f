namespace Indexer.Model.Text;

/// <summary>How a word of a pattern may differ at one end from the word of the event that it stands in.</summary>
public enum WordEdge
{
    /// <summary>The event's word ends here.</summary>
    Exact,

    /// <summary>The event's word may go on after a joiner: <c>example</c> in <c>example.com</c>.</summary>
    Joined,

    /// <summary>The event's word may go on with anything: <c>fail*</c> in <c>failed</c>.</summary>
    Open,
}

/// <summary>
/// A word that an event must have for a pattern to match it: some word of the event equals <see cref="Text"/>, or contains it
/// in a way that both edges allow.
/// </summary>
public sealed record PatternWord(ReadOnlyMemory<byte> Text, WordEdge Left, WordEdge Right)
{
    /// <summary>Whether only the word itself will do.</summary>
    public bool IsExact => Left == WordEdge.Exact && Right == WordEdge.Exact;

    /// <summary>Whether a word of an event satisfies this one.</summary>
    public bool Accepts(ReadOnlySpan<byte> word)
    {
        var text = Text.Span;
        var from = 0;
        while (true)
        {
            var found = word[from..].IndexOf(text);
            if (found < 0)
            {
                return false;
            }

            var start = from + found;
            var end = start + text.Length;
            var left = Left == WordEdge.Open || start == 0 || (Left == WordEdge.Joined && Segmentation.IsJoiner(word[start - 1]));
            var right = Right == WordEdge.Open || end == word.Length || (Right == WordEdge.Joined && Segmentation.IsJoiner(word[end]));
            if (left && right)
            {
                return true;
            }

            from = start + 1;
        }
    }

    internal static IReadOnlyList<PatternWord> Analyse(byte[][] pieces, bool leftBounded, bool rightBounded, bool majorBounds)
    {
        var words = new List<PatternWord>();
        for (var p = 0; p < pieces.Length; p++)
        {
            var piece = pieces[p];
            var pieceLeft = p > 0 || !leftBounded ? WordEdge.Open : majorBounds ? WordEdge.Exact : WordEdge.Joined;
            var pieceRight = p < pieces.Length - 1 || !rightBounded ? WordEdge.Open : majorBounds ? WordEdge.Exact : WordEdge.Joined;
            var word = Segmentation.Words(piece, json: false);
            while (word.MoveNext())
            {
                // After a backslash the event may be JSON, where the first letters belong to an escape sequence.
                if (piece.AsSpan(0, word.Start).Contains((byte)'\\') && piece[word.Start - 1] == (byte)'\\')
                {
                    continue;
                }

                var end = word.Start + word.Length;
                words.Add(new PatternWord(word.Current.ToArray(),
                    ReachesEdge(piece.AsSpan(0, word.Start)) ? EdgeAt(pieceLeft, word.Start == 0) : WordEdge.Exact,
                    ReachesEdge(piece.AsSpan(end)) ? EdgeAt(pieceRight, end == piece.Length) : WordEdge.Exact));
            }
        }

        return words;
    }

    // Between the word and the end of the piece stands nothing, or one joiner that could join it to what follows in the event.
    private static bool ReachesEdge(ReadOnlySpan<byte> between) =>
        between.Length == 0 || (between.Length == 1 && Segmentation.IsJoiner(between[0]));

    // Over a joiner the word can only go on as a joined one.
    private static WordEdge EdgeAt(WordEdge edge, bool touching) => touching ? edge : WordEdge.Joined;
}
