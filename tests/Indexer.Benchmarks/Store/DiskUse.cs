using Indexer.Storage.Buckets;

namespace Indexer.Benchmarks.Store;

/// <summary>Bytes of the files of a store by what they are for.</summary>
internal sealed record DiskUse(long RawData, long Terms, long BloomFilters, long Metadata)
{
    public long Total => RawData + Terms + BloomFilters + Metadata;

    public static DiskUse Of(string directory)
    {
        long rawData = 0, terms = 0, bloomFilters = 0, metadata = 0;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.Directory!.Name == BucketFiles.RawDataDirectory)
            {
                rawData += file.Length;
            }
            else if (BucketFiles.IsTerms(file.Name))
            {
                terms += file.Length;
            }
            else if (file.Name == BucketFiles.BloomFilter)
            {
                bloomFilters += file.Length;
            }
            else
            {
                metadata += file.Length;
            }
        }

        return new DiskUse(rawData, terms, bloomFilters, metadata);
    }
}
