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
    private Entry[] table = new Entry[1 << 12];
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
                entry = new Entry { Generation = generation, Hash = check, Word = output.Count, Table = tableNumber, Column = column, ValueStart = valueStart };
                output.Add(new PageWord(start, length, page, events));
                if ((output.Count - pageStart) * 2 > table.Length)
                {
                    Grow(folded);
                }

                return;
            }

            if (entry.Hash == check)
            {
                var known = output[entry.Word];
                if (known.Length == length && SliceHash.AreEqual(word, folded.Slice(known.Start, length)))
                {
                    Repeat(ref entry, known, events, tableNumber, column, valueStart);
                    return;
                }
            }

            position = (position + 1) & mask;
        }
    }

    private void Repeat(ref Entry entry, PageWord known, int events, int tableNumber, int column, int valueStart)
    {
        if (entry.Table == tableNumber)
        {
            if (entry.Column == column)
            {
                if (entry.ValueStart != valueStart && known.Events != 0)
                {
                    output[entry.Word] = known with { Events = known.Events + events };
                    entry.ValueStart = valueStart;
                }
            }
            else
            {
                output[entry.Word] = known with { Events = 0 };
                entry.Column = column;
            }
        }
        else
        {
            if (known.Events != 0)
            {
                output[entry.Word] = known with { Events = known.Events + events };
            }

            entry.Table = tableNumber;
            entry.Column = column;
            entry.ValueStart = valueStart;
        }
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
                var word = output[entry.Word];
                var position = (int)(SliceHash.Of(folded.Slice(word.Start, word.Length)) >> 32) & mask;
                while (table[position].Generation == generation)
                {
                    position = (position + 1) & mask;
                }

                table[position] = entry;
            }
        }
    }

    private struct Entry
    {
        public uint Generation;
        public uint Hash;
        public int Word;
        public int Table;
        public int Column;
        public int ValueStart;
    }
}
