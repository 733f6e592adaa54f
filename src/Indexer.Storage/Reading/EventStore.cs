using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Reading;

/// <summary>Opens the buckets of a <see cref="StorageService"/> for searching. Thread-safe.</summary>
/// <param name="useBloomFilter">Whether bloom filters rule buckets out, see <c>use_bloomfilter</c> in limits.conf.</param>
public sealed class EventStore(StorageService storage, HotBucketFactory buckets, bool useBloomFilter) : IEventStore
{
    public IReadOnlyCollection<IndexName> Indexes => storage.Indexes;

    public IEventSnapshot OpenSnapshot(IReadOnlyCollection<IndexName> indexes, TimeRange range)
    {
        var contents = new List<BucketContent>();
        var holds = new List<IDisposable>();
        var warnings = new List<string>();
        try
        {
            foreach (var index in indexes)
            {
                if (storage.OpenSnapshot(index, range) is not { } snapshot)
                {
                    continue;
                }

                holds.Add(snapshot);
                foreach (var bucket in snapshot.Unserved)
                {
                    warnings.Add($"bucket {bucket.Name} of index {index} is not in the result: it {bucket.Reason}");
                }

                foreach (var bucket in snapshot.Buckets)
                {
                    Open(bucket, contents, holds, warnings);
                }
            }

            return new EventSnapshot(contents, warnings, holds);
        }
        catch
        {
            holds.ForEach(hold => hold.Dispose());
            throw;
        }
    }

    private void Open(BucketHandle bucket, List<BucketContent> contents, List<IDisposable> holds, List<string> warnings)
    {
        if (bucket.Hot is HotBucket hot)
        {
            var view = hot.OpenView();
            view.OnDamage = damage => storage.ReportDamage(bucket, damage);
            contents.Add(view);
            holds.Insert(0, view);
            return;
        }

        try
        {
            contents.Add(bucket.Open(OpenSealed));
        }
        catch (BucketDamagedException e)
        {
            storage.ReportDamage(bucket, e);
            warnings.Add(EventSnapshot.NotInResult(bucket.Id, e));
        }
        catch (FileNotFoundException e)
        {
            storage.ReportDamage(bucket, new BucketDamagedException(e.FileName ?? bucket.Directory, 0, "it is missing", e));
            warnings.Add(EventSnapshot.NotInResult(bucket.Id, e));
        }
        catch (IOException e)
        {
            warnings.Add(EventSnapshot.NotInResult(bucket.Id, e));
        }
    }

    private SealedBucket OpenSealed(BucketHandle bucket, string directory)
    {
        var opened = SealedBucket.Open(buckets.Disk, buckets.TermsCache, bucket.Id, directory, useBloomFilter);
        opened.OnDamage = damage => storage.ReportDamage(bucket, damage);
        return opened;
    }
}
