using System.Diagnostics;

namespace Indexer.Storage.Terms;

/// <summary>
/// The pages of a bucket in which a word stands, ascending, each with the number of its events that have the word, or
/// <see cref="UnknownEvents"/>. Immutable.
/// </summary>
internal sealed class PostingList
{
    /// <summary>In place of a number of events: at least one event may have it.</summary>
    public const int UnknownEvents = 0;

    // From here on it is faster to search the longer list for each page of the shorter one than to walk both.
    private const int GallopRatio = 16;

    private readonly int[] pages;
    private readonly int[] events;

    /// <param name="pages">Strictly ascending; the list takes the array over.</param>
    /// <param name="events">As many; taken over too.</param>
    public PostingList(int[] pages, int[] events)
    {
        Debug.Assert(pages.Length == events.Length, "a page without a number of events");
        this.pages = pages;
        this.events = events;
    }

    public static PostingList Empty { get; } = new([], []);

    /// <summary>Number of pages.</summary>
    public int Count => pages.Length;

    public bool IsEmpty => pages.Length == 0;

    public ReadOnlySpan<int> Pages => pages;

    /// <summary>Per page the number of events, or <see cref="UnknownEvents"/>.</summary>
    public ReadOnlySpan<int> Events => events;

    /// <summary>The number of events in all pages together; false where it is unknown for one of them.</summary>
    public bool TryCountEvents(out long total)
    {
        total = 0;
        foreach (var count in events)
        {
            if (count == UnknownEvents)
            {
                return false;
            }

            total += count;
        }

        return true;
    }

    /// <summary>Pages that are in both lists. How many events of a page have both words is unknown.</summary>
    public static PostingList Intersect(PostingList a, PostingList b)
    {
        var (few, many) = a.Count <= b.Count ? (a, b) : (b, a);
        if (few.IsEmpty)
        {
            return Empty;
        }

        var common = new int[few.Count];
        var count = (long)few.Count * GallopRatio < many.Count
            ? Gallop(few.pages, many.pages, common)
            : Walk(few.pages, many.pages, common);
        return count == 0 ? Empty : new PostingList(common[..count], new int[count]);
    }

    /// <summary>Pages that are in one of the lists or both. The number of events stays known where only one list has the page.</summary>
    public static PostingList Union(PostingList a, PostingList b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.IsEmpty ? b : a;
        }

        var unionPages = new int[a.Count + b.Count];
        var unionEvents = new int[a.Count + b.Count];
        int i = 0, j = 0, count = 0;
        while (i < a.Count && j < b.Count)
        {
            var left = a.pages[i];
            var right = b.pages[j];
            unionPages[count] = Math.Min(left, right);
            unionEvents[count] = left == right ? UnknownEvents : left < right ? a.events[i] : b.events[j];
            count++;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        a.pages.AsSpan(i).CopyTo(unionPages.AsSpan(count));
        a.events.AsSpan(i).CopyTo(unionEvents.AsSpan(count));
        count += a.Count - i;
        b.pages.AsSpan(j).CopyTo(unionPages.AsSpan(count));
        b.events.AsSpan(j).CopyTo(unionEvents.AsSpan(count));
        count += b.Count - j;
        return new PostingList(unionPages[..count], unionEvents[..count]);
    }

    // Without branches that depend on the data, so that dense lists cost about a nanosecond a page.
    private static int Walk(int[] few, int[] many, int[] common)
    {
        int i = 0, j = 0, count = 0;
        while (i < few.Length && j < many.Length)
        {
            var left = few[i];
            var right = many[j];
            common[count] = left;
            count += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
            if (count == common.Length)
            {
                break;
            }
        }

        return count;
    }

    private static int Gallop(int[] few, int[] many, int[] common)
    {
        int from = 0, count = 0;
        foreach (var page in few)
        {
            var step = 1;
            while (from + step < many.Length && many[from + step] < page)
            {
                step *= 2;
            }

            var found = many.AsSpan(from, Math.Min(step + 1, many.Length - from)).BinarySearch(page);
            from += found >= 0 ? found : ~found;
            if (from == many.Length)
            {
                break;
            }

            if (found >= 0)
            {
                common[count++] = page;
            }
        }

        return count;
    }
}
