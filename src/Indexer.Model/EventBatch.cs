using System.Buffers;
using System.Text;

namespace Indexer.Model;

/// <summary>
/// Events of one index on their way from an input to a bucket: an immutable block of bytes that is also the payload of a
/// journal frame, so it is written once and never taken apart. Reference counted: the memory goes back to its pool with the
/// last <see cref="Release"/>.
/// </summary>
/// <remarks>
/// Layout: <c>varint originCount, { text host, text source, text sourcetype }*, event*</c> where a text is a varint length and
/// UTF-8 bytes, and an event is <c>varint origin, zigzag varint (time − previous time) in ns, varint fieldsLength, fields,
/// varint rawLength, raw</c>. The previous time of the first event is 0.
/// </remarks>
public sealed class EventBatch
{
    private readonly byte[] buffer;
    private readonly int eventsStart;
    private readonly bool pooled;
    private int references = 1;

    internal EventBatch(byte[] buffer, int length, int eventsStart, EventOrigin[] origins, int count, long rawBytes,
        EventTime earliest, EventTime latest, bool pooled)
    {
        this.buffer = buffer;
        this.eventsStart = eventsStart;
        this.pooled = pooled;
        Length = length;
        Origins = origins;
        Count = count;
        RawBytes = rawBytes;
        Earliest = earliest;
        Latest = latest;
    }

    /// <summary>Bytes of the block.</summary>
    public int Length { get; }

    /// <summary>Number of events, at least 1.</summary>
    public int Count { get; }

    /// <summary>Bytes of raw text in all events together.</summary>
    public long RawBytes { get; }

    public EventTime Earliest { get; }

    public EventTime Latest { get; }

    public IReadOnlyList<EventOrigin> Origins { get; }

    /// <summary>The whole block, as it is journaled and replicated.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, Length);

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Takes part in the ownership of the block; pair with <see cref="Release"/>.</summary>
    public EventBatch AddReference()
    {
        if (Interlocked.Increment(ref references) <= 1)
        {
            throw new ObjectDisposedException(nameof(EventBatch));
        }

        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left == 0 && pooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        else if (left < 0)
        {
            throw new ObjectDisposedException(nameof(EventBatch));
        }
    }

    /// <summary>
    /// Reads a block that came from a journal or a peer, checking every length. The bytes are copied.
    /// Throws <see cref="InvalidDataException"/>.
    /// </summary>
    public static EventBatch Parse(ReadOnlySpan<byte> block)
    {
        var position = 0;
        var originCount = VarInt.Read(block, ref position);
        if (originCount > (ulong)block.Length)
        {
            throw new InvalidDataException("an event batch claims more origins than it has bytes");
        }

        var origins = new EventOrigin[(int)originCount];
        for (var i = 0; i < origins.Length; i++)
        {
            origins[i] = new EventOrigin(ReadText(block, ref position), ReadText(block, ref position), ReadText(block, ref position));
        }

        var firstEvent = position;
        var count = 0;
        long rawBytes = 0, time = 0, earliest = long.MaxValue, latest = long.MinValue;
        while (position < block.Length)
        {
            var header = EventHeader.Read(block, ref position, time);
            if (header.Origin >= origins.Length)
            {
                throw new InvalidDataException("an event names an origin that its batch does not have");
            }

            time = header.Time;
            earliest = Math.Min(earliest, time);
            latest = Math.Max(latest, time);
            rawBytes += header.RawLength;
            count++;
            position = header.RawStart + header.RawLength;
        }

        if (count == 0)
        {
            throw new InvalidDataException("an event batch has no events");
        }

        var copy = ArrayPool<byte>.Shared.Rent(block.Length);
        block.CopyTo(copy);
        return new EventBatch(copy, block.Length, firstEvent, origins, count, rawBytes, new EventTime(earliest), new EventTime(latest), pooled: true);
    }

    private static string ReadText(ReadOnlySpan<byte> block, ref int position)
    {
        var length = VarInt.Read(block, ref position);
        if (length > (ulong)(block.Length - position))
        {
            throw new InvalidDataException("a text runs past the end of its event batch");
        }

        var text = Encoding.UTF8.GetString(block.Slice(position, (int)length));
        position += (int)length;
        return text;
    }

    private readonly record struct EventHeader(int Origin, long Time, int FieldsStart, int FieldsLength, int RawStart, int RawLength)
    {
        public static EventHeader Read(ReadOnlySpan<byte> block, ref int position, long previousTime)
        {
            var origin = VarInt.Read(block, ref position);
            var time = previousTime + VarInt.UnZigZag(VarInt.Read(block, ref position));
            var fieldsLength = VarInt.Read(block, ref position);
            var fieldsStart = position;
            if (fieldsLength > (ulong)(block.Length - position))
            {
                throw new InvalidDataException("the fields of an event run past the end of its batch");
            }

            position += (int)fieldsLength;
            var rawLength = VarInt.Read(block, ref position);
            if (rawLength > (ulong)(block.Length - position) || origin > int.MaxValue)
            {
                throw new InvalidDataException("the text of an event runs past the end of its batch");
            }

            return new EventHeader((int)origin, time, fieldsStart, (int)fieldsLength, position, (int)rawLength);
        }
    }

    /// <summary>One event in a batch. Valid while the batch is held.</summary>
    public readonly ref struct EventView
    {
        internal EventView(EventTime time, int origin, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> raw, int rawStart)
        {
            Time = time;
            Origin = origin;
            Fields = fields;
            Raw = raw;
            RawStart = rawStart;
        }

        public EventTime Time { get; }

        /// <summary>Ordinal in <see cref="Origins"/>.</summary>
        public int Origin { get; }

        /// <summary>Index-time fields, to be read with <see cref="IndexedFields"/>.</summary>
        public ReadOnlySpan<byte> Fields { get; }

        public ReadOnlySpan<byte> Raw { get; }

        /// <summary>Where <see cref="Raw"/> starts in <see cref="Bytes"/>.</summary>
        public int RawStart { get; }
    }

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> block;
        private int position;
        private EventHeader current;

        internal Enumerator(EventBatch batch)
        {
            block = batch.Bytes;
            position = batch.eventsStart;
        }

        public readonly EventView Current => new(new EventTime(current.Time), current.Origin,
            block.Slice(current.FieldsStart, current.FieldsLength), block.Slice(current.RawStart, current.RawLength), current.RawStart);

        public bool MoveNext()
        {
            if (position >= block.Length)
            {
                return false;
            }

            current = EventHeader.Read(block, ref position, current.Time);
            position = current.RawStart + current.RawLength;
            return true;
        }
    }
}
