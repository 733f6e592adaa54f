using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// Numbers the distinct keys of a grouping from 0 in order of appearance. A key is a fixed number of values. Open addressing
/// over flat arrays; a known key costs no allocation. Not thread-safe.
/// </summary>
internal sealed class GroupTable
{
    private const int SlotsMin = 16;

    private readonly int width;
    private int[] slots = new int[SlotsMin];
    private int[] hashes = new int[SlotsMin / 2];
    private Value[] keys;

    /// <param name="width">Values per key; 0 makes one group of everything.</param>
    public GroupTable(int width)
    {
        this.width = width;
        keys = new Value[SlotsMin / 2 * width];
    }

    public int Count { get; private set; }

    public int Width => width;

    public ReadOnlySpan<Value> Key(int group) => keys.AsSpan(group * width, width);

    /// <summary>The group of a key, or -1 when there is none yet.</summary>
    public int Find(ReadOnlySpan<Value> key) => Find(key, HashOf(key), out _);

    /// <summary>The group of a key, made where there is none.</summary>
    public int FindOrAdd(ReadOnlySpan<Value> key)
    {
        var hash = HashOf(key);
        var group = Find(key, hash, out var slot);
        return group >= 0 ? group : Add(key, hash, slot);
    }

    private static int HashOf(ReadOnlySpan<Value> key)
    {
        uint hash = 0;
        foreach (var value in key)
        {
            hash = (hash * 0x9E3779B1) + (uint)value.GetHashCode();
        }

        // Spreads what differs in high bits only over the slots, which are chosen by low bits.
        return (int)(hash ^ (hash >> 15));
    }

    private int Find(ReadOnlySpan<Value> key, int hash, out int slot)
    {
        var mask = slots.Length - 1;
        for (slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var group = slots[slot] - 1;
            if (hashes[group] == hash && keys.AsSpan(group * width, width).SequenceEqual(key))
            {
                return group;
            }
        }

        return -1;
    }

    private int Add(ReadOnlySpan<Value> key, int hash, int slot)
    {
        var group = Count++;
        if (group == hashes.Length)
        {
            Grow();
            Find(key, hash, out slot);
        }

        slots[slot] = group + 1;
        hashes[group] = hash;
        key.CopyTo(keys.AsSpan(group * width));
        return group;
    }

    private void Grow()
    {
        Array.Resize(ref hashes, hashes.Length * 2);
        Array.Resize(ref keys, hashes.Length * width);
        slots = new int[hashes.Length * 2];
        var mask = slots.Length - 1;
        for (var group = 0; group < Count - 1; group++)
        {
            var slot = hashes[group] & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = group + 1;
        }
    }
}
