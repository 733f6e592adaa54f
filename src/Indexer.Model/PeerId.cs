namespace Indexer.Model;

/// <summary>The GUID of a node, kept in <c>etc/instance.cfg</c>.</summary>
public readonly record struct PeerId(Guid Value)
{
    public static PeerId Parse(string text) => new(Guid.Parse(text));

    /// <summary>Upper case with hyphens, as it stands in bucket names.</summary>
    public override string ToString() => Value.ToString("D").ToUpperInvariant();
}
