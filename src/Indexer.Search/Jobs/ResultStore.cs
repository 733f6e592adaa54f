using System.Globalization;
using Indexer.Search.Execution;
using Indexer.Search.Values;

namespace Indexer.Search.Jobs;

/// <summary>A page of a result.</summary>
/// <param name="Fields">Of the whole result so far, in order of first appearance.</param>
/// <param name="Offset">Of the first row.</param>
/// <param name="Batches">The rows; a field that a batch does not have has no value there.</param>
public sealed record ResultPage(IReadOnlyList<string> Fields, long Offset, IReadOnlyList<RowBatch> Batches)
{
    public int Count => Batches.Sum(batch => batch.Count);
}

/// <summary>
/// Keeps the rows of a result for paging: the first ones in memory, later ones in a spill. Rows beyond the limits are dropped,
/// and the user is told. One writer, any readers.
/// </summary>
public sealed class ResultStore : IResultSink, IDisposable
{
    private readonly Lock gate = new();
    private readonly SearchLimits limits;
    private readonly SearchMessages messages;
    private readonly Func<IResultSpill>? openSpill;
    private readonly List<Segment> segments = [];
    private readonly List<string> fields = [];
    private readonly HashSet<string> knownFields = new(StringComparer.Ordinal);
    private IResultSpill? spill;
    private long memoryBytes;
    private long rowCount;
    private bool isFull;
    private bool isDisposed;

    /// <param name="limits">How much is kept.</param>
    /// <param name="messages">Where the user is told.</param>
    /// <param name="openSpill">Opens the place for rows that do not fit in memory; null where there is none.</param>
    public ResultStore(SearchLimits limits, SearchMessages messages, Func<IResultSpill>? openSpill)
    {
        this.limits = limits;
        this.messages = messages;
        this.openSpill = openSpill;
    }

    public long RowCount => Interlocked.Read(ref rowCount);

    public bool IsFull => Volatile.Read(ref isFull);

    public ValueTask WriteAsync(RowBatch batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var room = limits.ResultRowsMax - RowCount;
        if (batch.Count > room)
        {
            messages.Warn(string.Create(CultureInfo.InvariantCulture, $"the result has more than {limits.ResultRowsMax} rows; the first {limits.ResultRowsMax} are kept"));
            Volatile.Write(ref isFull, true);
            if (room <= 0)
            {
                return ValueTask.CompletedTask;
            }

            batch = batch.Select([.. Enumerable.Range(0, (int)room)]);
        }

        var segment = Place(batch);
        if (segment is not null)
        {
            lock (gate)
            {
                segments.Add(segment);
                fields.AddRange(batch.Fields.Where(knownFields.Add));
                Interlocked.Add(ref rowCount, batch.Count);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Rows <paramref name="offset"/> to <paramref name="offset"/> + <paramref name="count"/>, as far as they are there.</summary>
    /// <exception cref="IOException">Spilled rows cannot be read.</exception>
    /// <exception cref="InvalidDataException">Spilled rows are damaged.</exception>
    public ResultPage Read(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var batches = new List<RowBatch>();
            long left = count;
            for (var i = FindSegment(offset); i < segments.Count && left > 0; i++)
            {
                var segment = segments[i];
                var from = (int)Math.Max(0, offset - segment.FirstRow);
                var take = (int)Math.Min(left, segment.RowCount - from);
                var batch = segment.Rows ?? spill!.Read(segment.SpilledAs);
                batches.Add(take == segment.RowCount ? batch : batch.Select([.. Enumerable.Range(from, take)]));
                left -= take;
            }

            return new ResultPage([.. fields], offset, batches);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            segments.Clear();
            spill?.Dispose();
            spill = null;
        }
    }

    private int FindSegment(long offset)
    {
        var (low, high) = (0, segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].FirstRow + segments[middle].RowCount <= offset)
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

    private Segment? Place(RowBatch batch)
    {
        var bytes = RowGather.EstimateBytes(batch);
        if (spill is null && memoryBytes + bytes <= limits.ResultMemoryBytesMax)
        {
            memoryBytes += bytes;
            return new Segment(RowCount, batch.Count, batch, -1);
        }

        if (openSpill is null)
        {
            messages.Warn(string.Create(CultureInfo.InvariantCulture, $"the result takes more than {limits.ResultMemoryBytesMax >> 20} MB; its first {RowCount} rows are kept"));
            Volatile.Write(ref isFull, true);
            return null;
        }

        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            spill ??= openSpill();
            return new Segment(RowCount, batch.Count, null, spill.Append(batch));
        }
    }

    /// <summary>Rows that were written together, in memory or spilled.</summary>
    private sealed record Segment(long FirstRow, int RowCount, RowBatch? Rows, long SpilledAs);
}
