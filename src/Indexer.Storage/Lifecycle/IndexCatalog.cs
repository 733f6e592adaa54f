using System.Collections.Immutable;
using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Lifecycle;

/// <summary>A bucket that exists but cannot be searched now.</summary>
/// <param name="Name">Name of its directory.</param>
/// <param name="Reason">For the user, for example <c>is being recovered after a crash</c>.</param>
public readonly record struct UnservedBucket(string Name, string Reason);

/// <summary>What an index consists of at one moment.</summary>
/// <param name="Version">Grows with every change.</param>
internal sealed record CatalogState(long Version, ImmutableArray<BucketHandle> Buckets, ImmutableSortedDictionary<string, string> Unserved)
{
    public static readonly CatalogState Empty = new(0, [], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
}

/// <summary>
/// The buckets of one index that can be searched. Readers take the published state without a lock; changes are made one after
/// the other and published whole, so that a roll or a move never shows a bucket twice or not at all.
/// </summary>
internal sealed class IndexCatalog
{
    private readonly Lock gate = new();
    private volatile CatalogState state = CatalogState.Empty;

    public CatalogState State => state;

    public void Add(BucketHandle bucket) => Replace(null, bucket);

    /// <summary>Takes the bucket out; its <see cref="BucketHandle.Retired"/> completes when the searches that hold it have ended.</summary>
    public void Remove(BucketHandle bucket) => Replace(bucket, null);

    public void Replace(BucketHandle? old, BucketHandle? successor)
    {
        lock (gate)
        {
            var buckets = state.Buckets;
            if (old is not null)
            {
                var at = buckets.IndexOf(old);
                if (at < 0)
                {
                    throw new InvalidOperationException($"bucket {old.Id} is not in the catalog");
                }

                buckets = buckets.RemoveAt(at);
            }

            if (successor is not null)
            {
                if (buckets.Any(bucket => bucket.Id == successor.Id))
                {
                    throw new InvalidOperationException($"bucket {successor.Id} is in the catalog already");
                }

                buckets = buckets.Add(successor);
            }

            state = state with { Version = state.Version + 1, Buckets = buckets };
        }

        old?.Release();
    }

    /// <summary>Makes known that a bucket is in another place or stage.</summary>
    public void Touch()
    {
        lock (gate)
        {
            state = state with { Version = state.Version + 1 };
        }
    }

    public void SetUnserved(string name, string reason)
    {
        lock (gate)
        {
            state = state with { Version = state.Version + 1, Unserved = state.Unserved.SetItem(name, reason) };
        }
    }

    public void ClearUnserved(string name)
    {
        lock (gate)
        {
            state = state with { Version = state.Version + 1, Unserved = state.Unserved.Remove(name) };
        }
    }

    /// <summary>Holds every bucket that may have events in the range, until the snapshot is disposed.</summary>
    public IndexSnapshot Open(IndexName index, TimeRange range)
    {
        while (true)
        {
            var seen = state;
            var held = new List<BucketHandle>(seen.Buckets.Length);
            if (TryHoldAll(seen, range, held))
            {
                return new IndexSnapshot(index, seen.Version, held, [.. seen.Unserved.Select(entry => new UnservedBucket(entry.Key, entry.Value))]);
            }

            // A bucket was retired between the look and the hold: a newer state is out.
            foreach (var bucket in held)
            {
                bucket.Release();
            }
        }
    }

    private static bool TryHoldAll(CatalogState seen, TimeRange range, List<BucketHandle> held)
    {
        foreach (var bucket in seen.Buckets)
        {
            if (bucket.Earliest is { } earliest && bucket.Latest is { } latest && range.Overlaps(earliest, latest))
            {
                if (!bucket.TryHold())
                {
                    return false;
                }

                held.Add(bucket);
            }
        }

        return true;
    }
}

/// <summary>The buckets of one index at one moment. They stay until the snapshot is disposed, whatever happens to the index.</summary>
public sealed class IndexSnapshot : IDisposable
{
    private readonly List<BucketHandle> buckets;
    private bool disposed;

    internal IndexSnapshot(IndexName index, long version, List<BucketHandle> buckets, IReadOnlyList<UnservedBucket> unserved)
    {
        Index = index;
        Version = version;
        this.buckets = buckets;
        Unserved = unserved;
    }

    public IndexName Index { get; }

    /// <summary>Grows with every change of the index.</summary>
    public long Version { get; }

    /// <summary>Hot, warm, cold and thawed buckets that may have events in the range asked for, in no order.</summary>
    public IReadOnlyList<BucketHandle> Buckets => buckets;

    /// <summary>Buckets that a complete answer would need and that cannot be read now.</summary>
    public IReadOnlyList<UnservedBucket> Unserved { get; }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        foreach (var bucket in buckets)
        {
            bucket.Release();
        }
    }
}
