using System.Runtime.CompilerServices;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Terms;

/// <summary>
/// Unites sorted sources into one terms file. The result depends only on the set of (word, page, events) in all of them, not
/// on how it is spread over them; memory is bounded by a few blocks per source.
/// </summary>
internal static class TermsMerger
{
    private const int WordsPerCheck = 4096;

    /// <param name="sources">Best in the order of their pages, which is faster; disposed by the caller.</param>
    /// <param name="target">An empty file; not synced here.</param>
    /// <returns>Length of the file in bytes.</returns>
    public static long Merge(IReadOnlyList<TermCursor> sources, IDiskFile target, TermsFileOptions options, CancellationToken cancellation)
    {
        var heap = new Heap(sources);
        var writer = new TermsFileWriter(target, options);
        var postings = new PostingBuffer();
        var word = new byte[StoredWord.BytesMax];
        for (var count = 0; heap.Count > 0; count++)
        {
            if (count % WordsPerCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var first = heap.First;
            var wordClass = first.WordClass;
            var length = first.Word.Length;
            first.Word.CopyTo(word);
            postings.Clear();
            do
            {
                heap.First.AppendPostings(postings);
                heap.Advance();
            }
            while (heap.Count > 0 && heap.First.WordClass == wordClass && heap.First.Word.SequenceEqual(word.AsSpan(0, length)));

            postings.Normalize();
            writer.Append(wordClass, word.AsSpan(0, length), postings);
        }

        return writer.Complete();
    }

    /// <summary>The sources by their current words, least first; ordered by 64-bit keys, by whole words only where those are equal.</summary>
    private sealed class Heap
    {
        private readonly TermCursor[] cursors;
        private readonly ulong[] keys;
        private readonly int[] ranks;

        public Heap(IReadOnlyList<TermCursor> sources)
        {
            cursors = new TermCursor[sources.Count];
            keys = new ulong[sources.Count];
            ranks = new int[sources.Count];
            for (var i = 0; i < sources.Count; i++)
            {
                var source = sources[i];
                if (source.MoveNext())
                {
                    cursors[Count] = source;
                    ranks[Count] = i;
                    keys[Count] = StoredWord.OrderKey(source.WordClass, source.Word);
                    Count++;
                }
            }

            for (var i = (Count / 2) - 1; i >= 0; i--)
            {
                Sink(i);
            }
        }

        public int Count { get; private set; }

        public TermCursor First => cursors[0];

        public void Advance()
        {
            if (cursors[0].MoveNext())
            {
                keys[0] = StoredWord.OrderKey(cursors[0].WordClass, cursors[0].Word);
            }
            else
            {
                Count--;
                cursors[0] = cursors[Count];
                keys[0] = keys[Count];
                ranks[0] = ranks[Count];
            }

            Sink(0);
        }

        private void Sink(int index)
        {
            while (true)
            {
                var child = (2 * index) + 1;
                if (child >= Count)
                {
                    return;
                }

                if (child + 1 < Count && IsLess(child + 1, child))
                {
                    child++;
                }

                if (!IsLess(child, index))
                {
                    return;
                }

                (cursors[index], cursors[child]) = (cursors[child], cursors[index]);
                (keys[index], keys[child]) = (keys[child], keys[index]);
                (ranks[index], ranks[child]) = (ranks[child], ranks[index]);
                index = child;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool IsLess(int a, int b) => keys[a] != keys[b] ? keys[a] < keys[b] : IsLessInFull(a, b);

        // Of equal words the one of the earlier source comes first: then pages come in order and need no sorting.
        private bool IsLessInFull(int a, int b)
        {
            var order = StoredWord.Compare(cursors[a].Word, cursors[b].Word);
            return order != 0 ? order < 0 : ranks[a] < ranks[b];
        }
    }
}
