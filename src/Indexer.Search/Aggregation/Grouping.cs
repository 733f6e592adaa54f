using Indexer.Search.Execution;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// Rows grouped by the values of some fields, with aggregates per group: the state of <c>stats</c>, <c>timechart</c>, <c>top</c>
/// and <c>rare</c>. Groupings of different workers or peers merge. Memory is charged to a budget; when it is spent, rows of
/// groups not seen before are left out and the budget says so. Not thread-safe.
/// </summary>
internal sealed class Grouping
{
    private const int GroupBytes = 48;
    private const int AggregateBytes = 24;

    private readonly IReadOnlyList<AggregateSpec> specs;
    private readonly MemoryBudget budget;
    private readonly GroupTable table;
    private readonly Aggregator[] aggregators;
    private readonly Value[] key;
    private int[] rows = [];
    private int[] groups = [];
    private int count;

    /// <param name="width">Number of fields grouped by; 0 makes one group of everything.</param>
    public Grouping(int width, IReadOnlyList<AggregateSpec> specs, MemoryBudget budget)
    {
        this.specs = specs;
        this.budget = budget;
        table = new GroupTable(width);
        aggregators = [.. specs.Select(spec => spec.CreateAggregator(budget))];
        key = new Value[width];
    }

    public int GroupCount => table.Count;

    public ReadOnlySpan<Value> Key(int group) => table.Key(group);

    public Value Result(int group, int aggregate) => aggregators[aggregate].Result(group);

    /// <summary>Groups in the order of their keys.</summary>
    public int[] GroupsInKeyOrder(CancellationToken cancellation)
    {
        var width = table.Width;
        var keys = new OrderKey[GroupCount * width];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new OrderKey(Key(i / width)[i % width]);
        }

        return CancellableSort.Order(
            GroupCount,
            (x, y) =>
            {
                for (var i = 0; i < width; i++)
                {
                    var difference = OrderKey.Compare(keys[(x * width) + i], keys[(y * width) + i]);
                    if (difference != 0)
                    {
                        return difference;
                    }
                }

                return 0;
            },
            cancellation);
    }

    /// <summary>
    /// Takes in the rows of a batch. A row without a value in one of the key columns belongs to no group; one with a list belongs
    /// to a group for each of its values.
    /// </summary>
    /// <param name="batch">The rows.</param>
    /// <param name="keyColumns">Per field grouped by its values; null where the batch does not have the field.</param>
    public void Add(RowBatch batch, ReadOnlySpan<Value[]?> keyColumns)
    {
        count = 0;
        if (keyColumns.Length == 0)
        {
            AssignAll(batch.Count);
        }
        else if (keyColumns.Length == 1)
        {
            AssignByOne(batch.Count, keyColumns[0]);
        }
        else
        {
            AssignByMany(batch.Count, keyColumns);
        }

        if (count == 0)
        {
            return;
        }

        batch.TryGetColumn(EventFields.Time, out var times);
        for (var i = 0; i < aggregators.Length; i++)
        {
            aggregators[i].EnsureGroups(table.Count);
            aggregators[i].Add(new AggregatedRows(count, rows, groups, specs[i].CountsRows ? null : specs[i].Column(batch), times));
        }
    }

    /// <summary>Counts rows that an index has counted; every aggregate must be a count of rows.</summary>
    public void AddCount(ReadOnlySpan<Value> groupKey, long rowCount)
    {
        var group = GroupOf(groupKey);
        if (group < 0)
        {
            return;
        }

        foreach (var aggregator in aggregators)
        {
            aggregator.EnsureGroups(table.Count);
            ((CountAggregator)aggregator).Add(group, rowCount);
        }
    }

    /// <summary>Makes the one group of a grouping by nothing, so that no rows still have a result.</summary>
    public void EnsureSingleGroup()
    {
        GroupOf([]);
        foreach (var aggregator in aggregators)
        {
            aggregator.EnsureGroups(1);
        }
    }

    /// <summary>Takes in a grouping made with the same specification. Does not change it.</summary>
    public void Merge(Grouping other) => Merge(other, static (source, target) => source.CopyTo(target));

    /// <summary>
    /// Takes in a grouping whose keys become other keys, so that several of its groups may become one: coarser time spans, rare
    /// series lumped together.
    /// </summary>
    /// <param name="other">Not changed.</param>
    /// <param name="rekey">Writes this grouping's key for a key of the other one.</param>
    public void Merge(Grouping other, Rekey rekey)
    {
        var groupOf = new int[other.GroupCount];
        var dropped = false;
        for (var group = 0; group < groupOf.Length; group++)
        {
            rekey(other.Key(group), key);
            groupOf[group] = GroupOf(key);
            dropped |= groupOf[group] < 0;
        }

        // Where the memory is spent, the groups that have no place go to a scratch group behind the real ones.
        var scratch = table.Count;
        if (dropped)
        {
            for (var group = 0; group < groupOf.Length; group++)
            {
                groupOf[group] = groupOf[group] < 0 ? scratch : groupOf[group];
            }
        }

        for (var i = 0; i < aggregators.Length; i++)
        {
            aggregators[i].EnsureGroups(scratch + (dropped ? 1 : 0));
            aggregators[i].Merge(other.aggregators[i], groupOf);
        }
    }

    /// <summary>An empty grouping of the same specification, perhaps by another number of fields.</summary>
    public Grouping CreateSimilar() => new(table.Width, specs, budget);

    private int GroupOf(ReadOnlySpan<Value> groupKey)
    {
        var group = table.Find(groupKey);
        if (group >= 0)
        {
            return group;
        }

        long bytes = GroupBytes + ((long)AggregateBytes * aggregators.Length);
        foreach (var value in groupKey)
        {
            bytes += 16 + (value.TryGetText(out var text) ? 22 + (text.Length * 2) : 0);
        }

        return budget.TryCharge(bytes) ? table.FindOrAdd(groupKey) : -1;
    }

    private void AssignAll(int rowCount)
    {
        var group = GroupOf([]);
        for (var row = 0; group >= 0 && row < rowCount; row++)
        {
            Assign(row, group);
        }
    }

    private void AssignByOne(int rowCount, Value[]? column)
    {
        if (column is null)
        {
            return;
        }

        // Neighbouring rows often have the same value.
        var previous = Value.Null;
        var previousGroup = -1;
        for (var row = 0; row < rowCount; row++)
        {
            var value = column[row];
            if (value.IsNull)
            {
                continue;
            }

            if (value.IsList)
            {
                foreach (var item in value.Items)
                {
                    key[0] = item;
                    Assign(row, GroupOf(key));
                }

                continue;
            }

            if (previousGroup < 0 || !value.Equals(previous))
            {
                key[0] = value;
                previous = value;
                previousGroup = GroupOf(key);
            }

            Assign(row, previousGroup);
        }
    }

    private void AssignByMany(int rowCount, ReadOnlySpan<Value[]?> columns)
    {
        foreach (var column in columns)
        {
            if (column is null)
            {
                return;
            }
        }

        for (var row = 0; row < rowCount; row++)
        {
            AssignCombinations(row, columns, 0);
        }
    }

    private void AssignCombinations(int row, ReadOnlySpan<Value[]?> columns, int field)
    {
        if (field == columns.Length)
        {
            Assign(row, GroupOf(key));
            return;
        }

        var value = columns[field]![row];
        if (value.IsList)
        {
            foreach (var item in value.Items)
            {
                key[field] = item;
                AssignCombinations(row, columns, field + 1);
            }
        }
        else if (!value.IsNull)
        {
            key[field] = value;
            AssignCombinations(row, columns, field + 1);
        }
    }

    private void Assign(int row, int group)
    {
        if (group < 0)
        {
            return;
        }

        if (count == rows.Length)
        {
            Array.Resize(ref rows, Math.Max(1024, count * 2));
            Array.Resize(ref groups, rows.Length);
        }

        rows[count] = row;
        groups[count++] = group;
    }
}

/// <summary>Writes the key that <paramref name="source"/> becomes.</summary>
internal delegate void Rekey(ReadOnlySpan<Value> source, Span<Value> target);
