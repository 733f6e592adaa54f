using System.Globalization;

namespace Indexer.Model;

/// <summary>Names a bucket in the whole cluster. Every copy of a bucket has the same id.</summary>
/// <param name="Index">The index that the bucket belongs to.</param>
/// <param name="LocalId">Numbered by the peer that first wrote the bucket, from 0, never reused.</param>
/// <param name="Origin">The peer that first wrote the bucket.</param>
public readonly record struct BucketId(IndexName Index, long LocalId, PeerId Origin)
{
    /// <summary><c>index~localid~GUID</c>, also the key of the bucket's grain.</summary>
    public override string ToString() => $"{Index}~{LocalId}~{Origin}";

    /// <summary>The inverse of <see cref="ToString"/>. Throws <see cref="FormatException"/>.</summary>
    public static BucketId Parse(string text)
    {
        var parts = text.Split('~');
        return parts.Length == 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var localId) && Guid.TryParse(parts[2], out var guid)
            ? new BucketId(IndexName.Parse(parts[0]), localId, new PeerId(guid))
            : throw new FormatException($"'{text}' is not a bucket id; expected index~localid~GUID");
    }
}
