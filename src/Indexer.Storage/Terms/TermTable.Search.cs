using Indexer.Model.Text;

namespace Indexer.Storage.Terms;

/// <content>Searching.</content>
internal sealed partial class TermTable
{
    // Bytes of entries that a search looks at before it lets the writer in again.
    private const int ScanBytes = 1 << 17;

    /// <summary>The postings of exactly this word.</summary>
    public PostingList Lookup(ReadOnlySpan<byte> foldedWord)
    {
        var word = StoredWord.Cut(foldedWord);
        var buffer = new PostingBuffer();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            var entry = Find(word, (uint)WordHash.Compute(word));
            if (entry >= 0)
            {
                AppendPostings(entry, buffer);
            }
        }

        return buffer.ToList();
    }

    /// <summary>The postings of all words that satisfy the pattern. What is added meanwhile may or may not be in it.</summary>
    public PostingList Match(PatternWord pattern, CancellationToken cancellation)
    {
        if (pattern.IsExact && pattern.Text.Length < StoredWord.BytesMax)
        {
            return Lookup(pattern.Text.Span);
        }

        using var collector = new PostingCollector();
        var buffer = new PostingBuffer();
        var position = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            position = MatchSome(pattern, position, collector, buffer);
        }
        while (position >= 0);

        return collector.ToList();
    }

    private int Find(ReadOnlySpan<byte> word, uint hash)
    {
        for (var index = (int)hash & slotMask; slots[index] != 0; index = (index + 1) & slotMask)
        {
            if ((uint)(slots[index] >> 32) == hash && WordOf((int)slots[index] - 1).SequenceEqual(word))
            {
                return (int)slots[index] - 1;
            }
        }

        return -1;
    }

    // Entries never move within the arena, so a search may go on where it was after the writer had its turn.
    private int MatchSome(PatternWord pattern, int from, PostingCollector collector, PostingBuffer buffer)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            var until = Math.Min((long)from + ScanBytes, entriesEnd);
            while (from < until)
            {
                var word = WordOf(from);
                if (StoredWord.MayAccept(pattern, word))
                {
                    buffer.Clear();
                    AppendPostings(from, buffer);
                    collector.Add(buffer.Pages, buffer.Events, certain: !StoredWord.IsCut(word));
                }

                from = EntryEnd(from);
            }

            return from < entriesEnd ? from : -1;
        }
    }
}
