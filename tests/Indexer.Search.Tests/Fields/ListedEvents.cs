using System.Text;
using Indexer.Model;
using Indexer.Storage.Reading;

namespace Indexer.Search.Tests.Fields;

/// <summary>A block of events that a test lists: raw text, and index-time fields for all of them.</summary>
internal sealed class ListedEvents : EventBlock
{
    private readonly byte[][] raws;
    private readonly byte[] indexedFields;
    private readonly int[] ordinals;

    public ListedEvents(IEnumerable<byte[]> raws, params (string Name, string Value)[] indexed)
    {
        this.raws = [.. raws];
        ordinals = new int[this.raws.Length];
        var block = new List<byte>();
        foreach (var (name, value) in indexed)
        {
            Model.IndexedFields.Append(block, name, value);
        }

        indexedFields = [.. block];
    }

    public ListedEvents(params string[] raws)
        : this(raws.Select(Encoding.UTF8.GetBytes))
    {
    }

    public override int Count => raws.Length;

    public override ReadOnlySpan<long> Times => new long[raws.Length];

    public override IReadOnlyList<EventOrigin> Origins { get; } = [new EventOrigin("web-7", "/var/log/app.log", "app")];

    public override ReadOnlySpan<int> OriginOrdinals => ordinals;

    public override ReadOnlySpan<byte> Raw(int row) => raws[row];

    public override ReadOnlySpan<byte> IndexedFields(int row) => indexedFields;

    public override (BucketId Bucket, long Ordinal) Address(int row) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
