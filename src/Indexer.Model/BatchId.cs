namespace Indexer.Model;

/// <summary>
/// Identifies a batch for a sender that may send it again: a repeated batch is acknowledged again and stored once.
/// </summary>
/// <param name="Channel">The sender's channel; <see cref="Guid.Empty"/> for senders that never retry.</param>
/// <param name="Sequence">Unique within the channel.</param>
public readonly record struct BatchId(Guid Channel, long Sequence)
{
    /// <summary>A batch that is never recognised as a repetition.</summary>
    public static readonly BatchId None;

    public bool IsNone => Channel == Guid.Empty;
}
