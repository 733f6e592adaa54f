using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Indexer.Model;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Slices;

/// <summary>
/// What stands at the end of <c>rawdata/slices</c>: the dictionary, templates and origins of the bucket, and what is known of each slice.
/// </summary>
/// <remarks>
/// Layout: packed content, then a footer of 40 bytes: <c>u32 magic, u32 version, u64 offset of the content, u32 packed length,
/// u32 unpacked length, u32 codec, u32 CRC32C of the packed content, u32 zero, u32 CRC32C of the 36 bytes before</c>. Content:
/// <c>varint dictionary length, dictionary, varint templates − 1, template*, varint origins, { text host, text source, text sourcetype }*, varint slices,
/// { varint header length, header }*</c>; see <see cref="Template.Write"/> and <see cref="SliceInfo"/>.
/// </remarks>
internal sealed record SliceDirectory(IReadOnlyList<SliceInfo> Slices, IReadOnlyList<Template> Templates, IReadOnlyList<EventOrigin> Origins, ReadOnlyMemory<byte> Dictionary)
{
    public const uint Magic = 0x44434C53;
    public const uint Version = 1;
    public const int FooterLength = 40;
    private const int CompressionLevel = 6;

    /// <param name="offset">Where the bytes will stand in the file.</param>
    public static byte[] Encode(SliceDirectory directory, long offset)
    {
        var content = new ByteBuffer(1 << 16);
        var text = new List<byte>();
        content.VarInt((ulong)directory.Dictionary.Length);
        content.Bytes(directory.Dictionary.Span);
        content.VarInt((ulong)directory.Templates.Count - 1);
        foreach (var template in directory.Templates.Skip(1))
        {
            template.Write(text);
        }

        content.Bytes(text.ToArray());
        content.VarInt((ulong)directory.Origins.Count);
        foreach (var origin in directory.Origins)
        {
            WriteText(content, origin.Host);
            WriteText(content, origin.Source);
            WriteText(content, origin.SourceType);
        }

        content.VarInt((ulong)directory.Slices.Count);
        foreach (var slice in directory.Slices)
        {
            content.VarInt((ulong)slice.HeaderLength);
            slice.Write(content);
        }

        var codec = BlockCompression.Preferred;
        var packed = new byte[BlockCompression.LengthMax(content.Length) + FooterLength];
        var length = BlockCompression.Compress(codec, content.Span, packed, CompressionLevel);
        var footer = packed.AsSpan(length, FooterLength);
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(footer[8..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(footer[16..], length);
        BinaryPrimitives.WriteInt32LittleEndian(footer[20..], content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[24..], (uint)codec);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[28..], Crc32C.Of(packed.AsSpan(0, length)));
        BinaryPrimitives.WriteUInt32LittleEndian(footer[32..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[36..], Crc32C.Of(footer[..36]));
        return packed[..(length + FooterLength)];
    }

    /// <summary>The dictionary ready for use, to be disposed by the caller; null where there is none.</summary>
    public CompressionDictionary? OpenDictionary() =>
        Dictionary.IsEmpty ? null : new CompressionDictionary(Dictionary, PageEncoder.CompressionLevel);

    /// <summary>Reads the directory of a complete file. Throws <see cref="BucketDamagedException"/>.</summary>
    public static SliceDirectory Read(IDiskFile file)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        var end = file.Length - FooterLength;
        if (end < 0 || file.Read(end, footer) != FooterLength || BinaryPrimitives.ReadUInt32LittleEndian(footer) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(footer[36..]) != Crc32C.Of(footer[..36]))
        {
            throw new BucketDamagedException(file.Path, Math.Max(0, end), "the file does not end with the footer of a slice directory");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]);
        if (version != Version)
        {
            throw new BucketDamagedException(file.Path, end, $"the slices have format version {version}; this program reads version {Version}");
        }

        var offset = BinaryPrimitives.ReadInt64LittleEndian(footer[8..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(footer[16..]);
        var unpacked = BinaryPrimitives.ReadInt32LittleEndian(footer[20..]);
        if (offset < 0 || length < 0 || unpacked < 0 || offset + length != end)
        {
            throw new BucketDamagedException(file.Path, end, "the slice directory does not stand where its footer says");
        }

        var packed = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (file.Read(offset, packed.AsSpan(0, length)) != length
                || Crc32C.Of(packed.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32LittleEndian(footer[28..]))
            {
                throw new BucketDamagedException(file.Path, offset, "the slice directory fails its checksum");
            }

            var content = new byte[unpacked];
            BlockCompression.Decompress((CompressionCodec)footer[24], packed.AsSpan(0, length), content);
            return Decode(content, offset);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, offset, e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private static SliceDirectory Decode(ReadOnlySpan<byte> content, long slicesEnd)
    {
        var position = 0;
        var dictionaryLength = VarInt.Read(content, ref position);
        if (dictionaryLength > (ulong)(content.Length - position))
        {
            throw new InvalidDataException("the dictionary runs past the end of the slice directory");
        }

        var dictionary = content.Slice(position, (int)dictionaryLength).ToArray();
        position += dictionary.Length;
        var templates = new List<Template> { Template.WholeText };
        for (var left = VarInt.Read(content, ref position); left > 0; left--)
        {
            templates.Add(Template.Read(content, ref position));
        }

        var origins = new List<EventOrigin>();
        for (var left = VarInt.Read(content, ref position); left > 0; left--)
        {
            origins.Add(new EventOrigin(ReadText(content, ref position), ReadText(content, ref position), ReadText(content, ref position)));
        }

        var slices = new List<SliceInfo>();
        long offset = 0;
        var page = 0;
        for (var left = VarInt.Read(content, ref position); left > 0; left--)
        {
            var headerLength = (int)Math.Min(VarInt.Read(content, ref position), int.MaxValue);
            var slice = SliceInfo.Read(content, ref position) with { Offset = offset, HeaderLength = headerLength, FirstPage = page };
            if (slice.TemplateIds.Any(id => id >= templates.Count) || slice.Origins.Any(origin => origin >= origins.Count))
            {
                throw new InvalidDataException("a slice names a template or an origin that its bucket does not have");
            }

            slices.Add(slice);
            offset += slice.Length;
            page += slice.Pages.Length;
        }

        return offset == slicesEnd ? new SliceDirectory(slices, templates, origins, dictionary) : throw new InvalidDataException("the slices do not end where their directory begins");
    }

    private static void WriteText(ByteBuffer content, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        content.VarInt((ulong)bytes.Length);
        content.Bytes(bytes);
    }

    private static string ReadText(ReadOnlySpan<byte> content, ref int position)
    {
        var length = VarInt.Read(content, ref position);
        if (length > (ulong)(content.Length - position))
        {
            throw new InvalidDataException("a text runs past the end of the slice directory");
        }

        position += (int)length;
        return Encoding.UTF8.GetString(content.Slice(position - (int)length, (int)length));
    }
}
