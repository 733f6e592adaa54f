using System.Buffers;

namespace Indexer.Storage.Terms;

/// <summary>Walks a frozen <see cref="TermTable"/> in order. Sorts 64-bit keys; words are compared only where those are equal.</summary>
internal sealed class TermTableCursor : TermCursor
{
    // The first key holds the class besides the word's start, so that of its eighth byte some bits are missing.
    private const int FirstKeyBytes = 7;
    private const int KeyBytes = 8;

    // Below this, comparing words beats making keys of their next bytes.
    private const int ByKeyMin = 24;

    // Words are in another order here than in memory: how many of them ahead memory is asked for.
    private const int EntriesAhead = 12;
    private const int PostingsAhead = 6;

    private readonly TermTable table;
    private readonly int count;
    private readonly int[] order;
    private readonly int[] classEnds = new int[StoredWord.Classes];
    private int index = -1;

    public TermTableCursor(TermTable table)
    {
        this.table = table;
        count = table.WordCount;
        order = ArrayPool<int>.Shared.Rent(count);
        var keys = ArrayPool<ulong>.Shared.Rent(count);
        table.CopyEntries(order.AsSpan(0, count));
        for (var i = 0; i < count; i++)
        {
            var word = table.WordOf(order[i]);
            var wordClass = StoredWord.ClassOf(word);
            keys[i] = StoredWord.OrderKey(wordClass, word);
            classEnds[wordClass]++;
        }

        for (var i = 1; i < classEnds.Length; i++)
        {
            classEnds[i] += classEnds[i - 1];
        }

        KeySort.Sort(keys.AsSpan(0, count), order.AsSpan(0, count));
        SortEqualKeys(keys, 0, count, FirstKeyBytes);
        ArrayPool<ulong>.Shared.Return(keys);
    }

    public override ReadOnlySpan<byte> Word => table.WordOf(order[index]);

    public override bool MoveNext()
    {
        if (index + 1 >= count)
        {
            return false;
        }

        index++;
        if (index + PostingsAhead < count)
        {
            table.PrefetchPostings(order[index + PostingsAhead]);
        }

        if (index + EntriesAhead < count)
        {
            table.PrefetchEntry(order[index + EntriesAhead]);
        }

        while (index >= classEnds[WordClass])
        {
            WordClass++;
        }

        return true;
    }

    public override void AppendPostings(PostingBuffer target) => table.AppendPostings(order[index], target);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<int>.Shared.Return(order);
        }
    }

    // Words of a run of equal keys have their first bytes in common: the next ones decide.
    private void SortEqualKeys(ulong[] keys, int from, int to, int equalBytes)
    {
        for (var start = from; start < to;)
        {
            var end = start + 1;
            while (end < to && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                SortRun(keys, start, end, equalBytes);
            }

            start = end;
        }
    }

    private void SortRun(ulong[] keys, int from, int to, int equalBytes)
    {
        if (to - from < ByKeyMin || equalBytes >= StoredWord.BytesMax)
        {
            order.AsSpan(from, to - from).Sort((a, b) => StoredWord.Compare(table.WordOf(a), table.WordOf(b)));
            return;
        }

        for (var i = from; i < to; i++)
        {
            var word = table.WordOf(order[i]);
            keys[i] = StoredWord.Prefix(word[Math.Min(equalBytes, word.Length)..]);
        }

        KeySort.Sort(keys.AsSpan(from, to - from), order.AsSpan(from, to - from));
        SortEqualKeys(keys, from, to, equalBytes + KeyBytes);
    }
}
