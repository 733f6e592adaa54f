using Indexer.Search.Commands;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>A piece of a scan, and what is to be checked on its rows.</summary>
/// <param name="Unit">The events.</param>
/// <param name="Residual">Ordinal of the residual condition among those of the search's scopes; -1 for none.</param>
internal readonly record struct PlannedUnit(IScanUnit Unit, int Residual);

/// <summary>
/// What one worker does with a unit: read, filter, extract, and run the commands that treat each row by itself. Has its own
/// operators and buffers.
/// </summary>
internal sealed class UnitPipeline
{
    private readonly IReadOnlyList<RowFilter> filters;
    private readonly EventReader reader;
    private readonly EventReader? filterReader;
    private readonly RowOperator[] operators;
    private readonly Timeline? timeline;
    private readonly SearchMessages messages;
    private readonly bool keepsOrder;
    private int[] rows = [];
    private long[] times = [];

    /// <param name="plan">What to do.</param>
    /// <param name="residuals">The conditions that <see cref="PlannedUnit.Residual"/> names.</param>
    /// <param name="knowledge">How fields are extracted.</param>
    /// <param name="context">What operators work with.</param>
    /// <param name="timeline">Where matching events are counted, or null.</param>
    public UnitPipeline(MapPlan plan, IReadOnlyList<Language.SearchNode> residuals, SearchKnowledge knowledge, OperatorContext context, Timeline? timeline)
    {
        this.timeline = timeline;
        messages = context.Messages;
        filters = [.. residuals.Select(residual => new RowFilter(residual))];
        reader = new EventReader(plan.Fields, knowledge);
        operators = [.. plan.RowWise.Select(command => command.Start(context))];
        keepsOrder = plan.IsOrdered && operators.Length > 0;

        // What the filters need is extracted first, and the rest only of rows that pass.
        var filterFields = residuals.Aggregate(FieldSet.None, (fields, residual) => fields.Union(RowFilter.FieldsOf(residual, textFromBlock: true)));
        if (residuals.Count > 0 && (plan.Fields.IsAll || !plan.Fields.Names.All(filterFields.Contains)))
        {
            filterReader = new EventReader(filterFields, knowledge);
        }
        else if (residuals.Count > 0)
        {
            reader = new EventReader(plan.Fields.Union(filterFields), knowledge);
        }
    }

    /// <summary>The events that storage returned for the last unit.</summary>
    public int ScannedEvents { get; private set; }

    /// <summary>Those that passed the filter.</summary>
    public int MatchedEvents { get; private set; }

    /// <summary>The times of the events that passed, in nanoseconds; valid until the next unit.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, MatchedEvents);

    /// <summary>What storage must read.</summary>
    public static EventColumns ColumnsFor(MapPlan plan, Language.SearchNode? residual)
    {
        var columns = EventReader.ColumnsFor(plan.Fields);
        if (residual is not null)
        {
            columns |= EventReader.ColumnsFor(RowFilter.FieldsOf(residual, textFromBlock: true));
            columns |= RowFilter.ReadsText(residual) ? EventColumns.Raw : EventColumns.Time;
        }

        return columns;
    }

    /// <summary>Reads a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="wantsRows">Whether rows are wanted, or only the numbers and times of events that match.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The rows that are left, newest first; null for none.</returns>
    public RowBatch? Read(PlannedUnit unit, bool wantsRows, CancellationToken cancellation)
    {
        using var block = unit.Unit.Read(cancellation);
        ScannedEvents = block.Count;
        var batch = unit.Residual < 0 ? ReadAll(block, unit, wantsRows) : ReadFiltered(block, unit, wantsRows);
        timeline?.Add(Times);
        if (reader.LeftOutFields)
        {
            messages.Warn("events have more than 2,000 different fields; some were left out. name the fields that you need, for example with fields or table");
        }

        if (batch is null || batch.Count == 0)
        {
            return null;
        }

        if (keepsOrder)
        {
            AddOrder(batch);
        }

        foreach (var step in operators)
        {
            cancellation.ThrowIfCancellationRequested();
            batch = step.Process(batch);
            if (batch is null)
            {
                return null;
            }
        }

        return batch;
    }

    private static void AddOrder(RowBatch batch)
    {
        var order = new Value[batch.Count];
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = Value.Of(row);
        }

        batch.Set(EventFields.Order, order);
    }

    private RowBatch? ReadAll(EventBlock block, PlannedUnit unit, bool wantsRows)
    {
        KeepTimes(block.Times);
        return wantsRows ? reader.Read(block, unit.Unit.Index) : null;
    }

    private RowBatch? ReadFiltered(EventBlock block, PlannedUnit unit, bool wantsRows)
    {
        var candidates = (filterReader ?? reader).Read(block, unit.Unit.Index);
        if (rows.Length < block.Count)
        {
            rows = new int[block.Count];
        }

        var count = filters[unit.Residual].Select(candidates, block, rows);
        var passed = rows.AsSpan(0, count);
        KeepTimes(block.Times, passed);
        if (count == 0 || !wantsRows)
        {
            return null;
        }

        if (filterReader is null)
        {
            return count == block.Count ? candidates : candidates.Select(passed);
        }

        if (count == block.Count)
        {
            return reader.Read(block, unit.Unit.Index);
        }

        using var selected = new SelectedEvents(block, passed);
        return reader.Read(selected, unit.Unit.Index);
    }

    private void KeepTimes(ReadOnlySpan<long> all)
    {
        EnsureTimes(all.Length);
        all.CopyTo(times);
        MatchedEvents = all.Length;
    }

    private void KeepTimes(ReadOnlySpan<long> all, ReadOnlySpan<int> kept)
    {
        EnsureTimes(kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            times[i] = all[kept[i]];
        }

        MatchedEvents = kept.Length;
    }

    private void EnsureTimes(int count)
    {
        if (times.Length < count)
        {
            times = new long[count];
        }
    }
}
