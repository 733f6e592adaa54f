using System.Collections.Immutable;
using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>
/// The events of some buckets as they were when it was opened. A bucket in which damage is found is reported and named in
/// <see cref="Warnings"/>; what the others have is served.
/// </summary>
internal sealed class EventSnapshot(IReadOnlyList<BucketContent> buckets, IReadOnlyList<string> warnings, IReadOnlyList<IDisposable> holds) : IEventSnapshot
{
    private bool disposed;
    private ImmutableList<string> allWarnings = [.. warnings];

    public IReadOnlyList<string> Warnings => Volatile.Read(ref allWarnings);

    public static string NotInResult(BucketId bucket, Exception cause) => $"bucket {bucket} is not in the result: {cause.Message}";

    public IReadOnlyList<IScanUnit> Plan(ScanRequest request, CancellationToken cancellation)
    {
        var units = new List<IScanUnit>();
        foreach (var bucket in buckets)
        {
            try
            {
                var query = QueryCompiler.Compile(request.Predicate, bucket, cancellation);
                if (!query.IsNever)
                {
                    AddUnits(bucket, query, request, units);
                }
            }
            catch (Exception e) when (IsUnreadable(e, bucket))
            {
                Warn(NotInResult(bucket.Id, e));
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
            if (unit is TailScan tail)
            {
                tail.Count(spans, cancellation);
                return;
            }

            var slice = (SliceScan)unit;
            try
            {
                slice.Count(spans, cancellation);
            }
            catch (Exception e) when (e is IOException or BucketDamagedException)
            {
                Warn($"some events of bucket {slice.Bucket} are not in the result: {e.Message}");
            }
        });
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            // Letting go twice would take the memory of other searches away.
            return;
        }

        foreach (var hold in holds)
        {
            hold.Dispose();
        }
    }

    private static bool IsUnreadable(Exception exception, BucketContent bucket)
    {
        if (exception is BucketDamagedException damage)
        {
            bucket.OnDamage(damage);
        }

        return exception is IOException or BucketDamagedException;
    }

    private void Warn(string warning) => ImmutableInterlocked.Update(ref allWarnings, static (all, added) => all.Contains(added) ? all : all.Add(added), warning);

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
