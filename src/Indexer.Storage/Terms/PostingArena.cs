using System.Buffers;
using System.Buffers.Binary;
using Indexer.Model;

namespace Indexer.Storage.Terms;

/// <summary>
/// Postings of all words of a <see cref="TermTable"/>: per word a chain of chunks that grow from 16 to 512 bytes, in one array.
/// </summary>
/// <remarks>
/// A record is <c>varint (pages to the next posting − 1) × 2 + (events ≠ 1)</c> and, where the last bit says so,
/// <c>varint events</c>. The last four bytes of a full chunk are the place of the next one.
/// </remarks>
internal sealed class PostingArena
{
    public const int None = -1;

    private const int BytesInitial = 1 << 16;
    private const int ChunkBytesMin = 16;
    private const int ChunkLevelMax = 5;
    private const int LinkBytes = sizeof(int);
    private const int RecordBytesMax = 2 * 5;

    private byte[] bytes;

    private PostingArena(byte[] bytes) => this.bytes = bytes;

    public int UsedBytes { get; private set; }

    public long MemoryBytes => bytes.Length;

    /// <param name="bytes">To have room for at once.</param>
    public static PostingArena Rent(int bytes) => new(ArrayPool<byte>.Shared.Rent(Math.Max(BytesInitial, bytes)));

    public void Return()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    /// <summary>Moves the entry's last posting into the arena and puts a new one in its place.</summary>
    public void Append(ref TermEntry entry, int page, int events)
    {
        var head = (ulong)(page - entry.LastPage - 1) << 1;
        if (entry.LastEvents == 1 && entry.TailEnd - entry.Tail >= sizeof(ushort) && head < 1 << 14)
        {
            AppendShort(ref entry, (uint)head);
        }
        else
        {
            AppendAny(ref entry, head);
        }

        entry.LastPage = page;
        entry.LastEvents = events;
    }

    /// <summary>Asks for the memory where the next posting of the word will be written.</summary>
    public void PrefetchTail(ref readonly TermEntry entry) => ArenaArray.Prefetch(bytes, entry.Tail);

    /// <summary>Asks for the memory of the first postings of the word.</summary>
    public void PrefetchFirst(ref readonly TermEntry entry) => ArenaArray.Prefetch(bytes, entry.ChunkFirst);

    /// <summary>Appends all postings of the word to <paramref name="target"/>.</summary>
    public void CopyTo(ref readonly TermEntry entry, PostingBuffer target)
    {
        if (entry.ChunkFirst != None)
        {
            var reader = new Reader(bytes, entry.ChunkFirst);
            var page = entry.FirstPage;
            while (reader.Position != entry.Tail)
            {
                var head = reader.Next();
                target.Add(page, (head & 1) == 0 ? 1 : (int)reader.Next());
                page += (int)(head >> 1) + 1;
            }
        }

        target.Add(entry.LastPage, entry.LastEvents);
    }

    private static int ChunkBytes(int level) => ChunkBytesMin << Math.Min(level, ChunkLevelMax);

    // One or two bytes where there is room for both.
    private void AppendShort(ref TermEntry entry, uint head)
    {
        if (head < 0x80)
        {
            bytes[entry.Tail++] = (byte)head;
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(entry.Tail), (ushort)((head & 0x7F) | 0x80 | (head >> 7 << 8)));
            entry.Tail += sizeof(ushort);
        }
    }

    private void AppendAny(ref TermEntry entry, ulong head)
    {
        Span<byte> record = stackalloc byte[RecordBytesMax];
        var plain = entry.LastEvents == 1;
        var length = VarInt.Write(record, head | (plain ? 0UL : 1UL));
        if (!plain)
        {
            length += VarInt.Write(record[length..], (ulong)entry.LastEvents);
        }

        foreach (var b in record[..length])
        {
            if (entry.Tail == entry.TailEnd)
            {
                Extend(ref entry);
            }

            bytes[entry.Tail++] = b;
        }
    }

    private void Extend(ref TermEntry entry)
    {
        var length = ChunkBytes(entry.ChunkLevel);
        if (UsedBytes + length > bytes.Length)
        {
            ArenaArray.Grow(ref bytes, UsedBytes, length);
        }

        if (entry.ChunkFirst == None)
        {
            entry.ChunkFirst = UsedBytes;
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry.TailEnd), UsedBytes);
        }

        entry.Tail = UsedBytes;
        entry.TailEnd = UsedBytes + length - LinkBytes;
        entry.ChunkLevel = (byte)Math.Min(entry.ChunkLevel + 1, ChunkLevelMax);
        UsedBytes += length;
    }

    private ref struct Reader(byte[] bytes, int chunk)
    {
        private int end = chunk + ChunkBytes(0) - LinkBytes;
        private int level = 1;

        public int Position { get; private set; } = chunk;

        public ulong Next()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                if (Position == end)
                {
                    Position = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(end));
                    end = Position + ChunkBytes(level++) - LinkBytes;
                }

                var b = bytes[Position++];
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
