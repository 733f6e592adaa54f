using System.Buffers.Binary;
using System.Text;
using Indexer.Model;

namespace Indexer.Storage.Buckets;

/// <summary>
/// Reads the body of a small checksummed file: a header of four magic bytes and a version byte, the body, and the CRC-32C of
/// both in four little-endian bytes. Every step throws <see cref="BucketDamagedException"/> that names the file and the byte.
/// </summary>
internal ref struct BlockReader
{
    public const int HeaderBytes = 5;
    public const int FooterBytes = 4;

    private readonly ReadOnlySpan<byte> body;
    private readonly string path;
    private int position;

    public BlockReader(ReadOnlySpan<byte> content, string path, ReadOnlySpan<byte> magic, byte version)
    {
        this.path = path;
        if (content.Length < HeaderBytes + FooterBytes || !content.StartsWith(magic))
        {
            throw new BucketDamagedException(path, 0, $"it does not begin with '{Encoding.ASCII.GetString(magic)}', so it is another kind of file or was cut");
        }

        if (Crc32C.Of(content[..^FooterBytes]) != BinaryPrimitives.ReadUInt32LittleEndian(content[^FooterBytes..]))
        {
            throw new BucketDamagedException(path, content.Length - FooterBytes, "its checksum is wrong");
        }

        if (content[magic.Length] != version)
        {
            throw new BucketDamagedException(path, magic.Length, $"its format is version {content[magic.Length]}; this program reads version {version}");
        }

        body = content[..^FooterBytes];
        position = HeaderBytes;
    }

    public readonly bool IsAtEnd => position == body.Length;

    public ulong ReadVarInt()
    {
        try
        {
            return VarInt.Read(body, ref position);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(path, position, e.Message);
        }
    }

    public long ReadZigZag() => VarInt.UnZigZag(ReadVarInt());

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length < 0 || length > body.Length - position)
        {
            throw Damaged("a value runs past the end");
        }

        var bytes = body.Slice(position, length);
        position += length;
        return bytes;
    }

    public string ReadText()
    {
        var length = ReadVarInt();
        return length <= int.MaxValue ? Encoding.UTF8.GetString(ReadBytes((int)length)) : throw Damaged("a text is too long");
    }

    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw Damaged("there are bytes after the last entry");
        }
    }

    public readonly BucketDamagedException Damaged(string problem) => new(path, position, problem);
}
