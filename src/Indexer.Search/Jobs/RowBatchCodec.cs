using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Indexer.Model;
using Indexer.Search.Values;

namespace Indexer.Search.Jobs;

/// <summary>
/// Rows as bytes: <c>varint rows, varint fields, { text name, value* }*</c>, where a value is a kind byte followed by a double, a
/// text, or a count and values; a text is a varint length and UTF-8.
/// </summary>
internal static class RowBatchCodec
{
    private const int FieldsMax = 100_000;

    public static byte[] Encode(RowBatch batch)
    {
        var target = new ArrayBufferWriter<byte>();
        WriteNumber(target, (ulong)batch.Count);
        WriteNumber(target, (ulong)batch.Fields.Count);
        foreach (var field in batch.Fields)
        {
            WriteText(target, field);
            batch.TryGetColumn(field, out var column);
            foreach (var value in column.AsSpan(0, batch.Count))
            {
                WriteValue(target, value);
            }
        }

        return target.WrittenSpan.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> for what is no encoded batch.</summary>
    public static RowBatch Decode(ReadOnlySpan<byte> source)
    {
        var position = 0;
        var rows = VarInt.Read(source, ref position);
        var fields = VarInt.Read(source, ref position);
        if (fields > FieldsMax || rows > int.MaxValue || (fields > 0 && rows > (ulong)source.Length))
        {
            throw new InvalidDataException($"a batch of rows claims {rows} rows of {fields} fields");
        }

        var batch = new RowBatch((int)rows);
        for (ulong field = 0; field < fields; field++)
        {
            var name = ReadText(source, ref position);
            var column = new Value[batch.Count];
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = ReadValue(source, ref position);
            }

            batch.Set(name, column);
        }

        return position == source.Length ? batch : throw new InvalidDataException("bytes follow a batch of rows");
    }

    private static void WriteValue(ArrayBufferWriter<byte> target, Value value)
    {
        target.GetSpan(1)[0] = (byte)value.Kind;
        target.Advance(1);
        switch (value.Kind)
        {
            case ValueKind.Number:
                value.TryGetNumber(out var number);
                BinaryPrimitives.WriteDoubleLittleEndian(target.GetSpan(sizeof(double)), number);
                target.Advance(sizeof(double));
                break;
            case ValueKind.Boolean:
                target.GetSpan(1)[0] = value.IsTrue ? (byte)1 : (byte)0;
                target.Advance(1);
                break;
            case ValueKind.Text:
                WriteText(target, value.AsText());
                break;
            case ValueKind.List:
                WriteNumber(target, (ulong)value.Items.Count);
                foreach (var item in value.Items)
                {
                    WriteValue(target, item);
                }

                break;
        }
    }

    private static Value ReadValue(ReadOnlySpan<byte> source, ref int position)
    {
        switch ((ValueKind)ReadByte(source, ref position))
        {
            case ValueKind.Null:
                return Value.Null;
            case ValueKind.Number when source.Length - position >= sizeof(double):
                position += sizeof(double);
                return Value.Of(BinaryPrimitives.ReadDoubleLittleEndian(source[(position - sizeof(double))..]));
            case ValueKind.Boolean:
                return Value.Of(ReadByte(source, ref position) != 0);
            case ValueKind.Text:
                return Value.Of(ReadText(source, ref position));
            case ValueKind.List:
                var items = new Value[ReadCount(source, ref position)];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = ReadValue(source, ref position);
                }

                return Value.OfList(items);
            default:
                throw new InvalidDataException("a batch of rows has a value of an unknown kind");
        }
    }

    private static void WriteNumber(ArrayBufferWriter<byte> target, ulong number) =>
        target.Advance(VarInt.Write(target.GetSpan(VarInt.BytesMax), number));

    private static void WriteText(ArrayBufferWriter<byte> target, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteNumber(target, (ulong)length);
        Encoding.UTF8.GetBytes(text, target.GetSpan(length));
        target.Advance(length);
    }

    // A count of things that take a byte each at the least.
    private static int ReadCount(ReadOnlySpan<byte> source, ref int position)
    {
        var count = VarInt.Read(source, ref position);
        return count <= (ulong)(source.Length - position) ? (int)count : throw new InvalidDataException("a batch of rows runs past its end");
    }

    private static byte ReadByte(ReadOnlySpan<byte> source, ref int position) =>
        position < source.Length ? source[position++] : throw new InvalidDataException("a batch of rows runs past its end");

    private static string ReadText(ReadOnlySpan<byte> source, ref int position)
    {
        var length = ReadCount(source, ref position);
        if (length > source.Length - position)
        {
            throw new InvalidDataException("a text runs past the end of its batch of rows");
        }

        position += length;
        return Encoding.UTF8.GetString(source.Slice(position - length, length));
    }
}
