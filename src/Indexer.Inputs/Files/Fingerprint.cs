using System.Text;
using Indexer.Storage;
using Microsoft.Win32.SafeHandles;

namespace Indexer.Inputs.Files;

/// <summary>A checksum of a piece of a file, by which the file is recognised again.</summary>
/// <param name="Length">Bytes of the piece; 0 for none.</param>
/// <param name="Checksum">CRC-32C of the bytes, and of the salt of the input.</param>
internal readonly record struct Fingerprint(int Length, uint Checksum)
{
    /// <summary>Bytes before a position that prove that it is a position in this content.</summary>
    public const int TailBytes = 256;

    public static Fingerprint Of(ReadOnlySpan<byte> bytes, string? salt) =>
        new(bytes.Length, string.IsNullOrEmpty(salt) ? Crc32C.Of(bytes) : Crc32C.Of(bytes, Encoding.UTF8.GetBytes(salt)));

    /// <summary>Of the beginning of a file, as much as there is of <paramref name="lengthMax"/>.</summary>
    public static Fingerprint OfHead(SafeFileHandle file, int lengthMax, string? salt)
    {
        var buffer = new byte[lengthMax];
        return Of(buffer.AsSpan(0, ReadFully(file, buffer, 0)), salt);
    }

    /// <summary>Of what precedes a position; shorter where the file has less.</summary>
    public static Fingerprint OfTail(SafeFileHandle file, long position)
    {
        var buffer = new byte[(int)Math.Min(TailBytes, position)];
        return Of(buffer.AsSpan(0, ReadFully(file, buffer, position - buffer.Length)), null);
    }

    private static int ReadFully(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer[filled..], offset + filled) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }
}
