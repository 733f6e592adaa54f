using Indexer.Search.Execution;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary><c>first</c> and <c>last</c>: by the order in which rows come, which for events is newest first.</summary>
internal sealed class PositionAggregator(bool last) : Aggregator
{
    private Value[] values = [];

    public override void EnsureGroups(int groups) => EnsureLength(ref values, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows.Rows[i]];
            ref var kept = ref values[rows.Groups[i]];
            if (!value.IsNull && (last || kept.IsNull))
            {
                kept = value;
            }
        }
    }

    // What is merged in comes after what is here.
    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((PositionAggregator)other).values;
        for (var group = 0; group < groupOf.Length; group++)
        {
            ref var kept = ref values[groupOf[group]];
            if (!others[group].IsNull && (last || kept.IsNull))
            {
                kept = others[group];
            }
        }
    }

    public override Value Result(int group) => values[group];
}

/// <summary><c>list</c>: the values in the order in which rows come, at most <see cref="ItemsMax"/>.</summary>
internal sealed class ListAggregator(MemoryBudget budget) : Aggregator
{
    public const int ItemsMax = 100;

    private const int ItemBytes = 24;

    private List<Value>?[] lists = [];

    public override void EnsureGroups(int groups) => EnsureLength(ref lists, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows.Rows[i]];
            if (value.IsList)
            {
                foreach (var item in value.Items)
                {
                    Add(rows.Groups[i], item);
                }
            }
            else if (!value.IsNull)
            {
                Add(rows.Groups[i], value);
            }
        }
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((ListAggregator)other).lists;
        for (var group = 0; group < groupOf.Length; group++)
        {
            foreach (var value in others[group] ?? [])
            {
                Add(groupOf[group], value);
            }
        }
    }

    public override Value Result(int group) => lists[group] is { } list ? Value.OfList(list) : Value.Null;

    private void Add(int group, Value value)
    {
        var list = lists[group] ??= [];
        if (list.Count < ItemsMax && budget.TryCharge(ItemBytes + (value.TryGetText(out var text) ? text.Length * 2 : 0)))
        {
            list.Add(value);
        }
    }
}

/// <summary>
/// <c>earliest</c>, <c>latest</c>, <c>earliest_time</c>, <c>latest_time</c>, <c>rate</c>: by <c>_time</c>, whatever order rows come
/// in. Of values of one instant the least counts, so that the outcome does not depend on how rows were split.
/// </summary>
internal sealed class TimeAggregator(TimeAggregator.Kind kind) : Aggregator
{
    private State[] states = [];

    internal enum Kind
    {
        Earliest,
        Latest,
        EarliestTime,
        LatestTime,
        Rate,
    }

    public override void EnsureGroups(int groups) => EnsureLength(ref states, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column || rows.Times is not { } times)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.Rows[i];
            if (!column[row].IsNull && times[row].TryGetNumber(out var time))
            {
                ref var state = ref states[rows.Groups[i]];
                Add(ref state, new Moment(time, column[row]));
            }
        }
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((TimeAggregator)other).states;
        for (var group = 0; group < groupOf.Length; group++)
        {
            if (others[group].Any)
            {
                Add(ref states[groupOf[group]], others[group].Earliest);
                Add(ref states[groupOf[group]], others[group].Latest);
            }
        }
    }

    public override Value Result(int group)
    {
        ref readonly var state = ref states[group];
        if (!state.Any)
        {
            return Value.Null;
        }

        return kind switch
        {
            Kind.Earliest => state.Earliest.Value,
            Kind.Latest => state.Latest.Value,
            Kind.EarliestTime => Value.Of(state.Earliest.Time),
            Kind.LatestTime => Value.Of(state.Latest.Time),
            _ => Rate(state),
        };
    }

    private static Value Rate(in State state) =>
        state.Latest.Time > state.Earliest.Time
            && state.Latest.Value.TryGetNumber(out var latest) && state.Earliest.Value.TryGetNumber(out var earliest)
            ? Value.Of((latest - earliest) / (state.Latest.Time - state.Earliest.Time))
            : Value.Null;

    private static void Add(ref State state, Moment moment)
    {
        if (!state.Any)
        {
            state = new State { Any = true, Earliest = moment, Latest = moment };
            return;
        }

        if (moment.Time < state.Earliest.Time || (moment.Time == state.Earliest.Time && ValueOrder.Ascending.Compare(moment.Value, state.Earliest.Value) < 0))
        {
            state.Earliest = moment;
        }

        if (moment.Time > state.Latest.Time || (moment.Time == state.Latest.Time && ValueOrder.Ascending.Compare(moment.Value, state.Latest.Value) < 0))
        {
            state.Latest = moment;
        }
    }

    private readonly record struct Moment(double Time, Value Value);

    private struct State
    {
        public bool Any;
        public Moment Earliest;
        public Moment Latest;
    }
}
