using System.Globalization;
using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

/// <summary>Lays the groups of a time chart out as a table: a row for each span, a column for each aggregate and series.</summary>
internal sealed class TimechartTable(TimechartSettings settings, OperatorContext context, Grouping groups, TimeBins bins, EventTime earliest, EventTime latest)
{
    private const string SpanField = "_span";
    private const int RowsMax = 50_000;

    public IEnumerable<RowBatch> Rows()
    {
        var series = settings.SplitBy is null ? [] : ChooseSeries();
        var table = settings.SplitBy is null ? groups : LumpSeries(series);
        var lookup = Lookup(table);
        var starts = Starts(lookup).ToArray();
        var columns = ColumnsOf(series);
        var length = Value.Of(bins.Span.Seconds);
        return Columns.Build(starts.Length, [EventFields.Time, .. columns.Select(column => column.Name), SpanField], (row, field) =>
        {
            if (field == 0)
            {
                return starts[row];
            }

            if (field > columns.Count)
            {
                return length;
            }

            var (_, aggregate, name) = columns[field - 1];
            return lookup.TryGetValue((starts[row], name), out var group) ? table.Result(group, aggregate) : EmptyResult(aggregate);
        });
    }

    private static Dictionary<(Value Start, Value Series), int> Lookup(Grouping table)
    {
        var lookup = new Dictionary<(Value, Value), int>(table.GroupCount);
        for (var group = 0; group < table.GroupCount; group++)
        {
            var key = table.Key(group);
            lookup.Add((key[0], key.Length > 1 ? key[1] : Value.Null), group);
        }

        return lookup;
    }

    // What a span without rows has: counts are 0, everything else has no value.
    private Value EmptyResult(int aggregate) => settings.Aggregates[aggregate].Function.Name is "count" or "dc" ? Value.Of(0) : Value.Null;

    private List<(string Name, int Aggregate, Value Series)> ColumnsOf(IReadOnlyList<Value> series)
    {
        var columns = new List<(string, int, Value)>();
        for (var aggregate = 0; aggregate < settings.Aggregates.Count; aggregate++)
        {
            var output = settings.Aggregates[aggregate].Output;
            if (settings.SplitBy is null)
            {
                columns.Add((output, aggregate, Value.Null));
            }

            foreach (var name in series)
            {
                columns.Add((settings.Aggregates.Count == 1 ? name.AsText() : $"{output}: {name.AsText()}", aggregate, name));
            }
        }

        return columns;
    }

    // The series with columns: the greatest in the order of their names, then NULL, then OTHER.
    private List<Value> ChooseSeries()
    {
        var none = Value.Of(settings.NullText);
        var sums = new Dictionary<Value, double>();
        for (var group = 0; group < groups.GroupCount; group++)
        {
            var name = groups.Key(group)[1];
            sums[name] = sums.GetValueOrDefault(name) + (groups.Result(group, 0).TryGetNumber(out var number) ? number : 0);
        }

        var hasNull = settings.UseNull && sums.Remove(none);
        var ranked = sums.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, ValueOrder.Ascending).Select(entry => entry.Key).ToList();
        var limit = settings.Limit == 0 ? ranked.Count : settings.Limit;
        var chosen = ranked.Take(limit).Order(ValueOrder.Ascending).ToList();
        if (hasNull)
        {
            chosen.Add(none);
        }

        if (ranked.Count > limit)
        {
            if (settings.UseOther)
            {
                chosen.Add(Value.Of(settings.OtherText));
            }

            context.Messages.Inform(string.Create(CultureInfo.InvariantCulture,
                $"timechart shows {limit} of {ranked.Count} series{(settings.UseOther ? $" and the rest as {settings.OtherText}" : "")}; limit=0 shows all"));
        }

        return chosen;
    }

    private Grouping LumpSeries(List<Value> series)
    {
        var chosen = series.ToHashSet();
        var other = Value.Of(settings.OtherText);
        var lumped = groups.CreateSimilar();
        lumped.Merge(groups, (source, target) =>
        {
            target[0] = source[0];
            target[1] = chosen.Contains(source[1]) ? source[1] : other;
        });
        return lumped;
    }

    private IEnumerable<Value> Starts(Dictionary<(Value Start, Value Series), int> lookup)
    {
        if (!settings.FillGaps)
        {
            return lookup.Keys.Select(key => key.Start).Distinct().Order(ValueOrder.Ascending);
        }

        // The search's time where it has ends, otherwise the events'. Rows whose _time was changed may lie outside.
        var (first, last) = (earliest, latest);
        if (TimechartSettings.IsBounded(context.Range))
        {
            first = first < context.Range.Earliest ? first : context.Range.Earliest;
            var end = new EventTime(context.Range.Latest.Nanoseconds - 1);
            last = last > end ? last : end;
        }

        return Fill(first, last);
    }

    private IEnumerable<Value> Fill(EventTime first, EventTime last)
    {
        var count = 0;
        for (var start = bins.Floor(first); start <= last; start = bins.Next(start))
        {
            if (++count > RowsMax)
            {
                context.Messages.Warn(string.Create(CultureInfo.InvariantCulture, $"timechart shows the first {RowsMax} spans; choose a longer span or a shorter time"));
                yield break;
            }

            if (settings.KeepPartial || !TimechartSettings.IsBounded(context.Range)
                || (start >= context.Range.Earliest && bins.Next(start) <= context.Range.Latest))
            {
                yield return EventSeconds.ToValue(start);
            }
        }
    }
}
