namespace Indexer.Search.Fields;

/// <summary>A map from UTF-8 keys, looked up without making a string. Grows; the caller bounds it. Not thread-safe.</summary>
internal sealed class Utf8Map<T>
{
    private Entry[] entries = new Entry[16];

    public int Count { get; private set; }

    public bool TryGet(ReadOnlySpan<byte> key, out T value)
    {
        ref var entry = ref Locate(entries, key, Utf8Hash.Compute(key));
        value = entry.Value;
        return entry.Key is not null;
    }

    /// <summary>The key must not be in the map.</summary>
    public void Add(ReadOnlySpan<byte> key, T value)
    {
        // At most half full, so that a place is found within a step or two.
        if (Count * 2 >= entries.Length)
        {
            Grow();
        }

        var hash = Utf8Hash.Compute(key);
        Locate(entries, key, hash) = new Entry(hash, key.ToArray(), value);
        Count++;
    }

    private static ref Entry Locate(Entry[] entries, ReadOnlySpan<byte> key, uint hash)
    {
        var mask = (uint)entries.Length - 1;
        for (var place = hash & mask; ; place = (place + 1) & mask)
        {
            ref var entry = ref entries[place];
            if (entry.Key is null || (entry.Hash == hash && key.SequenceEqual(entry.Key)))
            {
                return ref entry;
            }
        }
    }

    private void Grow()
    {
        var larger = new Entry[entries.Length * 2];
        foreach (var entry in entries)
        {
            if (entry.Key is not null)
            {
                Locate(larger, entry.Key, entry.Hash) = entry;
            }
        }

        entries = larger;
    }

    private readonly record struct Entry(uint Hash, byte[]? Key, T Value);
}
