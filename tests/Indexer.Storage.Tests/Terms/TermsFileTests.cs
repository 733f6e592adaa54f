using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class TermsFileTests : IDisposable
{
    private readonly TermsDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Table_file_and_model_agree_on_every_word_and_pattern() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(Generators.Searches, search =>
        {
            var model = new TermsModel(search.Postings);
            var table = TermsDirectory.TableOf(search.Postings);
            using var file = directory.Write(table);
            using var bloom = BloomOf(file);
            TermsVerifier.Verify(file, CancellationToken.None);

            Assert.Equal(model.Words.Count(), file.WordCount);
            Assert.Equal(model.Words.Count(), table.WordCount);
            Assert.Equal(model.PostingCount, file.PostingCount);
            foreach (var word in model.Words)
            {
                TermsModel.Same(model.Lookup(word), table.Lookup(Encoding.Latin1.GetBytes(word)));
                TermsModel.Same(model.Lookup(word), file.Lookup(Encoding.Latin1.GetBytes(word)));
                Assert.True(bloom.MayContainWord(Encoding.Latin1.GetBytes(word)));
            }

            foreach (var pattern in search.Patterns)
            {
                var expected = model.Match(pattern);
                TermsModel.Same(expected, table.Match(pattern, CancellationToken.None));
                TermsModel.Same(expected, file.Match(pattern, bloom: null, workers: 1, CancellationToken.None));
                TermsModel.Same(expected, file.Match(pattern, bloom, workers: 2, CancellationToken.None));
                Assert.True(expected.Count == 0 || bloom.MayMatch(pattern));
            }

            table.Release();
        }));

    [Fact]
    public void A_file_without_words_finds_nothing()
    {
        using var file = directory.Write([]);

        TermsVerifier.Verify(file, CancellationToken.None);
        Assert.True(file.Lookup("a"u8).IsEmpty);
        Assert.True(file.Match(new PatternWord("a"u8.ToArray(), WordEdge.Open, WordEdge.Open), null, 1, CancellationToken.None).IsEmpty);
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(20_000)]
    public void A_word_of_many_pages_keeps_them_all(int pages)
    {
        var postings = Enumerable.Range(0, pages).Select(p => new Posting("often", p * 3, (p % 7) + 1))
            .Append(new Posting("once", 5, 0)).Append(new Posting("other", 7, 2)).ToList();
        var model = new TermsModel(postings);
        using var file = directory.Write(postings);

        TermsModel.Same(model.Lookup("often"), file.Lookup("often"u8));
        TermsModel.Same(model.Lookup("once"), file.Lookup("once"u8));
        TermsModel.Same(model.Match(new PatternWord("o"u8.ToArray(), WordEdge.Open, WordEdge.Open)),
            file.Match(new PatternWord("o"u8.ToArray(), WordEdge.Open, WordEdge.Open), null, 1, CancellationToken.None));
        TermsVerifier.Verify(file, CancellationToken.None);
    }

    [Fact]
    public void A_word_that_is_cut_may_match_whatever_its_end_was()
    {
        var word = new string('x', 3000) + "-needle";
        using var file = directory.Write([new Posting(word, 4, 3)]);
        using var bloom = BloomOf(file);

        foreach (var (text, left, right) in new[]
        {
            (word, WordEdge.Exact, WordEdge.Exact),
            ("needle", WordEdge.Joined, WordEdge.Joined),
            ("needle", WordEdge.Open, WordEdge.Exact),
            (new string('x', 1500), WordEdge.Exact, WordEdge.Open),
            (new string('x', 10), WordEdge.Joined, WordEdge.Open),
        })
        {
            var pattern = new PatternWord(Encoding.ASCII.GetBytes(text), left, right);
            var found = file.Match(pattern, bloom, workers: 1, CancellationToken.None);

            Assert.True(bloom.MayMatch(pattern));
            Assert.Equal([4], found.Pages.ToArray());
            Assert.False(found.TryCountEvents(out _));
        }

        Assert.True(file.Match(new PatternWord("needle"u8.ToArray(), WordEdge.Exact, WordEdge.Exact), bloom, 1, CancellationToken.None).IsEmpty);
    }

    [Fact]
    public void However_postings_are_spread_over_sources_the_merged_file_is_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Generators.Postings.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (postings, seed) =>
        {
            using var whole = directory.Write(postings);
            var random = new Random(seed);
            var parts = postings.GroupBy(_ => random.Next(5)).Select(part => directory.Write(part)).ToList();

            using var merged = directory.Merge(parts.Select(p => (TermCursor)p.OpenCursor()));

            Assert.Equal(directory.Content(whole), directory.Content(merged));
            parts.ForEach(p => p.Dispose());
        }));

    [Fact]
    public void A_table_and_runs_merge_into_the_same_file_as_one_table()
    {
        var postings = Enumerable.Range(0, 5000).Select(i => new Posting($"{i % 1700:x}", i / 10)).ToList();
        using var whole = directory.Write(postings);
        using var run = directory.Write(postings.Take(2000));
        var table = TermsDirectory.TableOf(postings.Skip(2000));

        using var merged = directory.Merge([run.OpenCursor(), table.OpenCursor()]);

        Assert.Equal(directory.Content(whole), directory.Content(merged));
        table.Release();
    }

    [Fact]
    public void Many_threads_may_search_at_once()
    {
        var postings = Enumerable.Range(0, 20_000).Select(i => new Posting($"w{i * 7919 % 5003}.x{i % 11}", i / 40)).ToList();
        var model = new TermsModel(postings);
        var cache = new TermsBlockCache(20_000);
        using var written = directory.Write(postings);
        using var file = TermsFileReader.Open(directory.Create(directory.Content(written)), cache);
        var words = model.Words.ToList();

        Parallel.For(0, 2000, i =>
        {
            var word = words[i * 31 % words.Count];
            TermsModel.Same(model.Lookup(word), file.Lookup(Encoding.ASCII.GetBytes(word)));
            if (i % 100 == 0)
            {
                var part = new PatternWord("x3"u8.ToArray(), WordEdge.Joined, WordEdge.Joined);
                TermsModel.Same(model.Match(part), file.Match(part, null, workers: 2, CancellationToken.None));
            }
        });

        Assert.InRange(cache.Bytes, 1, 20_000);
    }

    [Fact]
    public void Words_out_of_order_are_refused()
    {
        var writer = new TermsFileWriter(directory.Create(), TermsFileOptions.Final);
        var postings = new PostingBuffer();
        postings.Add(1, 1);
        writer.Append(0, "b"u8, postings);

        Assert.Throws<ArgumentException>(() => writer.Append(0, "a"u8, postings));
        Assert.Throws<ArgumentException>(() => writer.Append(0, "b"u8, postings));
    }

    private BloomFilter BloomOf(TermsFileReader terms)
    {
        var file = directory.Create();
        BloomFilterBuilder.Write(terms, [], file, CancellationToken.None);
        return BloomFilter.Open(file);
    }
}
