using System.Buffers.Binary;

namespace Indexer.Storage.Journal;

/// <summary>
/// What a commit says about the log: where the committed frames end, and whether the journal is sealed. FASTER carries it as the
/// cookie of the commit. Little endian, 32 bytes: address (8), sequence (8), chain (8), 1 if sealed (4), zero (4).
/// </summary>
internal readonly record struct CommitCookie(FramePosition End, bool IsSealed)
{
    public const int Size = 32;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, End.Address);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), End.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), End.Chain);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), IsSealed ? 1 : 0);
        return bytes;
    }

    /// <summary>The inverse of <see cref="ToBytes"/>; null where the bytes are no cookie.</summary>
    public static CommitCookie? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            return null;
        }

        var end = new FramePosition(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
        var flags = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        return end.Address < LogLayout.HeaderSize || end.Sequence < 0 || flags is not (0 or 1) ? null : new CommitCookie(end, flags == 1);
    }
}
