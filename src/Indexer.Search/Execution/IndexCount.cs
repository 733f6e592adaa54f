using Indexer.Model;
using Indexer.Search.Commands;
using Indexer.Search.Planning;

namespace Indexer.Search.Execution;

/// <summary>A search that the index answers by itself: how many events match, in all or per span of time.</summary>
/// <param name="Command">The command that gets the counts.</param>
/// <param name="SpanNanoseconds">The span it wants counts for; <see cref="long.MaxValue"/> for one count.</param>
/// <param name="Origin">What spans are aligned to.</param>
internal sealed record IndexCount(ICountsEvents Command, long SpanNanoseconds, EventTime Origin)
{
    /// <summary>Null when events must be read.</summary>
    public static IndexCount? TryPlan(SearchPlan plan, ScanPlan scan, OperatorContext context) =>
        plan.Countable is { } command && scan.IsExact && command.TryGetCountSpan(context, out var span, out var origin)
            ? new IndexCount(command, span, origin)
            : null;

    /// <param name="scan">The events.</param>
    /// <param name="timeline">Gets the counts too; null where there is none.</param>
    /// <param name="target">An operator of the command.</param>
    /// <param name="gate">Held while the operator takes a count.</param>
    /// <param name="progress">Told about every event.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public void Run(ScanPlan scan, Timeline? timeline, RowOperator target, Lock gate, RunProgress progress, CancellationToken cancellation)
    {
        var (span, origin) = (SpanNanoseconds, Origin);
        if (timeline is not null)
        {
            // Fine enough for both; origins are zone offsets, which both spans are made to agree with.
            var (timelineSpan, timelineOrigin) = timeline.CountSpan();
            (span, origin) = span == long.MaxValue ? (timelineSpan, timelineOrigin) : (GreatestCommonDivisor(span, timelineSpan), origin);
        }

        scan.Count(span, origin, Add, cancellation);

        void Add(EventTime start, long count)
        {
            lock (gate)
            {
                Command.AddCount(target, start, count);
            }

            timeline?.AddCount(start, count);
            progress.AddEvents(count, count);
        }
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
