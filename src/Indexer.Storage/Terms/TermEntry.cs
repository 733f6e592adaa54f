using System.Runtime.InteropServices;

namespace Indexer.Storage.Terms;

/// <summary>What <see cref="TermTable"/> keeps of a word; the word itself follows. The last page is not yet in the postings.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct TermEntry(int wordLength, int page, int events)
{
    public readonly int FirstPage = page;
    public int LastPage = page;
    public int LastEvents = events;

    /// <summary>The first chunk of <see cref="PostingArena"/>, or <see cref="PostingArena.None"/>.</summary>
    public int ChunkFirst = PostingArena.None;

    /// <summary>Where the next posting goes.</summary>
    public int Tail;

    /// <summary>Where the current chunk has no more room.</summary>
    public int TailEnd;

    public readonly ushort WordLength = (ushort)wordLength;

    /// <summary>Number of chunks, up to where they stop growing.</summary>
    public byte ChunkLevel;
}
