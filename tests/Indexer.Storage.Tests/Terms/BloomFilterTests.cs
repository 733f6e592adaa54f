using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class BloomFilterTests : IDisposable
{
    private readonly TermsDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    [Trait("Row", "STO-36")]
    public void It_never_denies_a_word_and_seldom_grants_an_absent_one()
    {
        var postings = Enumerable.Range(0, 20_000).Select(i => new Posting($"{i * 7919:x}.host-{i % 50}", i)).ToList();
        using var bloom = BloomOf(postings, "constant", "template.word");

        Assert.All(postings, p => Assert.True(bloom.MayContainWord(p.Bytes)));
        Assert.True(bloom.MayContainWord("constant"u8));
        Assert.True(bloom.MayContainPart("template"u8, wordClass: 1));
        var granted = Enumerable.Range(0, 20_000).Count(i => bloom.MayContainWord(Encoding.ASCII.GetBytes($"absent{i}")));
        Assert.InRange(granted, 0, 20_000 * 2 / 100);
    }

    [Fact]
    public void It_tells_words_of_their_own_from_parts_of_composite_words()
    {
        using var bloom = BloomOf([new Posting("www.example.com", 1), new Posting("alone", 2)]);

        Assert.False(bloom.MayContainWord("example"u8));
        Assert.True(bloom.MayContainPart("example"u8, wordClass: 2));
        Assert.False(bloom.MayContainPart("alone"u8, wordClass: 2));
        Assert.True(bloom.MayMatch(Pattern("example", WordEdge.Joined, WordEdge.Joined)));
        Assert.True(bloom.MayMatch(Pattern("example.co", WordEdge.Joined, WordEdge.Open)));
        Assert.False(bloom.MayMatch(Pattern("example", WordEdge.Exact, WordEdge.Exact)));
        Assert.False(bloom.MayMatch(Pattern("exampel.com", WordEdge.Joined, WordEdge.Joined)));
        Assert.False(bloom.MayMatch(Pattern("www.example.com.au", WordEdge.Joined, WordEdge.Joined)));
        Assert.True(bloom.MayMatch(Pattern("lon", WordEdge.Open, WordEdge.Open)));
    }

    [Fact]
    public void It_spares_the_scan_of_composite_words_that_cannot_have_the_part()
    {
        var postings = Enumerable.Range(0, 5000).Select(i => new Posting($"{i}.{i % 7}", i / 10)).ToList();
        using var terms = directory.Write(postings);
        using var bloom = BloomOf(postings);
        var before = directory.Cache.Bytes;

        Assert.True(terms.Match(Pattern("nowhere", WordEdge.Joined, WordEdge.Joined), bloom, workers: 1, CancellationToken.None).IsEmpty);

        Assert.Equal(before, directory.Cache.Bytes);
    }

    [Fact]
    public void An_empty_filter_denies_everything()
    {
        using var bloom = BloomOf([]);

        bloom.Verify(CancellationToken.None);
        Assert.False(bloom.MayContainWord("a"u8));
        Assert.False(bloom.MayMatch(Pattern("a", WordEdge.Joined, WordEdge.Joined)));
    }

    private static PatternWord Pattern(string text, WordEdge left, WordEdge right) => new(Encoding.ASCII.GetBytes(text), left, right);

    private BloomFilter BloomOf(IEnumerable<Posting> postings, params string[] others)
    {
        using var terms = directory.Write(postings);
        var file = directory.Create();
        BloomFilterBuilder.Write(terms, [.. others.Select(o => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(o))], file, CancellationToken.None);
        return BloomFilter.Open(file);
    }
}
