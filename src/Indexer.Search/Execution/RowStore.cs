using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>
/// Rows that a command holds back, in the order in which they came, charged to its budget. When that is spent, further rows are
/// left out. Not thread-safe.
/// </summary>
internal sealed class RowStore(MemoryBudget budget)
{
    private readonly List<RowBatch> batches = [];
    private long charged;

    public IReadOnlyList<RowBatch> Batches => batches;

    public long RowCount { get; private set; }

    public void Add(RowBatch batch)
    {
        var bytes = RowGather.EstimateBytes(batch);
        if (budget.TryCharge(bytes))
        {
            batches.Add(batch);
            charged += bytes;
            RowCount += batch.Count;
        }
    }

    /// <summary>Names every row, in order.</summary>
    public RowReference[] References()
    {
        var references = new RowReference[RowCount];
        var next = 0;
        for (var batch = 0; batch < batches.Count; batch++)
        {
            for (var row = 0; row < batches[batch].Count; row++)
            {
                references[next++] = new RowReference(batch, row);
            }
        }

        return references;
    }

    /// <summary>Keeps only these rows, in this order.</summary>
    public void Keep(ReadOnlySpan<RowReference> rows)
    {
        var kept = RowGather.Gather(batches, rows);
        batches.Clear();
        budget.Release(charged);
        charged = RowGather.EstimateBytes(kept);
        budget.Charge(charged);
        batches.Add(kept);
        RowCount = kept.Count;
    }

    /// <summary>Drops the oldest batches as long as <paramref name="rowsMin"/> rows remain.</summary>
    public void DropFirst(long rowsMin)
    {
        while (batches.Count > 0 && RowCount - batches[0].Count >= rowsMin)
        {
            var bytes = RowGather.EstimateBytes(batches[0]);
            RowCount -= batches[0].Count;
            charged -= bytes;
            budget.Release(bytes);
            batches.RemoveAt(0);
        }
    }

    public void Release() => budget.ReleaseAll();
}
