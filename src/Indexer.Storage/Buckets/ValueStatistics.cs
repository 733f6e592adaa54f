using System.Text;
using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Buckets;

/// <summary>Number and time span of the events that have one value of host, source or sourcetype.</summary>
public readonly record struct ValueStatistic(long Events, EventTime Earliest, EventTime Latest)
{
    public ValueStatistic With(EventTime time) => new(Events + 1, time < Earliest ? time : Earliest, time > Latest ? time : Latest);

    public ValueStatistic With(ValueStatistic other) => new(Events + other.Events,
        other.Earliest < Earliest ? other.Earliest : Earliest, other.Latest > Latest ? other.Latest : Latest);
}

/// <summary>
/// <c>Hosts.data</c>, <c>Sources.data</c> or <c>SourceTypes.data</c>: per value the number and the time span of its events.
/// </summary>
/// <remarks>
/// Format, version 1: a <see cref="BlockReader"/> file with magic <c>IDXV</c> whose body is <c>varint values</c> and, in ordinal
/// order of the UTF-8 bytes, <c>{ text value, varint events, zigzag earliest ns, varint latest − earliest ns }*</c>.
/// </remarks>
public sealed class ValueStatistics
{
    private const byte FormatVersion = 1;
    private const int BytesMax = 256 << 20;
    private readonly Dictionary<string, ValueStatistic> values = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Magic => "IDXV"u8;

    public IReadOnlyDictionary<string, ValueStatistic> Values => values;

    /// <summary>Number of events of all values together.</summary>
    public long EventCount => values.Values.Sum(value => value.Events);

    public void Add(string value, EventTime time) =>
        values[value] = values.TryGetValue(value, out var known) ? known.With(time) : new ValueStatistic(1, time, time);

    public void Add(string value, ValueStatistic statistic) =>
        values[value] = values.TryGetValue(value, out var known) ? known.With(statistic) : statistic;

    public void Add(ValueStatistics other)
    {
        foreach (var (value, statistic) in other.values)
        {
            Add(value, statistic);
        }
    }

    /// <summary>Publishes the file.</summary>
    public void Write(IDisk disk, string path)
    {
        var writer = new BlockWriter(Magic, FormatVersion);
        writer.WriteVarInt((ulong)values.Count);
        foreach (var (value, statistic) in values.OrderBy(entry => Encoding.UTF8.GetBytes(entry.Key), ByteOrder.Instance))
        {
            writer.WriteText(value);
            writer.WriteVarInt((ulong)statistic.Events);
            writer.WriteZigZag(statistic.Earliest.Nanoseconds);
            writer.WriteVarInt(unchecked((ulong)(statistic.Latest.Nanoseconds - statistic.Earliest.Nanoseconds)));
        }

        DurableFile.Publish(disk, path, writer.Finish());
    }

    /// <summary>Throws <see cref="BucketDamagedException"/>, also for counts and spans that cannot be.</summary>
    public static ValueStatistics Read(IDisk disk, string path)
    {
        var reader = new BlockReader(DurableFile.ReadAll(disk, path, BytesMax), path, Magic, FormatVersion);
        var statistics = new ValueStatistics();
        for (var left = reader.ReadVarInt(); left > 0; left--)
        {
            var value = reader.ReadText();
            var events = reader.ReadVarInt();
            var earliest = reader.ReadZigZag();
            var latest = unchecked(earliest + (long)reader.ReadVarInt());
            if (events is 0 or > long.MaxValue || latest < earliest)
            {
                throw reader.Damaged($"value '{value}' has a count or time span that cannot be");
            }

            if (!statistics.values.TryAdd(value, new ValueStatistic((long)events, new EventTime(earliest), new EventTime(latest))))
            {
                throw reader.Damaged($"value '{value}' stands there twice");
            }
        }

        reader.ExpectEnd();
        return statistics;
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
