using System.Buffers;

namespace Indexer.Storage.Terms;

/// <summary>
/// Unites the postings of many words into one list: first as a list of pairs, then, when there are many, as one number per page
/// of the bucket. A page that several words name has an unknown number of events, for they may stand in the same ones.
/// </summary>
internal sealed class PostingCollector : IDisposable
{
    private const int Absent = -1;
    private const int SparseMax = 8192;

    private readonly PostingBuffer sparse = new();
    private int[] dense = [];
    private int pageEnd;

    /// <summary>Adds the postings of one word.</summary>
    /// <param name="certain">Whether the word itself matches; where it only may, its numbers of events say nothing.</param>
    public void Add(ReadOnlySpan<int> pages, ReadOnlySpan<int> events, bool certain)
    {
        if (dense.Length == 0 && sparse.Count + pages.Length <= SparseMax)
        {
            for (var i = 0; i < pages.Length; i++)
            {
                sparse.Add(pages[i], certain ? events[i] : PostingList.UnknownEvents);
            }

            return;
        }

        AddDense(sparse.Pages, sparse.Events, certain: true);
        sparse.Clear();
        AddDense(pages, events, certain);
    }

    public void Add(PostingList list, bool certain) => Add(list.Pages, list.Events, certain);

    public PostingList ToList()
    {
        if (dense.Length == 0)
        {
            return SparseToList();
        }

        var count = 0;
        for (var page = 0; page < pageEnd; page++)
        {
            count += dense[page] == Absent ? 0 : 1;
        }

        var pages = new int[count];
        var events = new int[count];
        count = 0;
        for (var page = 0; page < pageEnd; page++)
        {
            if (dense[page] != Absent)
            {
                pages[count] = page;
                events[count] = dense[page];
                count++;
            }
        }

        return new PostingList(pages, events);
    }

    public void Dispose()
    {
        if (dense.Length > 0)
        {
            ArrayPool<int>.Shared.Return(dense);
            dense = [];
            pageEnd = 0;
        }
    }

    private void AddDense(ReadOnlySpan<int> pages, ReadOnlySpan<int> events, bool certain)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            var page = pages[i];
            if (page >= pageEnd)
            {
                GrowDense(page + 1);
            }

            ref var target = ref dense[page];
            target = certain && target == Absent ? events[i] : PostingList.UnknownEvents;
        }
    }

    private void GrowDense(int end)
    {
        if (end > dense.Length)
        {
            var longer = ArrayPool<int>.Shared.Rent(Math.Max(end, dense.Length * 2));
            dense.AsSpan(0, pageEnd).CopyTo(longer);
            if (dense.Length > 0)
            {
                ArrayPool<int>.Shared.Return(dense);
            }

            dense = longer;
        }

        dense.AsSpan(pageEnd, end - pageEnd).Fill(Absent);
        pageEnd = end;
    }

    private PostingList SparseToList()
    {
        if (sparse.Count == 0)
        {
            return PostingList.Empty;
        }

        var pages = sparse.Pages.ToArray();
        var events = sparse.Events.ToArray();
        Array.Sort(pages, events);
        var last = 0;
        for (var i = 1; i < pages.Length; i++)
        {
            if (pages[i] == pages[last])
            {
                events[last] = PostingList.UnknownEvents;
            }
            else
            {
                last++;
                pages[last] = pages[i];
                events[last] = events[i];
            }
        }

        return last + 1 == pages.Length ? new PostingList(pages, events) : new PostingList(pages[..(last + 1)], events[..(last + 1)]);
    }
}
