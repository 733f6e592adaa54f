using Indexer.Model.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>An event that is in no slice yet.</summary>
internal readonly ref struct TailEvent
{
    public TailEvent(SliceInput.View input, int index, ReadOnlySpan<byte> folded)
    {
        Origin = input.Origins[index];
        Fields = input.Fields(index);
        Folded = folded;
        IsJson = Segmentation.IsJson(folded);
    }

    public int Origin { get; }

    public ReadOnlySpan<byte> Fields { get; }

    public ReadOnlySpan<byte> Folded { get; }

    public bool IsJson { get; }
}
