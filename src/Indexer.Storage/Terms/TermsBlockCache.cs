namespace Indexer.Storage.Terms;

/// <summary>
/// Unpacked blocks of all terms files of the process, up to a number of bytes. Second chance: a block that was asked for by
/// name since the hand last passed stays for another round; one that only a scan has passed goes first. Thread-safe.
/// </summary>
internal sealed class TermsBlockCache
{
    // What a block costs besides its arrays.
    private const int EntryBytes = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> byKey = [];
    private readonly LinkedList<Entry> ring = [];
    private readonly long bytesMax;
    private long nextFile;

    /// <param name="bytesMax">Bytes that cached blocks may take together.</param>
    public TermsBlockCache(long bytesMax) => this.bytesMax = bytesMax;

    /// <summary>Bytes that cached blocks take.</summary>
    public long Bytes { get; private set; }

    /// <summary>A name for the blocks of one open file.</summary>
    public long NewFile() => Interlocked.Increment(ref nextFile);

    /// <param name="scan">Whether the block is one of many that are passed by.</param>
    public object? Find(long file, int block, TermsBlockPart part, bool scan)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(new Key(file, block, part), out var node))
            {
                return null;
            }

            node.Value.Wanted |= !scan;
            return node.Value.Block;
        }
    }

    /// <param name="content">Not to be changed any more.</param>
    /// <param name="bytes">Memory it takes.</param>
    public void Add(long file, int block, TermsBlockPart part, object content, int bytes, bool scan)
    {
        var cost = bytes + EntryBytes;
        if (cost > bytesMax)
        {
            return;
        }

        lock (gate)
        {
            var key = new Key(file, block, part);
            if (byKey.ContainsKey(key))
            {
                return;
            }

            Evict(bytesMax - cost);
            byKey.Add(key, ring.AddLast(new Entry(key, content, cost) { Wanted = !scan }));
            Bytes += cost;
        }
    }

    /// <summary>Forgets the blocks of a file that was closed.</summary>
    public void Remove(long file)
    {
        lock (gate)
        {
            for (var node = ring.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Key.File == file)
                {
                    Remove(node);
                }

                node = next;
            }
        }
    }

    private void Evict(long bytesLeft)
    {
        while (Bytes > bytesLeft)
        {
            var oldest = ring.First!;
            if (oldest.Value.Wanted)
            {
                oldest.Value.Wanted = false;
                ring.RemoveFirst();
                ring.AddLast(oldest);
            }
            else
            {
                Remove(oldest);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        ring.Remove(node);
        byKey.Remove(node.Value.Key);
        Bytes -= node.Value.Cost;
    }

    private readonly record struct Key(long File, int Block, TermsBlockPart Part);

    private sealed class Entry(Key key, object block, int cost)
    {
        public Key Key { get; } = key;

        public object Block { get; } = block;

        public int Cost { get; } = cost;

        public bool Wanted { get; set; }
    }
}

/// <summary>The separately packed parts of a block.</summary>
internal enum TermsBlockPart
{
    Words,
    Postings,
}
