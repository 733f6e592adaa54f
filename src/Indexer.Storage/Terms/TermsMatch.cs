using Indexer.Model.Text;

namespace Indexer.Storage.Terms;

/// <summary>One search of a terms file for the words that satisfy a pattern.</summary>
internal sealed class TermsMatch(TermsFileReader reader, PatternWord pattern, int workers, CancellationToken cancellation)
{
    // Blocks that a worker takes at a time.
    private const int BlocksPerTurn = 16;

    private static readonly byte[] JoinersInOrder = "-._"u8.ToArray();

    public PostingList Run(BloomFilter? bloom)
    {
        using var collector = new PostingCollector();
        var hits = new Hits(reader, pattern, collector);
        for (var wordClass = 0; wordClass < StoredWord.Classes; wordClass++)
        {
            var plan = ClassMatch.Plan(pattern, wordClass, bloom is null ? null : bloom.MayHaveInside);
            switch (plan.Kind)
            {
                case ClassMatchKind.Word:
                    FindRange(wordClass, plan.Key.Span, exact: true, hits);
                    break;
                case ClassMatchKind.Prefix:
                    FindRange(wordClass, plan.Key.Span, exact: false, hits);
                    break;
                case ClassMatchKind.JoinedPrefix:
                    FindJoinedRanges(wordClass, plan.Key.Span, hits);
                    break;
                case ClassMatchKind.Scan:
                    Scan(wordClass, hits, collector);
                    break;
            }
        }

        return collector.ToList();
    }

    private void FindJoinedRanges(int wordClass, ReadOnlySpan<byte> text, Hits hits)
    {
        Span<byte> prefix = stackalloc byte[StoredWord.BytesMax];
        text.CopyTo(prefix);
        foreach (var joiner in JoinersInOrder)
        {
            prefix[text.Length] = joiner;
            FindRange(wordClass, prefix[..(text.Length + 1)], exact: false, hits);
        }
    }

    // Words that begin with the prefix stand next to each other.
    private void FindRange(int wordClass, ReadOnlySpan<byte> prefix, bool exact, Hits hits)
    {
        var block = reader.Index.FindBlock(wordClass, prefix);
        if (block < 0)
        {
            return;
        }

        for (var end = reader.Index.BlocksOf(wordClass).End; block < end; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            var words = reader.Words(block, scan: false);
            hits.Begin(block, words, scan: false);
            for (var ordinal = words.LowerBound(prefix); ordinal < words.Count; ordinal++)
            {
                var word = words[ordinal];
                if (exact ? !word.SequenceEqual(prefix) : !word.StartsWith(prefix))
                {
                    return;
                }

                hits.Check(ordinal, word);
            }
        }
    }

    private void Scan(int wordClass, Hits hits, PostingCollector collector)
    {
        var (start, end) = reader.Index.BlocksOf(wordClass);
        if (workers <= 1 || end - start <= BlocksPerTurn)
        {
            for (var block = start; block < end; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                hits.ScanBlock(block);
            }

            return;
        }

        var turns = (end - start + BlocksPerTurn - 1) / BlocksPerTurn;
        var collecting = new Lock();
        Parallel.For(0, turns, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            () => new Hits(reader, pattern, new PostingCollector()),
            (turn, _, own) =>
            {
                var first = start + (turn * BlocksPerTurn);
                for (var block = first; block < Math.Min(end, first + BlocksPerTurn); block++)
                {
                    own.ScanBlock(block);
                }

                return own;
            },
            own =>
            {
                using var part = own.Collector;
                var list = part.ToList();
                lock (collecting)
                {
                    collector.Add(list, certain: true);
                }
            });
    }

    /// <summary>Checks candidates and collects the postings of those that satisfy the pattern.</summary>
    private sealed class Hits(TermsFileReader reader, PatternWord pattern, PostingCollector collector)
    {
        private readonly PostingBuffer buffer = new();
        private WordBlock words = null!;
        private PostingBlock? postings;
        private int block;
        private bool scanning;

        public PostingCollector Collector => collector;

        public void Begin(int nextBlock, WordBlock nextWords, bool scan)
        {
            block = nextBlock;
            words = nextWords;
            postings = null;
            scanning = scan;
        }

        public void ScanBlock(int nextBlock)
        {
            Begin(nextBlock, reader.Words(nextBlock, scan: true), scan: true);
            if (words.HasCutWords)
            {
                for (var ordinal = 0; ordinal < words.Count; ordinal++)
                {
                    Check(ordinal, words[ordinal]);
                }
            }
            else
            {
                ScanText();
            }
        }

        public void Check(int ordinal, ReadOnlySpan<byte> word)
        {
            if (!StoredWord.MayAccept(pattern, word))
            {
                return;
            }

            postings ??= reader.Postings(block, scanning);
            buffer.Clear();
            reader.AppendPostings(block, postings, ordinal, buffer);
            collector.Add(buffer.Pages, buffer.Events, certain: !StoredWord.IsCut(word));
        }

        // One vectorised search over the text of all words; what it finds across the border of two words fails the check.
        private void ScanText()
        {
            var text = words.Text;
            var sought = pattern.Text.Span;
            int position = 0, ordinal = 0;
            while (position < text.Length)
            {
                var found = text[position..].IndexOf(sought);
                if (found < 0)
                {
                    return;
                }

                ordinal = words.WordAt(position + found, ordinal);
                Check(ordinal, words[ordinal]);
                position = words.StartOf(ordinal + 1);
            }
        }
    }
}
