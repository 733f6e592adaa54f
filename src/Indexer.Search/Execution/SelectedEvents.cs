using Indexer.Model;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>Some events of a block, in its order. Does not own the block.</summary>
internal sealed class SelectedEvents : EventBlock
{
    private readonly EventBlock block;
    private readonly int[] rows;
    private readonly long[] times;
    private readonly int[] ordinals;

    public SelectedEvents(EventBlock block, ReadOnlySpan<int> rows)
    {
        this.block = block;
        this.rows = rows.ToArray();
        times = new long[rows.Length];
        ordinals = block.OriginOrdinals.IsEmpty ? [] : new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            times[i] = block.Times[rows[i]];
        }

        for (var i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = block.OriginOrdinals[rows[i]];
        }
    }

    public override int Count => rows.Length;

    public override ReadOnlySpan<long> Times => times;

    public override IReadOnlyList<EventOrigin> Origins => block.Origins;

    public override ReadOnlySpan<int> OriginOrdinals => ordinals;

    public override ReadOnlySpan<byte> Raw(int row) => block.Raw(rows[row]);

    public override ReadOnlySpan<byte> IndexedFields(int row) => block.IndexedFields(rows[row]);

    public override (BucketId Bucket, long Ordinal) Address(int row) => block.Address(rows[row]);

    protected override void Dispose(bool disposing)
    {
    }
}
