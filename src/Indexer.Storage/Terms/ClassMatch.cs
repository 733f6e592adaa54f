using Indexer.Model.Text;

namespace Indexer.Storage.Terms;

/// <summary>How the words of one class that satisfy a <see cref="PatternWord"/> are found.</summary>
internal enum ClassMatchKind
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>Only the word <see cref="ClassMatch.Key"/> itself.</summary>
    Word,

    /// <summary>Words that begin with <see cref="ClassMatch.Key"/> and a joiner.</summary>
    JoinedPrefix,

    /// <summary>Words that begin with <see cref="ClassMatch.Key"/>.</summary>
    Prefix,

    /// <summary>Any words: all have to be looked at.</summary>
    Scan,
}

/// <summary>The way to find matching words in one class, see <see cref="StoredWord"/>.</summary>
/// <param name="Kind">Which words are candidates; each still has to be checked by <see cref="StoredWord.MayAccept"/>.</param>
/// <param name="Key">The word or prefix to look up.</param>
internal readonly record struct ClassMatch(ClassMatchKind Kind, ReadOnlyMemory<byte> Key)
{
    private static readonly ClassMatch Nothing = new(ClassMatchKind.None, default);

    /// <summary>Plans the search of one class.</summary>
    /// <param name="mayHaveInside">
    /// Whether words of the class may have the parts of the pattern, as far as the bloom filter knows; asked only where it matters.
    /// </param>
    public static ClassMatch Plan(PatternWord pattern, int wordClass, Func<PatternWord, int, bool>? mayHaveInside)
    {
        if (pattern.Text.Length >= StoredWord.BytesMax)
        {
            return PlanLong(pattern, wordClass);
        }

        // A word that has more than the pattern in it has at least one joiner more, unless an end is open.
        var own = Math.Min(StoredWord.Joiners(pattern.Text.Span), StoredWord.ClassMax);
        var beyond = Math.Min(StoredWord.Joiners(pattern.Text.Span) + 1, StoredWord.ClassMax);
        if (wordClass < own)
        {
            return Nothing;
        }

        if (pattern.Left == WordEdge.Open)
        {
            return new ClassMatch(ClassMatchKind.Scan, default);
        }

        var joined = (pattern.Left == WordEdge.Joined || pattern.Right == WordEdge.Joined) && wordClass >= beyond
            && mayHaveInside?.Invoke(pattern, wordClass) != false;
        if (pattern.Left == WordEdge.Joined && joined)
        {
            return new ClassMatch(ClassMatchKind.Scan, default);
        }

        return pattern.Right switch
        {
            WordEdge.Open => new ClassMatch(ClassMatchKind.Prefix, pattern.Text),

            // The last class has words with the pattern's joiners and words with more; the prefix covers both.
            WordEdge.Joined when joined && own == StoredWord.ClassMax => new ClassMatch(ClassMatchKind.Prefix, pattern.Text),
            WordEdge.Joined when joined => new ClassMatch(ClassMatchKind.JoinedPrefix, pattern.Text),
            _ when wordClass == own => new ClassMatch(ClassMatchKind.Word, pattern.Text),
            _ => Nothing,
        };
    }

    // Only a cut word can stand for so long a one, and cut words are all in the last class.
    private static ClassMatch PlanLong(PatternWord pattern, int wordClass) =>
        wordClass != StoredWord.ClassMax ? Nothing
        : pattern.Left != WordEdge.Exact ? new ClassMatch(ClassMatchKind.Scan, default)
        : new ClassMatch(ClassMatchKind.Word, pattern.Text[..StoredWord.BytesMax]);
}
