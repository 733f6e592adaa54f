using System.Buffers;
using Indexer.Model;
using Indexer.Model.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>The matching ones of events that are in no slice yet; every event is looked at. Thread-safe.</summary>
internal sealed class TailScan : IScanUnit
{
    private readonly BucketContent bucket;
    private readonly SliceInput.View input;
    private readonly long firstEvent;
    private readonly QueryNode query;
    private readonly ScanRequest request;

    public TailScan(BucketContent bucket, SliceInput.View input, long firstEvent, QueryNode query, ScanRequest request)
    {
        this.bucket = bucket;
        this.input = input;
        this.firstEvent = firstEvent;
        this.query = query;
        this.request = request;
        var (earliest, latest) = (long.MaxValue, long.MinValue);
        foreach (var time in input.Times)
        {
            earliest = Math.Min(earliest, time);
            latest = Math.Max(latest, time);
        }

        Earliest = new EventTime(earliest);
        Latest = new EventTime(latest);
    }

    public IndexName Index => bucket.Id.Index;

    public EventTime Earliest { get; }

    public EventTime Latest { get; }

    public int CountMax => input.Count;

    public EventBlock Read(CancellationToken cancellation)
    {
        var found = Find(cancellation);
        // Newest first; of equal times the one that arrived last.
        found.Sort((a, b) => input.Times[a] != input.Times[b] ? input.Times[b].CompareTo(input.Times[a]) : b.CompareTo(a));
        var block = new PooledEventBlock(bucket, request.Columns, found.Count, 0);
        foreach (var index in found)
        {
            var raw = request.Columns.HasFlag(EventColumns.Raw) ? input.Raw(index) : default;
            raw.CopyTo(block.Reserve(raw.Length, out var start));
            block.Add(input.Times[index], input.Origins[index], firstEvent + index, start, raw.Length, input.Fields(index));
        }

        return block;
    }

    public void Count(TimeSpans spans, CancellationToken cancellation)
    {
        foreach (var index in Find(cancellation))
        {
            spans.Add(input.Times[index], 1);
        }
    }

    private List<int> Find(CancellationToken cancellation)
    {
        var found = new List<int>();
        var longest = 0;
        for (var i = 0; i < input.Count; i++)
        {
            longest = Math.Max(longest, input.End(i) - input.Start(i));
        }

        var folded = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            for (var i = 0; i < input.Count; i++)
            {
                if ((i & 255) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                if (!request.Range.Contains(new EventTime(input.Times[i])))
                {
                    continue;
                }

                var raw = input.Raw(i);
                TextFolding.Fold(raw, folded);
                if (query.IsMatch(new TailEvent(input, i, folded.AsSpan(0, raw.Length))))
                {
                    found.Add(i);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(folded);
        }

        return found;
    }
}
