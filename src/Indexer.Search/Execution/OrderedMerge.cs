using System.Globalization;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>
/// Puts the rows of units, which workers finish in any order and whose times overlap, in the order of events: newest first. A row
/// is let go when no unit that is still to come can hold a newer one. Waiting rows are bounded: beyond the limit the newest are
/// let go early, and the user is told. Thread-safe.
/// </summary>
internal sealed class OrderedMerge
{
    private const int BatchRowsMax = 4096;

    private readonly Lock gate = new();
    private readonly long[] unitLatest;
    private readonly bool[] completed;
    private readonly PriorityQueue<Pending, (long Time, int Unit)> waiting = new(NewestFirst.Instance);
    private readonly SearchMessages messages;
    private readonly int unitsAhead;
    private readonly long bytesMax;
    private TaskCompletionSource? advance;
    private int firstOpen;
    private long waitingBytes;

    /// <param name="unitLatest">Per unit a time that none of its events is newer than; descending.</param>
    /// <param name="unitsAhead">How many units after the first one that is not completed may be worked on.</param>
    /// <param name="bytesMax">Of waiting rows.</param>
    /// <param name="messages">Where the user is told when rows come out of order.</param>
    public OrderedMerge(long[] unitLatest, int unitsAhead, long bytesMax, SearchMessages messages)
    {
        this.unitsAhead = unitsAhead;
        this.unitLatest = unitLatest;
        this.bytesMax = bytesMax;
        this.messages = messages;
        completed = new bool[unitLatest.Length];
    }

    /// <summary>Waits until work on a unit is not too far ahead.</summary>
    public async ValueTask WaitForTurnAsync(int unit, CancellationToken cancellation)
    {
        while (true)
        {
            Task advanced;
            lock (gate)
            {
                if (unit < firstOpen + unitsAhead)
                {
                    return;
                }

                advance ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                advanced = advance.Task;
            }

            await advanced.WaitAsync(cancellation);
        }
    }

    /// <summary>Hands in what became of a unit.</summary>
    /// <param name="unit">Its number.</param>
    /// <param name="rows">Its rows, newest first, with <see cref="EventFields.Order"/> where commands may have left some out; null for none.</param>
    /// <param name="times">The times of the unit's events, in nanoseconds.</param>
    public void Complete(int unit, RowBatch? rows, ReadOnlySpan<long> times)
    {
        var pending = rows is { Count: > 0 } ? new Pending(unit, rows, times) : null;
        TaskCompletionSource? advanced = null;
        lock (gate)
        {
            completed[unit] = true;
            if (unit == firstOpen)
            {
                (advanced, advance) = (advance, null);
                while (firstOpen < completed.Length && completed[firstOpen])
                {
                    firstOpen++;
                }
            }

            if (pending is not null)
            {
                waitingBytes += pending.Bytes;
                waiting.Enqueue(pending, (pending.Time, unit));
            }
        }

        advanced?.SetResult();
    }

    /// <summary>Whether more rows wait than should; workers then help to hand them on instead of reading more.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                return waitingBytes > bytesMax / 2;
            }
        }
    }

    /// <summary>Whether <see cref="Take()"/> would return rows.</summary>
    public bool HasRows
    {
        get
        {
            lock (gate)
            {
                return waiting.TryPeek(out _, out var key) && MayGo(key);
            }
        }
    }

    /// <summary>Takes the next rows whose turn it is; null when none may go yet.</summary>
    public RowBatch? Take()
    {
        lock (gate)
        {
            var batches = new List<RowBatch>();
            var rows = new List<RowReference>();
            while (rows.Count < BatchRowsMax && waiting.TryPeek(out var pending, out var key) && MayGo(key))
            {
                waiting.Dequeue();
                Take(pending, batches, rows);
                if (pending.IsEmpty)
                {
                    waitingBytes -= pending.Bytes;
                }
                else
                {
                    waiting.Enqueue(pending, (pending.Time, pending.Unit));
                }
            }

            return rows.Count switch
            {
                0 => null,
                _ when batches.Count == 1 && rows.Count == batches[0].Count => batches[0],
                _ => RowGather.Gather(batches, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows)),
            };
        }
    }

    // Of rows of the same time the one of the unit with the lower number comes first.
    private bool MayGo((long Time, int Unit) row)
    {
        if (firstOpen == completed.Length || row.Time > unitLatest[firstOpen] || (row.Time == unitLatest[firstOpen] && row.Unit < firstOpen))
        {
            return true;
        }

        if (waitingBytes <= bytesMax)
        {
            return false;
        }

        messages.Warn(string.Create(CultureInfo.InvariantCulture,
            $"events of overlapping buckets took more than {bytesMax >> 20} MB to put in order; some may be out of order. search a shorter time"));
        return true;
    }

    // Rows of this unit up to where another one that is waiting, or still to come, takes its turn.
    private void Take(Pending pending, List<RowBatch> batches, List<RowReference> rows)
    {
        var batch = batches.IndexOf(pending.Rows);
        if (batch < 0)
        {
            batch = batches.Count;
            batches.Add(pending.Rows);
        }

        var other = waiting.TryPeek(out _, out var next) ? next : (Time: long.MinValue, Unit: int.MaxValue);
        do
        {
            rows.Add(new RowReference(batch, pending.Next()));
        }
        while (!pending.IsEmpty
            && rows.Count < BatchRowsMax
            && NewestFirst.Instance.Compare((pending.Time, pending.Unit), other) < 0
            && MayGo((pending.Time, pending.Unit)));
    }

    /// <summary>The rows of a unit that still wait.</summary>
    private sealed class Pending
    {
        private readonly long[] times;
        private int next;

        public Pending(int unit, RowBatch rows, ReadOnlySpan<long> unitTimes)
        {
            Unit = unit;
            times = new long[rows.Count];
            if (rows.TryGetColumn(EventFields.Order, out var order))
            {
                for (var row = 0; row < times.Length; row++)
                {
                    order[row].TryGetNumber(out var ordinal);
                    times[row] = unitTimes[(int)ordinal];
                }

                rows = rows.Project([.. rows.Fields.Where(field => field != EventFields.Order)]);
            }
            else
            {
                unitTimes[..times.Length].CopyTo(times);
            }

            Rows = rows;
            Bytes = RowGather.EstimateBytes(rows);
        }

        public int Unit { get; }

        public RowBatch Rows { get; }

        public long Bytes { get; }

        public bool IsEmpty => next == times.Length;

        /// <summary>Of the next row.</summary>
        public long Time => times[next];

        public int Next() => next++;
    }

    private sealed class NewestFirst : IComparer<(long Time, int Unit)>
    {
        public static readonly NewestFirst Instance = new();

        public int Compare((long Time, int Unit) x, (long Time, int Unit) y) =>
            x.Time != y.Time ? y.Time.CompareTo(x.Time) : x.Unit.CompareTo(y.Unit);
    }
}
