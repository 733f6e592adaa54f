using FsCheck;
using FsCheck.Fluent;
using Indexer.Model.Text;

namespace Indexer.Storage.Tests.Terms;

/// <summary>Words and patterns that touch each other often: few letters, shared beginnings, joiners, bytes beyond ASCII, long words.</summary>
internal static class Generators
{
    private static readonly Gen<string> Token = Gen.Frequency(
        (6, Gen.Elements("a", "b", "ab", "ba", "aa", "aab", "10", "1", "éa", "\u00ff", "fail", "failed")),
        (2, Gen.Choose(0, 40).Select(n => $"id{n * 977:x4}")),
        (1, Gen.Choose(1, 20).Select(n => new string('a', n))));

    private static readonly Gen<string> Joiner = Gen.Elements(".", "-", "_");

    public static readonly Gen<string> Word = Gen.Frequency(
        (4, Token),
        (5, from tokens in Gen.Choose(2, 9)
            from parts in Gen.ListOf(Gen.Zip(Token, Joiner), tokens)
            select string.Concat(parts.Select(p => p.Item1 + p.Item2))[..^1]),
        (1, from length in Gen.Elements(254, 255, 256, 300, 1022, 1023, 1024, 1025, 2000)
            from start in Token
            from last in Gen.Elements("a", "b", "-", "é")
            select (start + new string('a', 2000))[..(length - 1)] + last));

    public static readonly Gen<Posting> Posting =
        from word in Word
        from page in Gen.Frequency((3, Gen.Choose(0, 5)), (1, Gen.Choose(0, 70_000)))
        from events in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Constant(0)), (2, Gen.Choose(2, 8192)))
        select new Posting(word, page, events);

    public static readonly Gen<Posting[]> Postings = Posting.ArrayOf().Resize(300);

    private static readonly Gen<WordEdge> Edge = Gen.Elements(WordEdge.Exact, WordEdge.Joined, WordEdge.Open);

    public static readonly Gen<PatternWord> Pattern =
        from text in Word
        from left in Edge
        from right in Edge
        select new PatternWord(System.Text.Encoding.Latin1.GetBytes(text), left, right);

    public static Arbitrary<(Posting[] Postings, PatternWord[] Patterns)> Searches =>
        Gen.Zip(Postings, Pattern.ArrayOf(20)).Select(t => (t.Item1, t.Item2)).ToArbitrary();
}
