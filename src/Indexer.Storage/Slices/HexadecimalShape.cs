using System.Buffers;
using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>
/// Recognises values of one length that differ only in places where all of them have lower-case hexadecimal digits, such as
/// trace ids, UUIDs and hardware addresses, and packs two digits into a byte.
/// Layout: <c>varint length</c>, a text of that length in which <c>\0</c> stands for a digit, in the text stream; then a byte
/// <see cref="PlaneClass"/> and in the stream of that class per value its digits, high one first, an odd one padded with 0.
/// </summary>
internal sealed class HexadecimalShape
{
    private const int LengthMax = 256;
    private const int DigitsMin = 6;

    private readonly byte[] layout = new byte[LengthMax];
    private int length;
    private int digits;

    public double CostPerValue => (digits + 1) / 2;

    public bool TryAnalyse(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> values)
    {
        length = values[0].Length;
        if (length is < DigitsMin or > LengthMax)
        {
            return false;
        }

        var first = text.Slice(values[0].Start, length);
        digits = 0;
        for (var i = 0; i < length; i++)
        {
            var isDigit = Digit(first[i]) >= 0;
            layout[i] = isDigit ? (byte)0 : first[i];
            digits += isDigit ? 1 : 0;
            if (first[i] == 0)
            {
                return false;
            }
        }

        if (digits < DigitsMin)
        {
            return false;
        }

        foreach (var slot in values)
        {
            if (slot.Length != length)
            {
                return false;
            }

            var value = text.Slice(slot.Start, length);
            for (var i = 0; i < value.Length; i++)
            {
                if (layout[i] == 0 ? Digit(value[i]) < 0 : value[i] != layout[i])
                {
                    return false;
                }
            }
        }

        return true;
    }

    public void Write(ReadOnlySpan<byte> text, ReadOnlySpan<Slot> values, NumberStreams numberStream, ByteBuffer textStream)
    {
        numberStream.Control.VarInt((ulong)length);
        textStream.Bytes(layout.AsSpan(0, length));
        var packedLength = (digits + 1) / 2;
        var packed = ArrayPool<byte>.Shared.Rent(packedLength * values.Length);
        var target = packed.AsSpan(0, packedLength * values.Length);
        var position = 0;
        foreach (var slot in values)
        {
            var value = text.Slice(slot.Start, length);
            var odd = false;
            for (var i = 0; i < value.Length; i++)
            {
                if (layout[i] != 0)
                {
                    continue;
                }

                if (odd)
                {
                    target[position++] |= (byte)Digit(value[i]);
                }
                else
                {
                    target[position] = (byte)(Digit(value[i]) << 4);
                }

                odd = !odd;
            }

            position += odd ? 1 : 0;
        }

        var classAt = numberStream.Control.Length;
        numberStream.Control.Byte(0);
        numberStream.Control.Set(classAt, (byte)numberStream.Add(target));
        ArrayPool<byte>.Shared.Return(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digit(byte b) =>
        (uint)(b - '0') <= 9 ? b - '0' : (uint)(b - 'a') <= 5 ? b - 'a' + 10 : -1;
}
