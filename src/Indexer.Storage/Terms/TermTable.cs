using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Indexer.Storage.Terms;

/// <summary>
/// The words of a hot bucket since its last flush, in memory. One thread writes; any number may search at the same time. The
/// memory is pooled: it goes back with the last <see cref="Release"/>.
/// </summary>
/// <remarks>
/// <para>Three arenas and nothing per word on the heap: slots (open addressing, 32 bits of hash and the place of the entry),
/// entries (a header and the word right behind it, so that finding a word costs two cache misses), and
/// <see cref="PostingArena"/>. The last page of a word stays in its header: words of one page never touch the postings.</para>
/// <para>When to flush follows from <see cref="WordCount"/> and <see cref="UsedBytes"/>, which depend only on what was added.</para>
/// </remarks>
internal sealed partial class TermTable
{
    private const int SlotsInitial = 1 << 12;
    private const int EntryBytesInitial = 1 << 17;

    // Slots are at most three quarters full.
    private const int LoadNumerator = 3;
    private const int LoadDenominator = 4;

    // Words whose memory is asked for ahead of use; enough to hide the latency, few enough to stay in the first-level cache.
    private const int Lookahead = 32;

    private const int EntryAlignment = 4;

    // An entry and its word often reach into the next cache line.
    private const int PrefetchBytes = 48;

    private readonly Lock gate = new();
    private readonly PostingArena postings;
    private ulong[] slots;
    private byte[] entries;
    private int slotMask;
    private int entriesEnd;
    private int references = 1;
    private bool frozen;

    /// <param name="like">A table that was flushed before this one: room is made for as much at once, instead of growing to it.</param>
    public TermTable(TermTable? like = null)
    {
        var slotCount = like is null ? SlotsInitial : like.slotMask + 1;
        slots = ArrayPool<ulong>.Shared.Rent(slotCount);
        slots.AsSpan(0, slotCount).Clear();
        slotMask = slotCount - 1;
        entries = ArrayPool<byte>.Shared.Rent(Math.Max(EntryBytesInitial, like?.entriesEnd ?? 0));
        postings = PostingArena.Rent(like?.postings.UsedBytes ?? 0);
    }

    /// <summary>Number of distinct words.</summary>
    public int WordCount { get; private set; }

    /// <summary>One more than the last page added.</summary>
    public int PageEnd { get; private set; }

    /// <summary>Bytes in use by words and postings; depends only on what was added.</summary>
    public long UsedBytes => (long)entriesEnd + postings.UsedBytes;

    /// <summary>Bytes of memory held.</summary>
    public long MemoryBytes => entries.Length + postings.MemoryBytes + ((long)slots.Length * sizeof(ulong));

    /// <summary>Adds one word of a page. Pages never go back; a word that was added for the page before adds its events.</summary>
    public void Add(ReadOnlySpan<byte> foldedWord, int page, int events) =>
        AddAll(foldedWord, [new PageWord(0, foldedWord.Length, Page: 0, events)], page);

    /// <summary>Adds the words of a slice, which is faster than one by one: the memory of the next words is fetched meanwhile.</summary>
    /// <param name="folded">What the words refer to.</param>
    /// <param name="words">In order of their pages; none is empty.</param>
    /// <param name="firstPage">What page 0 of the slice is in the bucket.</param>
    public void AddAll(ReadOnlySpan<byte> folded, ReadOnlySpan<PageWord> words, int firstPage)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            if (frozen)
            {
                throw new InvalidOperationException("the term table is being flushed: add to a new one");
            }

            while (!words.IsEmpty)
            {
                var group = words[..Math.Min(Lookahead, words.Length)];
                AddGroup(folded, group, firstPage);
                words = words[group.Length..];
            }
        }
    }

    /// <summary>Ends adding and puts the words in order. The table must be held until the cursor is disposed.</summary>
    public TermTableCursor OpenCursor()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            frozen = true;
            return new TermTableCursor(this);
        }
    }

    /// <summary>Holds the table; pair with <see cref="Release"/>.</summary>
    public TermTable AddReference()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            references++;
            return this;
        }
    }

    public void Release()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(references <= 0, this);
            if (--references == 0)
            {
                ArrayPool<ulong>.Shared.Return(slots);
                ArrayPool<byte>.Shared.Return(entries);
                postings.Return();
                slots = [];
                entries = [];
            }
        }
    }

    /// <summary>Places of all entries, in the order in which the words came.</summary>
    internal void CopyEntries(Span<int> target)
    {
        var position = 0;
        for (var i = 0; i < WordCount; i++)
        {
            target[i] = position;
            position = EntryEnd(position);
        }
    }

    /// <summary>Asks for the memory of an entry that will be needed soon.</summary>
    internal void PrefetchEntry(int entry)
    {
        ArenaArray.Prefetch(entries, entry);
        ArenaArray.Prefetch(entries, entry + PrefetchBytes);
    }

    /// <summary>Asks for the memory of the first postings of an entry that is in the cache by now.</summary>
    internal void PrefetchPostings(int entry) => postings.PrefetchFirst(in Entry(entry));

    internal ReadOnlySpan<byte> WordOf(int entry) =>
        entries.AsSpan(entry + Unsafe.SizeOf<TermEntry>(), Entry(entry).WordLength);

    internal void AppendPostings(int entry, PostingBuffer target) => postings.CopyTo(in Entry(entry), target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TermEntry Entry(int entry) =>
        ref Unsafe.As<byte, TermEntry>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), entry));

    private int EntryEnd(int entry) =>
        (entry + Unsafe.SizeOf<TermEntry>() + Entry(entry).WordLength + EntryAlignment - 1) & -EntryAlignment;

    private void AddGroup(ReadOnlySpan<byte> folded, ReadOnlySpan<PageWord> group, int firstPage)
    {
        ReserveSlots(group.Length);
        Span<uint> hashes = stackalloc uint[Lookahead];
        for (var i = 0; i < group.Length; i++)
        {
            hashes[i] = (uint)WordHash.Compute(StoredWord.Cut(folded.Slice(group[i].Start, group[i].Length)));
            ArenaArray.Prefetch(slots, (int)hashes[i] & slotMask);
        }

        for (var i = 0; i < group.Length; i++)
        {
            PrefetchEntry(EntryOf(slots[(int)hashes[i] & slotMask]));
        }

        for (var i = 0; i < group.Length; i++)
        {
            postings.PrefetchTail(in Entry(EntryOf(slots[(int)hashes[i] & slotMask])));
        }

        for (var i = 0; i < group.Length; i++)
        {
            var page = firstPage + group[i].Page;
            ArgumentOutOfRangeException.ThrowIfLessThan(page, PageEnd - 1, nameof(firstPage));
            ArgumentOutOfRangeException.ThrowIfNegative(group[i].Events, nameof(group));
            PageEnd = page + 1;
            AddOne(StoredWord.Cut(folded.Slice(group[i].Start, group[i].Length)), hashes[i], page, group[i].Events);
        }
    }

    // A slot is the hash in its high half and the entry's place plus one in its low half; 0 is empty.
    private static int EntryOf(ulong slot) => Math.Max((int)slot - 1, 0);

    private void AddOne(ReadOnlySpan<byte> word, uint hash, int page, int events)
    {
        var index = (int)hash & slotMask;
        while (true)
        {
            var slot = slots[index];
            if (slot == 0)
            {
                slots[index] = ((ulong)hash << 32) | (uint)(AppendEntry(word, page, events) + 1);
                return;
            }

            if ((uint)(slot >> 32) == hash)
            {
                var entry = (int)slot - 1;
                ref var header = ref Entry(entry);
                if (header.WordLength == word.Length && WordOf(entry).SequenceEqual(word))
                {
                    if (header.LastPage == page)
                    {
                        header.LastEvents = PostingBuffer.AddEvents(header.LastEvents, events);
                    }
                    else
                    {
                        postings.Append(ref header, page, events);
                    }

                    return;
                }
            }

            index = (index + 1) & slotMask;
        }
    }

    private int AppendEntry(ReadOnlySpan<byte> word, int page, int events)
    {
        if (word.IsEmpty)
        {
            throw new ArgumentException("a word has at least one byte", nameof(word));
        }

        var length = Unsafe.SizeOf<TermEntry>() + word.Length + EntryAlignment;
        if (entriesEnd + length > entries.Length)
        {
            ArenaArray.Grow(ref entries, entriesEnd, length);
        }

        var entry = entriesEnd;
        Entry(entry) = new TermEntry(word.Length, page, events);
        word.CopyTo(entries.AsSpan(entry + Unsafe.SizeOf<TermEntry>()));
        entriesEnd = EntryEnd(entry);
        WordCount++;
        return entry;
    }

    private void ReserveSlots(int more)
    {
        if ((long)(WordCount + more) * LoadDenominator <= (slotMask + 1L) * LoadNumerator)
        {
            return;
        }

        var length = (slotMask + 1) * 2;
        var wider = ArrayPool<ulong>.Shared.Rent(length);
        wider.AsSpan(0, length).Clear();
        for (var i = 0; i <= slotMask; i++)
        {
            var slot = slots[i];
            if (slot != 0)
            {
                var index = (int)(slot >> 32) & (length - 1);
                while (wider[index] != 0)
                {
                    index = (index + 1) & (length - 1);
                }

                wider[index] = slot;
            }
        }

        ArrayPool<ulong>.Shared.Return(slots);
        slots = wider;
        slotMask = length - 1;
    }
}
