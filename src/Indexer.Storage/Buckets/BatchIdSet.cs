using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>
/// A set of <see cref="BatchId"/>s as ranges of sequences per channel, so that a sender that counts up costs one range.
/// Bounded: beyond <see cref="ChannelsMax"/> the channel that was longest without a new id is forgotten, beyond
/// <see cref="RangesPerChannelMax"/> the range of the channel's lowest sequences. Not thread-safe.
/// </summary>
/// <remarks>
/// <c>Batches.data</c>, version 1: a <see cref="BlockReader"/> file with magic <c>IDXB</c> whose body is <c>varint channels</c>
/// and, in order of the GUIDs, <c>{ 16 bytes big-endian GUID, varint ranges, { zigzag first − last of the range before, varint length − 1 }* }*</c>.
/// </remarks>
public sealed class BatchIdSet
{
    public const int ChannelsMax = 16_384;
    public const int RangesPerChannelMax = 4_096;

    private const byte FormatVersion = 1;
    private const int GuidBytes = 16;
    private const int BytesMax = 256 << 20;
    private readonly Dictionary<Guid, LinkedListNode<Channel>> channels = [];
    private readonly LinkedList<Channel> byAge = [];

    private static ReadOnlySpan<byte> Magic => "IDXB"u8;

    public bool IsEmpty => channels.Count == 0;

    /// <summary>Does nothing for <see cref="BatchId.None"/>, which is never recognised again.</summary>
    public void Add(BatchId id)
    {
        if (!id.IsNone)
        {
            ChannelOf(id.Channel).Add(id.Sequence, id.Sequence);
        }
    }

    public void Add(BatchIdSet other)
    {
        foreach (var channel in other.byAge)
        {
            var target = ChannelOf(channel.Id);
            foreach (var (first, last) in channel.Ranges)
            {
                target.Add(first, last);
            }
        }
    }

    public bool Contains(BatchId id) => channels.TryGetValue(id.Channel, out var node) && node.Value.Contains(id.Sequence);

    /// <summary>Publishes the file.</summary>
    public void Write(IDisk disk, string path)
    {
        var writer = new BlockWriter(Magic, FormatVersion);
        writer.WriteVarInt((ulong)channels.Count);
        Span<byte> guid = stackalloc byte[GuidBytes];
        foreach (var channel in byAge.OrderBy(channel => channel.Id))
        {
            channel.Id.TryWriteBytes(guid, bigEndian: true, out _);
            writer.WriteBytes(guid);
            writer.WriteVarInt((ulong)channel.Ranges.Count);
            long previous = 0;
            foreach (var (first, last) in channel.Ranges)
            {
                writer.WriteZigZag(unchecked(first - previous));
                writer.WriteVarInt(unchecked((ulong)(last - first)));
                previous = last;
            }
        }

        DurableFile.Publish(disk, path, writer.Finish());
    }

    /// <summary>Throws <see cref="BucketDamagedException"/>.</summary>
    public static BatchIdSet Read(IDisk disk, string path)
    {
        var reader = new BlockReader(DurableFile.ReadAll(disk, path, BytesMax), path, Magic, FormatVersion);
        var set = new BatchIdSet();
        for (var channelsLeft = reader.ReadVarInt(); channelsLeft > 0; channelsLeft--)
        {
            var channel = set.ChannelOf(new Guid(reader.ReadBytes(GuidBytes), bigEndian: true));
            long previous = 0;
            for (var rangesLeft = reader.ReadVarInt(); rangesLeft > 0; rangesLeft--)
            {
                var first = unchecked(previous + reader.ReadZigZag());
                var last = unchecked(first + (long)reader.ReadVarInt());
                if (last < first)
                {
                    throw reader.Damaged("a range of batch sequences ends before it begins");
                }

                channel.Add(first, last);
                previous = last;
            }
        }

        reader.ExpectEnd();
        return set;
    }

    private Channel ChannelOf(Guid id)
    {
        if (channels.TryGetValue(id, out var node))
        {
            byAge.Remove(node);
            byAge.AddLast(node);
            return node.Value;
        }

        if (channels.Count == ChannelsMax)
        {
            channels.Remove(byAge.First!.Value.Id);
            byAge.RemoveFirst();
        }

        node = byAge.AddLast(new Channel(id));
        channels.Add(id, node);
        return node.Value;
    }

    private sealed class Channel(Guid id)
    {
        public Guid Id { get; } = id;

        /// <summary>Ascending, with a gap between any two.</summary>
        public List<(long First, long Last)> Ranges { get; } = [];

        public bool Contains(long sequence)
        {
            var next = FirstEndingAtOrAfter(sequence);
            return next < Ranges.Count && Ranges[next].First <= sequence;
        }

        public void Add(long first, long last)
        {
            // Ranges that touch the new one (also by adjacency) melt into it.
            var from = FirstEndingAtOrAfter(first == long.MinValue ? first : first - 1);
            var to = from;
            while (to < Ranges.Count && (last == long.MaxValue || Ranges[to].First <= last + 1))
            {
                first = Math.Min(first, Ranges[to].First);
                last = Math.Max(last, Ranges[to].Last);
                to++;
            }

            if (to == from + 1)
            {
                Ranges[from] = (first, last);
                return;
            }

            Ranges.RemoveRange(from, to - from);
            Ranges.Insert(from, (first, last));
            if (Ranges.Count > RangesPerChannelMax)
            {
                Ranges.RemoveAt(0);
            }
        }

        private int FirstEndingAtOrAfter(long sequence)
        {
            var low = 0;
            var high = Ranges.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Ranges[middle].Last < sequence)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
