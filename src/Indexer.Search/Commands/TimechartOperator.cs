using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

/// <summary>
/// Groups rows by span of time and series. Where the span is not known beforehand it starts with the shortest and merges
/// neighbouring bins whenever there are too many, so that memory is bounded and the outcome does not depend on the order.
/// </summary>
internal sealed class TimechartOperator : MergingOperator
{
    private readonly TimechartSettings settings;
    private readonly OperatorContext context;
    private readonly bool isFixed;
    private MemoryBudget budget;
    private Grouping groups;
    private TimeBins bins;
    private int rung;
    private EventTime earliest = EventTime.MaxValue;
    private EventTime latest = EventTime.MinValue;

    public TimechartOperator(TimechartSettings settings, OperatorContext context)
    {
        this.settings = settings;
        this.context = context;
        var span = settings.SpanFor(context.Range);
        isFixed = span is not null;
        bins = new TimeBins(span ?? SpanLadder.Spans[0], context.TimeZone);
        budget = context.OpenBudget("timechart", "spans, series and values that came later are missing");
        groups = new Grouping(KeyWidth, settings.Aggregates, budget);
    }

    private int KeyWidth => settings.SplitBy is null ? 1 : 2;

    public override RowBatch? Process(RowBatch batch)
    {
        if (!batch.TryGetColumn(EventFields.Time, out var times))
        {
            return null;
        }

        // A batch may span more bins than are kept, so the span is settled before its rows are grouped.
        foreach (var time in times.AsSpan(0, batch.Count))
        {
            if (time.TryGetNumber(out var seconds))
            {
                Extend(EventSeconds.ToTime(seconds));
            }
        }

        Coarsen();
        var starts = StartsOf(times.AsSpan(0, batch.Count));
        groups.Add(batch, settings.SplitBy is null ? [starts] : [starts, SeriesOf(batch)]);
        return null;
    }

    public void AddCount(EventTime start, long count)
    {
        Extend(start);
        Coarsen();
        groups.AddCount([EventSeconds.ToValue(bins.Floor(start))], count);
    }

    public override void Merge(MergingOperator other)
    {
        var source = (TimechartOperator)other;
        if (source.earliest > source.latest)
        {
            return;
        }

        Extend(source.earliest);
        Extend(source.latest);
        Coarsen();
        groups.Merge(source.groups, Rebin);

        // The other one may have had to take longer spans than this one knew of.
        Coarsen(source.rung);
    }

    public override IEnumerable<RowBatch> Finish() => earliest > latest && !(settings.FillGaps && TimechartSettings.IsBounded(context.Range))
        ? []
        : new TimechartTable(settings, context, groups, bins, earliest, latest).Rows();

    public override void Release() => budget.ReleaseAll();

    private void Extend(EventTime time)
    {
        earliest = time < earliest ? time : earliest;
        latest = time > latest ? time : latest;
    }

    private void Coarsen(int rungMin = 0)
    {
        if (isFixed || earliest > latest)
        {
            return;
        }

        var wanted = Math.Max(rung, rungMin);
        while (wanted + 1 < SpanLadder.Spans.Count && BinsOf(SpanLadder.Spans[wanted]) > settings.Bins)
        {
            wanted++;
        }

        if (wanted == rung)
        {
            return;
        }

        rung = wanted;
        bins = new TimeBins(SpanLadder.Spans[rung], context.TimeZone);
        var (fine, fineBudget) = (groups, budget);
        budget = budget.Open();
        groups = new Grouping(KeyWidth, settings.Aggregates, budget);
        groups.Merge(fine, Rebin);
        fineBudget.ReleaseAll();
    }

    // Spans of the calendar count with their average length, which is good enough to choose one.
    private double BinsOf(BinSpan span)
    {
        var candidate = new TimeBins(span, context.TimeZone);
        var first = EventSeconds.ToSeconds(candidate.Floor(earliest).Nanoseconds);
        var last = EventSeconds.ToSeconds(candidate.Floor(latest).Nanoseconds);
        return Math.Round((last - first) / span.Seconds) + 1;
    }

    private void Rebin(ReadOnlySpan<Value> source, Span<Value> target)
    {
        source.CopyTo(target);
        source[0].TryGetNumber(out var seconds);
        target[0] = EventSeconds.ToValue(bins.Floor(EventSeconds.ToTime(seconds)));
    }

    private Value[] StartsOf(ReadOnlySpan<Value> times)
    {
        var starts = new Value[times.Length];
        var start = Value.Null;
        double from = 0, to = 0;
        for (var row = 0; row < starts.Length; row++)
        {
            if (!times[row].TryGetNumber(out var seconds))
            {
                continue;
            }

            // Neighbouring rows are mostly in one bin.
            if (start.IsNull || seconds < from || seconds >= to)
            {
                var bin = bins.Floor(EventSeconds.ToTime(seconds));
                from = EventSeconds.ToSeconds(bin.Nanoseconds);
                to = EventSeconds.ToSeconds(bins.Next(bin).Nanoseconds);
                start = Value.Of(from);
            }

            starts[row] = start;
        }

        return starts;
    }

    private Value[] SeriesOf(RowBatch batch)
    {
        var column = batch.ColumnOrNulls(settings.SplitBy!);
        if (!settings.UseNull)
        {
            return column;
        }

        var series = new Value[batch.Count];
        var none = Value.Of(settings.NullText);
        for (var row = 0; row < series.Length; row++)
        {
            series[row] = column[row].IsNull ? none : column[row];
        }

        return series;
    }
}
