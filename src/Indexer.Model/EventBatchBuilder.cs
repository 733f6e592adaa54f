using System.Buffers;
using System.Text;

namespace Indexer.Model;

/// <summary>
/// Collects events for one index into an <see cref="EventBatch"/>. Reusable: <see cref="Build"/> hands the events out and
/// leaves the builder empty. Not thread-safe. Allocates nothing per event.
/// </summary>
public sealed class EventBatchBuilder : IDisposable
{
    private readonly Dictionary<EventOrigin, int> ordinals = [];
    private readonly List<EventOrigin> origins = [];
    private EventOrigin? lastOrigin;
    private int lastOrdinal;
    private byte[] events = [];
    private int length;
    private int count;
    private long rawBytes;
    private long previousTime;
    private long earliest = long.MaxValue;
    private long latest = long.MinValue;

    public int Count => count;

    /// <summary>Bytes collected so far, without the table of origins.</summary>
    public int Length => length;

    public bool IsEmpty => count == 0;

    public void Add(EventTime time, EventOrigin origin, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> fields = default)
    {
        var ordinal = OrdinalOf(origin);
        EnsureRoom((4 * VarInt.BytesMax) + raw.Length + fields.Length);
        var target = events.AsSpan();
        length += VarInt.Write(target[length..], (ulong)ordinal);
        length += VarInt.Write(target[length..], VarInt.ZigZag(unchecked(time.Nanoseconds - previousTime)));
        length += VarInt.Write(target[length..], (ulong)fields.Length);
        fields.CopyTo(target[length..]);
        length += fields.Length;
        length += VarInt.Write(target[length..], (ulong)raw.Length);
        raw.CopyTo(target[length..]);
        length += raw.Length;

        previousTime = time.Nanoseconds;
        earliest = Math.Min(earliest, previousTime);
        latest = Math.Max(latest, previousTime);
        rawBytes += raw.Length;
        count++;
    }

    /// <summary>The events so far as one batch; the caller owns a reference. Throws <see cref="InvalidOperationException"/> when empty.</summary>
    public EventBatch Build()
    {
        if (count == 0)
        {
            throw new InvalidOperationException("a batch needs at least one event");
        }

        var headerMax = VarInt.BytesMax;
        foreach (var origin in origins)
        {
            headerMax += (3 * VarInt.BytesMax) + Encoding.UTF8.GetMaxByteCount(origin.Host.Length + origin.Source.Length + origin.SourceType.Length);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(headerMax + length);
        var position = VarInt.Write(buffer, (ulong)origins.Count);
        foreach (var origin in origins)
        {
            position = WriteText(buffer, position, origin.Host);
            position = WriteText(buffer, position, origin.Source);
            position = WriteText(buffer, position, origin.SourceType);
        }

        var eventsStart = position;
        events.AsSpan(0, length).CopyTo(buffer.AsSpan(position));
        var batch = new EventBatch(buffer, position + length, eventsStart, [.. origins], count, rawBytes,
            new EventTime(earliest), new EventTime(latest), pooled: true);
        Clear();
        return batch;
    }

    /// <summary>Drops what was collected.</summary>
    public void Clear()
    {
        ordinals.Clear();
        origins.Clear();
        lastOrigin = null;
        length = 0;
        count = 0;
        rawBytes = 0;
        previousTime = 0;
        earliest = long.MaxValue;
        latest = long.MinValue;
    }

    public void Dispose()
    {
        Clear();
        if (events.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(events);
            events = [];
        }
    }

    private static int WriteText(byte[] buffer, int position, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        position += VarInt.Write(buffer.AsSpan(position), (ulong)size);
        return position + Encoding.UTF8.GetBytes(text, buffer.AsSpan(position));
    }

    private int OrdinalOf(EventOrigin origin)
    {
        if (ReferenceEquals(origin, lastOrigin))
        {
            return lastOrdinal;
        }

        if (!ordinals.TryGetValue(origin, out var ordinal))
        {
            ordinal = origins.Count;
            ordinals.Add(origin, ordinal);
            origins.Add(origin);
        }

        lastOrigin = origin;
        lastOrdinal = ordinal;
        return ordinal;
    }

    private void EnsureRoom(int more)
    {
        if (events.Length - length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(length + more), Math.Min(events.Length * 2, Array.MaxLength)));
        events.AsSpan(0, length).CopyTo(larger);
        if (events.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(events);
        }

        events = larger;
    }
}
