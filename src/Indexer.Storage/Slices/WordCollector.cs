using System.Runtime.InteropServices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Slices;

/// <summary>
/// Gathers the words of a page's distinct values, each once, with the number of events that have it as long as that can be
/// told: values of one column stand in different events, and so do values of different tables; a word that stands in two
/// columns of a table may stand twice in an event, and then its number is unknown.
/// </summary>
internal sealed class WordCollector
{
    private readonly TextBitmaps bitmaps;
    private List<PageWord> output = [];
    private Entry[] table = new Entry[1 << 13];
    private LastUse[] uses = new LastUse[1 << 12];
    private uint generation;
    private int pageStart;
    private int page;

    public WordCollector(TextBitmaps bitmaps) => this.bitmaps = bitmaps;

    /// <summary>Sets where the words of the slice go.</summary>
    public void BeginSlice(List<PageWord> target) => output = target;

    public void BeginPage(int pageInSlice)
    {
        page = pageInSlice;
        pageStart = output.Count;
        if (++generation == 0)
        {
            Array.Clear(table);
            generation = 1;
        }
    }

    /// <param name="events">In how many rows of the column the value stands.</param>
    /// <param name="column">Numbers the columns of the page; columns of one table share <paramref name="tableNumber"/>.</param>
    public void AddValue(ReadOnlySpan<byte> folded, int start, int length, int events, int tableNumber, int column)
    {
        var end = start + length;
        var from = bitmaps.NextWord(start, end);
        while (from < end)
        {
            var to = bitmaps.WordEnd(from, end);
            Add(folded, from, to - from, events, tableNumber, column, valueStart: start);
            if (to >= end)
            {
                break;
            }

            from = bitmaps.NextWord(to, end);
        }
    }

    private void Add(ReadOnlySpan<byte> folded, int start, int length, int events, int tableNumber, int column, int valueStart)
    {
        var word = folded.Slice(start, length);
        var hash = SliceHash.Of(word);
        var check = (uint)hash;
        var mask = table.Length - 1;
        var position = (int)(hash >> 32) & mask;
        while (true)
        {
            ref var entry = ref table[position];
            if (entry.Generation != generation)
            {
                var ordinal = output.Count - pageStart;
                entry = new Entry(generation, check, ordinal);
                if (ordinal == uses.Length)
                {
                    Array.Resize(ref uses, ordinal * 2);
                }

                uses[ordinal] = new LastUse(tableNumber, column, valueStart);
                output.Add(new PageWord(start, length, page, events));
                if (ordinal * 2 > table.Length)
                {
                    Grow(folded);
                }

                return;
            }

            if (entry.Hash == check)
            {
                ref var known = ref CollectionsMarshal.AsSpan(output)[pageStart + entry.Word];
                if (known.Length == length && SliceHash.AreEqual(word, folded.Slice(known.Start, length)))
                {
                    Repeat(ref uses[entry.Word], ref known, events, new LastUse(tableNumber, column, valueStart));
                    return;
                }
            }

            position = (position + 1) & mask;
        }
    }

    private static void Repeat(ref LastUse last, ref PageWord known, int events, LastUse use)
    {
        if (last == use)
        {
            // The value has the word twice.
            return;
        }

        if (last.Table == use.Table && last.Column != use.Column)
        {
            known = known with { Events = PostingList.UnknownEvents };
        }
        else if (known.Events != PostingList.UnknownEvents)
        {
            known = known with { Events = known.Events + events };
        }

        last = use;
    }

    private void Grow(ReadOnlySpan<byte> folded)
    {
        var old = table;
        table = new Entry[old.Length * 2];
        var mask = table.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Generation == generation)
            {
                var word = output[pageStart + entry.Word];
                var position = (int)(SliceHash.Of(folded.Slice(word.Start, word.Length)) >> 32) & mask;
                while (table[position].Generation == generation)
                {
                    position = (position + 1) & mask;
                }

                table[position] = entry;
            }
        }
    }

    /// <param name="Word">Ordinal of the word in the page.</param>
    private readonly record struct Entry(uint Generation, uint Hash, int Word);

    /// <summary>Where a word was met last.</summary>
    private readonly record struct LastUse(int Table, int Column, int ValueStart);
}
