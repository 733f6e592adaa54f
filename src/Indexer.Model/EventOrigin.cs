namespace Indexer.Model;

/// <summary>Where an event came from: the three default fields. Interned per batch, so an event costs one small number.</summary>
public sealed record EventOrigin(string Host, string Source, string SourceType)
{
    /// <summary>Longest value of each of the three, in UTF-8 bytes; longer ones are cut at the edge.</summary>
    public const int ValueBytesMax = 4096;
}
