using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class TermsDamageTests : IDisposable
{
    private readonly TermsDirectory directory = new();
    private readonly List<Posting> postings = [.. Enumerable.Range(0, 400).Select(i => new Posting($"w{i * 37 % 211}-{i % 5}", i / 4, i % 3))
        .Concat(Enumerable.Range(0, 600).Select(i => new Posting("often", i, 2)))];

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_flip_of_any_bit_of_a_terms_file_is_found()
    {
        using var sound = directory.Write(postings);
        var content = directory.Content(sound);
        var model = new TermsModel(postings);
        for (var i = 0; i < content.Length; i++)
        {
            content[i] ^= (byte)(1 << (i % 8));
            AssertDamaged(content);
            AssertNeverWrong(content, model, $"w{i % 211}-{i % 5}");
            content[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void A_terms_file_that_is_cut_off_anywhere_is_found()
    {
        using var sound = directory.Write(postings);
        var content = directory.Content(sound);
        for (var length = 0; length < content.Length; length += 7)
        {
            AssertDamaged(content[..length]);
        }

        AssertDamaged([.. content, 0]);
    }

    [Fact]
    public void A_flip_of_any_bit_of_a_bloom_filter_is_found()
    {
        var content = BloomContent();
        for (var i = 0; i < content.Length; i++)
        {
            content[i] ^= (byte)(1 << (i % 8));
            AssertBloomDamaged(content);
            content[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void A_bloom_filter_that_is_cut_off_anywhere_is_found()
    {
        var content = BloomContent();
        for (var length = 0; length < content.Length; length++)
        {
            AssertBloomDamaged(content[..length]);
        }
    }

    [Fact]
    public void The_message_names_the_file_and_the_place()
    {
        using var sound = directory.Write(postings);
        var content = directory.Content(sound);
        content[^1] ^= 1;

        var damage = Assert.Throws<BucketDamagedException>(() => Open(content).Dispose());

        Assert.Contains(damage.Path, damage.Message, StringComparison.Ordinal);
        Assert.Contains($"offset {content.Length - TermsFooter.Bytes}", damage.Message, StringComparison.Ordinal);
    }

    private void AssertDamaged(byte[] content) => Assert.Throws<BucketDamagedException>(() =>
    {
        using var reader = Open(content);
        TermsVerifier.Verify(reader, CancellationToken.None);
    });

    private void AssertNeverWrong(byte[] content, TermsModel model, string word)
    {
        try
        {
            using var reader = Open(content);
            var bytes = System.Text.Encoding.ASCII.GetBytes(word);
            TermsModel.Same(model.Lookup(word), reader.Lookup(bytes));
            var pattern = new PatternWord(bytes, WordEdge.Open, WordEdge.Open);
            TermsModel.Same(model.Match(pattern), reader.Match(pattern, null, 1, CancellationToken.None));
        }
        catch (BucketDamagedException)
        {
            // The other sound answer.
        }
    }

    private TermsFileReader Open(byte[] content)
    {
        var file = directory.Create(content);
        try
        {
            return TermsFileReader.Open(file, directory.Cache);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private byte[] BloomContent()
    {
        using var terms = directory.Write(postings.Take(300));
        using var file = directory.Create();
        BloomFilterBuilder.Write(terms, ["constant"u8.ToArray()], file, CancellationToken.None);
        return TermsDirectory.Content(file);
    }

    private void AssertBloomDamaged(byte[] content)
    {
        using var file = directory.Create(content);
        Assert.Throws<BucketDamagedException>(() => BloomFilter.Open(file).Verify(CancellationToken.None));
    }
}
