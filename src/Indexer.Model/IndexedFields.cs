using System.Text;

namespace Indexer.Model;

/// <summary>
/// Index-time fields of one event as a block of bytes: per field a length-prefixed UTF-8 name and a length-prefixed UTF-8 value.
/// An empty block means no fields.
/// </summary>
public static class IndexedFields
{
    /// <summary>Appends one field to <paramref name="block"/>.</summary>
    public static void Append(List<byte> block, string name, string value)
    {
        AppendText(block, name);
        AppendText(block, value);
    }

    /// <summary>Appends one field, given in UTF-8, to <paramref name="block"/>.</summary>
    public static void Append(List<byte> block, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        AppendText(block, name);
        AppendText(block, value);
    }

    /// <summary>Reads the fields of <paramref name="block"/> one by one.</summary>
    public static Reader Read(ReadOnlySpan<byte> block) => new(block);

    private static void AppendText(List<byte> block, string text) => AppendText(block, Encoding.UTF8.GetBytes(text));

    private static void AppendText(List<byte> block, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[VarInt.BytesMax];
        block.AddRange(length[..VarInt.Write(length, (ulong)bytes.Length)]);
        block.AddRange(bytes);
    }

    /// <summary>Walks the fields of one event. Throws <see cref="InvalidDataException"/> on a damaged block.</summary>
    public ref struct Reader(ReadOnlySpan<byte> block)
    {
        private readonly ReadOnlySpan<byte> block = block;
        private int position;

        public ReadOnlySpan<byte> Name { get; private set; }

        public ReadOnlySpan<byte> Value { get; private set; }

        public bool MoveNext()
        {
            if (position >= block.Length)
            {
                return false;
            }

            Name = ReadText();
            Value = ReadText();
            return true;
        }

        private ReadOnlySpan<byte> ReadText()
        {
            var length = VarInt.Read(block, ref position);
            if (length > (ulong)(block.Length - position))
            {
                throw new InvalidDataException("an index-time field runs past the end of its block");
            }

            var text = block.Slice(position, (int)length);
            position += (int)length;
            return text;
        }
    }
}
