namespace Indexer.Storage.Slices;

/// <summary>The distinct values of one column, in order of appearance, found through a hash table that is never cleared.</summary>
internal sealed class DistinctValues
{
    private const int TableSize = 1 << 15;

    private readonly Entry[] table = new Entry[TableSize];
    private readonly Slot[] values = new Slot[SliceLimits.EventsMax];
    private readonly int[] counts = new int[SliceLimits.EventsMax];
    private readonly int[] ordinals = new int[SliceLimits.EventsMax];
    private int valueCount;
    private int rowCount;
    private uint generation;

    public ReadOnlySpan<Slot> Values => values.AsSpan(0, valueCount);

    /// <summary>Per distinct value in how many rows it stands.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, valueCount);

    /// <summary>Per row the ordinal of its value.</summary>
    public ReadOnlySpan<int> Ordinals => ordinals.AsSpan(0, rowCount);

    public void Collect(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> rows)
    {
        valueCount = 0;
        rowCount = rows.Length;
        if (++generation == 0)
        {
            Array.Clear(table);
            generation = 1;
        }

        var mask = Math.Min(TableSize, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, rows.Length * 2))) - 1;
        var last = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            var value = text.Slice(row.Start, row.Length);
            if (last >= 0 && values[last].Length == row.Length && SliceHash.AreEqual(value, text.Slice(values[last].Start, row.Length)))
            {
                counts[last]++;
                ordinals[i] = last;
                continue;
            }

            var hash = SliceHash.Of(value);
            var position = (int)(hash >> 32) & mask;
            var check = (uint)hash;
            while (true)
            {
                ref var entry = ref table[position];
                if (entry.Generation != generation)
                {
                    entry = new Entry(generation, check, valueCount);
                    values[valueCount] = row;
                    counts[valueCount] = 1;
                    last = valueCount++;
                    break;
                }

                if (entry.Hash == check)
                {
                    ref readonly var known = ref values[entry.Ordinal];
                    if (known.Length == row.Length && SliceHash.AreEqual(value, text.Slice(known.Start, known.Length)))
                    {
                        last = entry.Ordinal;
                        counts[last]++;
                        break;
                    }
                }

                position = (position + 1) & mask;
            }

            ordinals[i] = last;
        }
    }

    private readonly record struct Entry(uint Generation, uint Hash, int Ordinal);
}
