
namespace Indexer.Storage.Slices;

/// <summary>
/// The events of one slice as they arrive, before they are encoded. One writer; readers work on a <see cref="View"/> that they
/// take under the writer's lock, and that appends do not disturb.
/// </summary>
internal sealed class SliceInput
{
    private int references = 1;
    private const int TextBytesInitial = 64 << 10;

    private byte[] text = new byte[TextBytesInitial];
    private byte[] fields = [];
    private readonly int[] textStarts = new int[SliceLimits.EventsMax + 1];
    private readonly int[] fieldStarts = new int[SliceLimits.EventsMax + 1];
    private readonly long[] times = new long[SliceLimits.EventsMax];
    private readonly int[] origins = new int[SliceLimits.EventsMax];

    public int Count { get; private set; }

    /// <summary>Bytes of raw text in all events together.</summary>
    public int RawBytes => textStarts[Count] - Count;

    /// <summary>Bytes of memory that texts and index-time fields take.</summary>
    public int Capacity => text.Length + fields.Length;

    public bool IsFull => Count == SliceLimits.EventsMax || RawBytes >= SliceLimits.RawBytes;

    public long Earliest { get; private set; } = long.MaxValue;

    public long Latest { get; private set; } = long.MinValue;

    /// <summary>Adds one event; not after <see cref="IsFull"/>.</summary>
    /// <param name="origin">The ordinal of the event's origin in the bucket.</param>
    public void Add(long time, int origin, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> indexedFields)
    {
        var index = Count;
        var textStart = textStarts[index];
        Ensure(ref text, textStart, raw.Length + 1);
        raw.CopyTo(text.AsSpan(textStart));
        text[textStart + raw.Length] = (byte)'\n';
        textStarts[index + 1] = textStart + raw.Length + 1;
        if (!indexedFields.IsEmpty)
        {
            Ensure(ref fields, fieldStarts[index], indexedFields.Length);
            indexedFields.CopyTo(fields.AsSpan(fieldStarts[index]));
        }

        fieldStarts[index + 1] = fieldStarts[index] + indexedFields.Length;
        times[index] = time;
        origins[index] = origin;
        Earliest = Math.Min(Earliest, time);
        Latest = Math.Max(Latest, time);
        Count = index + 1;
    }

    /// <summary>Makes the input empty, for the next slice; not while a view is in use.</summary>
    public void Clear()
    {
        Count = 0;
        references = 1;
        Earliest = long.MaxValue;
        Latest = long.MinValue;
    }

    public SliceInput AddReference()
    {
        Interlocked.Increment(ref references);
        return this;
    }

    /// <summary>True where nobody uses the input any more and it may be cleared for the next slice.</summary>
    public bool Release() => Interlocked.Decrement(ref references) == 0;

    public View Read() => new(text, textStarts, fields, fieldStarts, times, origins, Count);

    private static void Ensure(ref byte[] buffer, int used, int more)
    {
        if (buffer.Length - used < more)
        {
            // Views keep the old array, whose used part stays as it is.
            Array.Resize(ref buffer, Math.Max(checked(used + more), Math.Max(4096, Math.Min(Array.MaxLength, buffer.Length * 2))));
        }
    }

    /// <summary>The first <see cref="Count"/> events.</summary>
    public readonly struct View(byte[] text, int[] textStarts, byte[] fields, int[] fieldStarts, long[] times, int[] origins, int count)
    {
        public int Count => count;

        public byte[] Text => text;

        /// <summary>Length of <see cref="Text"/>, with a line end behind every event.</summary>
        public int TextLength => textStarts[count];

        public int RawBytes => textStarts[count] - count;

        public bool HasFields => fieldStarts[count] > 0;

        public ReadOnlySpan<long> Times => times.AsSpan(0, count);

        public ReadOnlySpan<int> Origins => origins.AsSpan(0, count);

        public int Start(int index) => textStarts[index];

        public int End(int index) => textStarts[index + 1] - 1;

        public ReadOnlySpan<byte> Raw(int index) => text.AsSpan(textStarts[index], textStarts[index + 1] - textStarts[index] - 1);

        public ReadOnlySpan<byte> Fields(int index) => fields.AsSpan(fieldStarts[index], fieldStarts[index + 1] - fieldStarts[index]);
    }
}
