using Indexer.Model;

namespace Indexer.Storage.Journal;

/// <summary>
/// The log of a hot bucket: frames in the order in which they were appended, numbered from 0. It is the truth about the bucket
/// while the bucket is hot. Thread-safe; frames have the order in which the calls of <see cref="Append"/> got in.
/// </summary>
/// <remarks>
/// The first error of an append, a commit or a seal is final: from then on those methods throw
/// <see cref="JournalFailedException"/>. What is on disk can be had again by opening the journal anew.
/// </remarks>
internal interface IBucketJournal : IAsyncDisposable
{
    /// <summary>The sequence that the next frame gets, which is also the number of frames.</summary>
    long EndSequence { get; }

    /// <summary>Frames with a lower sequence are on stable storage.</summary>
    long DurableSequence { get; }

    /// <summary>Bytes of the journal's files, including what is not written yet. Can be asked also when the journal is disposed.</summary>
    long BytesOnDisk { get; }

    /// <summary>No frame can be appended any more.</summary>
    bool IsSealed { get; }

    /// <summary>Adds a frame, in memory at first. The payload is copied.</summary>
    /// <param name="epoch">The epoch of the bucket's writer.</param>
    /// <param name="batch">What a repetition of the batch is recognised by, or <see cref="BatchId.None"/>.</param>
    /// <param name="payload">At most <see cref="JournalFrameHeader.PayloadBytesMax"/> bytes.</param>
    /// <returns>The header of the frame, with its sequence and its place in the chain.</returns>
    JournalFrameHeader Append(long epoch, BatchId batch, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Completes when the frame with this sequence, and so every earlier one, is on stable storage. All who wait at the same time
    /// share one sync. Cancellation ends the wait, not the sync.
    /// </summary>
    ValueTask CommitAsync(long sequence, CancellationToken cancellation);

    /// <summary>
    /// Reads frames that are durable now, from <paramref name="sequence"/> (at most <see cref="DurableSequence"/>) on. The reader
    /// must not outlive the journal.
    /// </summary>
    IJournalReader ReadFrom(long sequence);

    /// <summary>
    /// Refuses further appends, brings all frames to stable storage together with the note that nothing follows, and gives back the
    /// memory that appending takes. Reading goes on. Does nothing where the journal is sealed already.
    /// </summary>
    ValueTask SealAsync(CancellationToken cancellation);
}

/// <summary>
/// Durable frames in order. Everything is verified again on the way: <see cref="MoveNext"/> throws
/// <see cref="JournalDamagedException"/> where the journal no longer holds what was committed. Not thread-safe.
/// </summary>
internal interface IJournalReader : IDisposable
{
    JournalFrameHeader Header { get; }

    /// <summary>Valid until the next <see cref="MoveNext"/>.</summary>
    ReadOnlySpan<byte> Payload { get; }

    /// <summary>Goes to the next frame; false behind the last.</summary>
    bool MoveNext();
}
