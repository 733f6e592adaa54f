using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>The events of some buckets as they were when it was opened.</summary>
internal sealed class EventSnapshot(IReadOnlyList<BucketContent> buckets, IReadOnlyList<string> warnings, IReadOnlyList<IDisposable> holds) : IEventSnapshot
{
    public IReadOnlyList<string> Warnings => warnings;

    public IReadOnlyList<IScanUnit> Plan(ScanRequest request, CancellationToken cancellation)
    {
        var units = new List<IScanUnit>();
        foreach (var bucket in buckets)
        {
            var query = QueryCompiler.Compile(request.Predicate, bucket, cancellation);
            if (!query.IsNever)
            {
                AddUnits(bucket, query, request, units);
            }
        }

        units.Sort((a, b) => b.Latest.CompareTo(a.Latest));
        return units;
    }

    public void Count(ScanRequest request, long spanNanoseconds, EventTime origin, Action<EventTime, long> add, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spanNanoseconds, 1);
        var spans = new TimeSpans(spanNanoseconds, origin, add);
        var units = Plan(request, cancellation);
        Parallel.ForEach(units, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, unit =>
        {
            if (unit is SliceScan slice)
            {
                slice.Count(spans, cancellation);
            }
            else
            {
                ((TailScan)unit).Count(spans, cancellation);
            }
        });
    }

    public void Dispose()
    {
        foreach (var hold in holds)
        {
            hold.Dispose();
        }
    }

    private static void AddUnits(BucketContent bucket, QueryNode query, ScanRequest request, List<IScanUnit> units)
    {
        foreach (var slice in bucket.Slices)
        {
            if (request.Range.Overlaps(new EventTime(slice.Earliest), new EventTime(slice.Latest)) && SliceScan.MayMatch(slice, query))
            {
                units.Add(new SliceScan(bucket, slice, query, request));
            }
        }

        var first = bucket.TailStart;
        foreach (var input in bucket.Tail)
        {
            var unit = new TailScan(bucket, input, first, query, request);
            if (request.Range.Overlaps(unit.Earliest, unit.Latest))
            {
                units.Add(unit);
            }

            first += input.Count;
        }
    }
}
