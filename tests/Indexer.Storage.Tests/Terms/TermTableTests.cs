using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class TermTableTests
{
    [Fact]
    public void Searches_while_words_are_added_see_all_that_were_added_before()
    {
        var table = new TermTable();
        var added = 0;
        var writer = Task.Run(() =>
        {
            for (var page = 0; page < 3000; page++)
            {
                table.Add("every"u8, page, 1);
                table.Add(Encoding.ASCII.GetBytes($"of.{page}"), page, 1);
                Volatile.Write(ref added, page + 1);
            }
        });

        while (!writer.IsCompleted)
        {
            var before = Volatile.Read(ref added);
            Assert.InRange(table.Lookup("every"u8).Count, before, 3000);
            Assert.InRange(table.Match(new PatternWord("of"u8.ToArray(), WordEdge.Joined, WordEdge.Joined), CancellationToken.None).Count, before, 3000);
        }

        Assert.Equal(3000, table.Lookup("every"u8).Count);
        table.Release();
    }

    [Fact]
    public void Adding_allocates_nothing_once_the_table_has_its_room()
    {
        var folded = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 7919:x8}")));
        var words = Enumerable.Range(0, 20_000).Select(i => new PageWord(i * 8, 8, Page: i / 1000, Events: (i % 3) + 1)).ToArray();
        var full = new TermTable();
        Fill(full);
        var table = new TermTable(like: full);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Fill(table);

        // A collection in between counts the thread's started block of a few kilobytes as allocated.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, words.Length);
        Assert.Equal(full.UsedBytes, table.UsedBytes);
        full.Release();
        table.Release();

        void Fill(TermTable target)
        {
            for (var slice = 0; slice < 5; slice++)
            {
                target.AddAll(folded, words, firstPage: slice * 20);
            }
        }
    }

    [Fact]
    public void Pages_never_go_back()
    {
        var table = new TermTable();
        table.Add("a"u8, 5, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => table.Add("a"u8, 4, 1));
        Assert.Throws<ArgumentException>(() => table.Add([], 5, 1));
        table.Release();
    }

    [Fact]
    public void A_table_that_is_flushed_takes_no_more_words_but_is_still_searched()
    {
        var table = new TermTable();
        table.Add("a"u8, 1, 1);
        using var cursor = table.OpenCursor();

        Assert.Throws<InvalidOperationException>(() => table.Add("b"u8, 2, 1));
        Assert.Equal(1, table.Lookup("a"u8).Count);
        table.Release();
    }

    [Fact]
    public void A_table_lives_as_long_as_somebody_holds_it()
    {
        var table = new TermTable();
        table.Add("a"u8, 1, 1);
        table.AddReference().Release();

        Assert.Equal(1, table.Lookup("a"u8).Count);

        table.Release();
        Assert.Throws<ObjectDisposedException>(() => table.Lookup("a"u8));
        Assert.Throws<ObjectDisposedException>(() => table.Add("a"u8, 1, 1));
        Assert.Throws<ObjectDisposedException>(table.AddReference);
    }

    [Fact]
    public void Words_with_long_common_beginnings_come_in_order()
    {
        var table = new TermTable();
        var random = new Random(7);
        var words = Enumerable.Range(0, 3000).Select(_ => $"container_1448006111297_{random.Next(100_000_000):d8}{(random.Next(3) == 0 ? "x" : "")}").Distinct().ToList();
        foreach (var word in words)
        {
            table.Add(Encoding.ASCII.GetBytes(word), 0, 1);
        }

        var sorted = new List<string>();
        using (var cursor = table.OpenCursor())
        {
            while (cursor.MoveNext())
            {
                sorted.Add(Encoding.ASCII.GetString(cursor.Word));
            }
        }

        Assert.Equal(words.Order(StringComparer.Ordinal), sorted);
        table.Release();
    }
}
