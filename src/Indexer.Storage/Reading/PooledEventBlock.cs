using System.Buffers;
using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>The rows of a unit in pooled memory. Filled by one reader, then handed out.</summary>
internal sealed class PooledEventBlock : EventBlock
{
    private readonly BucketContent bucket;
    private readonly EventColumns columns;
    private long[] times;
    private long[] ordinals;
    private int[] origins;
    private int[] rawStarts;
    private int[] rawLengths;
    private int[] fieldStarts;
    private int[] fieldLengths;
    private byte[] text;
    private int textLength;
    private int count;
    private bool disposed;

    public PooledEventBlock(BucketContent bucket, EventColumns columns, int rowsMax, int textMax)
    {
        this.bucket = bucket;
        this.columns = columns;
        times = ArrayPool<long>.Shared.Rent(rowsMax);
        ordinals = ArrayPool<long>.Shared.Rent(rowsMax);
        origins = ArrayPool<int>.Shared.Rent(rowsMax);
        rawStarts = ArrayPool<int>.Shared.Rent(rowsMax);
        rawLengths = ArrayPool<int>.Shared.Rent(rowsMax);
        fieldStarts = ArrayPool<int>.Shared.Rent(rowsMax);
        fieldLengths = ArrayPool<int>.Shared.Rent(rowsMax);
        text = ArrayPool<byte>.Shared.Rent(Math.Max(16, textMax));
    }

    public override int Count => count;

    public override ReadOnlySpan<long> Times => times.AsSpan(0, count);

    public override IReadOnlyList<EventOrigin> Origins => bucket.Origins;

    public override ReadOnlySpan<int> OriginOrdinals => columns.HasFlag(EventColumns.Origin) ? origins.AsSpan(0, count) : default;

    public override ReadOnlySpan<byte> Raw(int row) =>
        columns.HasFlag(EventColumns.Raw) ? text.AsSpan(rawStarts[Checked(row)], rawLengths[row]) : default;

    public override ReadOnlySpan<byte> IndexedFields(int row) =>
        columns.HasFlag(EventColumns.IndexedFields) ? text.AsSpan(fieldStarts[Checked(row)], fieldLengths[row]) : default;

    public override (BucketId Bucket, long Ordinal) Address(int row) => (bucket.Id, ordinals[Checked(row)]);

    /// <summary>Makes room for a text and returns where it stands.</summary>
    public Span<byte> Reserve(int length, out int start)
    {
        if (text.Length - textLength < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(textLength + length), text.Length * 2));
            text.AsSpan(0, textLength).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(text);
            text = larger;
        }

        start = textLength;
        textLength += length;
        return text.AsSpan(start, length);
    }

    /// <summary>Gives back the end of what was reserved last.</summary>
    public void GiveBack(int length) => textLength -= length;

    /// <summary>Adds a row; rows come newest first.</summary>
    public void Add(long time, int origin, long ordinal, int rawStart, int rawLength, ReadOnlySpan<byte> fields)
    {
        times[count] = time;
        origins[count] = origin;
        ordinals[count] = ordinal;
        rawStarts[count] = rawStart;
        rawLengths[count] = rawLength;
        fieldLengths[count] = 0;
        fieldStarts[count] = 0;
        if (!fields.IsEmpty && columns.HasFlag(EventColumns.IndexedFields))
        {
            fields.CopyTo(Reserve(fields.Length, out fieldStarts[count]));
            fieldLengths[count] = fields.Length;
        }

        count++;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposed || !disposing)
        {
            return;
        }

        disposed = true;
        count = 0;
        ArrayPool<long>.Shared.Return(times);
        ArrayPool<long>.Shared.Return(ordinals);
        ArrayPool<int>.Shared.Return(origins);
        ArrayPool<int>.Shared.Return(rawStarts);
        ArrayPool<int>.Shared.Return(rawLengths);
        ArrayPool<int>.Shared.Return(fieldStarts);
        ArrayPool<int>.Shared.Return(fieldLengths);
        ArrayPool<byte>.Shared.Return(text);
        times = ordinals = [];
        origins = rawStarts = rawLengths = fieldStarts = fieldLengths = [];
        text = [];
    }

    private int Checked(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)count, nameof(row));
        return row;
    }
}
