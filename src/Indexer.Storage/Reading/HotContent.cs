using Indexer.Model.Text;
using Indexer.Storage.Buckets;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Reading;

/// <summary>A view of a bucket that is being written.</summary>
internal sealed class HotContent(SliceEncoderPool encoders, IReadOnlyList<SliceInput> inputs, RunSet.View terms) : BucketContent
{
    public override PostingList FindWord(PatternWord word, CancellationToken cancellation) => terms.FindWord(word, cancellation);

    public override void Dispose()
    {
        terms.Dispose();
        foreach (var input in inputs)
        {
            encoders.Release(input);
        }
    }
}
