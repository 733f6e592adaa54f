using System.Runtime.CompilerServices;

namespace Indexer.Storage.Terms;

/// <summary>Postings of one word on their way from one structure to another; reused, so that none of them is allocated for.</summary>
internal sealed class PostingBuffer
{
    private int[] pages = new int[64];
    private int[] events = new int[64];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Pages => pages.AsSpan(0, Count);

    public ReadOnlySpan<int> Events => events.AsSpan(0, Count);

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int page, int eventCount)
    {
        if (Count == pages.Length)
        {
            Grow(Count + 1);
        }

        pages[Count] = page;
        events[Count] = eventCount;
        Count++;
    }

    public void AddRange(ReadOnlySpan<int> morePages, ReadOnlySpan<int> moreEvents)
    {
        Grow(Count + morePages.Length);
        morePages.CopyTo(pages.AsSpan(Count));
        moreEvents.CopyTo(events.AsSpan(Count));
        Count += morePages.Length;
    }

    public PostingList ToList() => Count == 0 ? PostingList.Empty : new PostingList(Pages.ToArray(), Events.ToArray());

    /// <summary>
    /// Puts the postings in order of page and adds up those of one page; after that they depend only on what was added, not on
    /// the order. Numbers of events that are unknown stay so.
    /// </summary>
    public void Normalize()
    {
        if (IsAscending())
        {
            return;
        }

        Array.Sort(pages, events, 0, Count);
        var last = 0;
        for (var i = 1; i < Count; i++)
        {
            if (pages[i] == pages[last])
            {
                events[last] = AddEvents(events[last], events[i]);
            }
            else
            {
                last++;
                pages[last] = pages[i];
                events[last] = events[i];
            }
        }

        Count = last + 1;
    }

    /// <summary>The sum of two numbers of events; unknown where one of them is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddEvents(int a, int b) =>
        a == PostingList.UnknownEvents || b == PostingList.UnknownEvents
            ? PostingList.UnknownEvents
            : (int)Math.Min((long)a + b, int.MaxValue);

    private bool IsAscending()
    {
        for (var i = 1; i < Count; i++)
        {
            if (pages[i - 1] >= pages[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Grow(int count)
    {
        if (count > pages.Length)
        {
            var length = Math.Max(count, pages.Length * 2);
            Array.Resize(ref pages, length);
            Array.Resize(ref events, length);
        }
    }
}
