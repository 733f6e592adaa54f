using Indexer.Model;

namespace Indexer.Parsing;

/// <summary>One event on its way through the pipeline. Its bytes belong to the parser and hold until the stage returns.</summary>
public readonly ref struct ParsedEvent(IndexName index, EventTime time, EventOrigin origin, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> fields)
{
    public IndexName Index { get; } = index;

    public EventTime Time { get; } = time;

    public EventOrigin Origin { get; } = origin;

    /// <summary>Never empty.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>Index-time fields, as <see cref="IndexedFields"/> writes them.</summary>
    public ReadOnlySpan<byte> Fields { get; } = fields;
}
