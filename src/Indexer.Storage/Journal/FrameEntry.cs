using System.Buffers.Binary;
using FASTER.core;

namespace Indexer.Storage.Journal;

/// <summary>
/// Hands a piece of a frame to FASTER, which has it written straight into its page. One instance serves all appends of a journal,
/// so an append allocates nothing. The payload must stay pinned while it is set.
/// </summary>
internal sealed unsafe class FrameEntry : ILogEnqueueEntry
{
    private readonly byte[] header = new byte[JournalFrameHeader.Size];
    private byte* payload;
    private int start;
    private int length;
    private Fragment mark;

    /// <summary>The bytes before the payload.</summary>
    public Span<byte> Header => header;

    public int SerializedLength => LogLayout.MarkSize + length;

    public void SetPayload(byte* pinned) => payload = pinned;

    /// <summary>Chooses the piece, as a range of header and payload together. A piece holds all of the header or nothing of it.</summary>
    public void SetPiece(Fragment fragment, int pieceStart, int pieceLength) => (mark, start, length) = (fragment, pieceStart, pieceLength);

    public void SerializeTo(Span<byte> dest)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(dest, (uint)mark);
        dest = dest[LogLayout.MarkSize..];
        var payloadLength = length;
        var payloadStart = start - JournalFrameHeader.Size;
        if (start == 0)
        {
            header.CopyTo(dest);
            dest = dest[JournalFrameHeader.Size..];
            payloadLength -= JournalFrameHeader.Size;
            payloadStart = 0;
        }

        new ReadOnlySpan<byte>(payload + payloadStart, payloadLength).CopyTo(dest);
    }
}
