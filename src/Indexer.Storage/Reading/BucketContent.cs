using Indexer.Model;
using Indexer.Model.Text;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Reading;

/// <summary>
/// What a search sees of one bucket: an immutable list of slices and the events that are in no slice yet. Holds the bucket's
/// files and memory until it is disposed. Thread-safe.
/// </summary>
internal abstract class BucketContent : IDisposable
{
    public required BucketId Id { get; init; }

    /// <summary>Slices in order; their pages are numbered through.</summary>
    public required IReadOnlyList<SliceInfo> Slices { get; init; }

    public required IReadOnlyList<EventOrigin> Origins { get; init; }

    public required TemplateTexts Templates { get; init; }

    /// <summary>The file that the slices stand in; null where there are none.</summary>
    public required IDiskFile? SliceFile { get; init; }

    /// <summary>What texts were packed with; null for a bucket of one slice.</summary>
    public required CompressionDictionary? Dictionary { get; init; }

    /// <summary>Events behind the last slice, in order of arrival; the first has the ordinal <see cref="TailStart"/>.</summary>
    public required IReadOnlyList<SliceInput.View> Tail { get; init; }

    public required long TailStart { get; init; }

    /// <summary>Is told of damage that a search finds.</summary>
    public Action<BucketDamagedException> OnDamage { get; set; } = static _ => { };

    /// <summary>The pages that have a word which satisfies the pattern.</summary>
    public abstract PostingList FindWord(PatternWord word, CancellationToken cancellation);

    /// <summary>Whether the bucket may have a word that satisfies the pattern, in its variables or its templates; no false negatives.</summary>
    public virtual bool MayHaveWord(PatternWord word) => true;

    public abstract void Dispose();
}
