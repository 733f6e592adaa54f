using Indexer.Model;
using Indexer.Model.Text;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Reading;

/// <summary>A bucket in its final form, open for searching. Shared by searches; closed by the bucket's handle.</summary>
internal sealed class SealedBucket : BucketContent
{
    private readonly TermsFileReader terms;
    private readonly BloomFilter? bloom;

    private SealedBucket(TermsFileReader terms, BloomFilter? bloom)
    {
        this.terms = terms;
        this.bloom = bloom;
    }

    /// <summary>Opens the bucket's files. Throws <see cref="BucketDamagedException"/>.</summary>
    public static SealedBucket Open(IDisk disk, TermsBlockCache cache, BucketId id, string directory, bool useBloomFilter)
    {
        var file = disk.Open(Path.Combine(directory, BucketFiles.RawDataDirectory, BucketFiles.Slices), DiskFileMode.Read);
        TermsFileReader? terms = null;
        try
        {
            var content = SliceDirectory.Read(file);
            terms = TermsFileReader.Open(disk.Open(Path.Combine(directory, BucketFiles.Terms), DiskFileMode.Read), cache);
            var bloomPath = Path.Combine(directory, BucketFiles.BloomFilter);
            var bloom = useBloomFilter && disk.FileExists(bloomPath) ? BloomFilter.Open(disk.Open(bloomPath, DiskFileMode.Read)) : null;
            return new SealedBucket(terms, bloom)
            {
                Id = id,
                Slices = content.Slices,
                Origins = content.Origins,
                Templates = new TemplateTexts(content.Templates),
                SliceFile = file,
                Dictionary = content.OpenDictionary(),
                Tail = [],
                TailStart = content.Slices.Count == 0 ? 0 : content.Slices[^1].FirstEvent + content.Slices[^1].Events,
            };
        }
        catch
        {
            terms?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override PostingList FindWord(PatternWord word, CancellationToken cancellation) =>
        terms.Match(word, bloom, Environment.ProcessorCount, cancellation);

    public override bool MayHaveWord(PatternWord word) => bloom?.MayMatch(word) ?? true;

    public override void Dispose()
    {
        terms.Dispose();
        bloom?.Dispose();
        Dictionary?.Dispose();
        SliceFile?.Dispose();
    }
}
