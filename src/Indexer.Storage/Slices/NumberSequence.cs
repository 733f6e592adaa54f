using System.Numerics;
using System.Runtime.CompilerServices;
using Indexer.Model;

namespace Indexer.Storage.Slices;

/// <summary>
/// A sequence of integers as bytes: <c>header, zigzag varint base, planes</c>. The header holds the width in bytes of what is
/// kept per number (0 to 8) and whether that is the distance to the base or to the number before. The bytes stand plane by
/// plane, lowest first, which compresses better than number by number.
/// </summary>
internal static class NumberSequence
{
    private const byte DeltaFlag = 0x80;

    /// <summary>Writes numbers whose order means little, such as lengths and ordinals.</summary>
    public static void WriteSmall(ByteBuffer target, ReadOnlySpan<long> numbers)
    {
        FindRange(numbers, out var min, out var max);
        WritePlanes(target, numbers, (byte)WidthOf((ulong)(max - min)), min);
    }

    /// <summary>Writes numbers as they are or as steps, whichever is narrower.</summary>
    public static void Write(ByteBuffer target, ReadOnlySpan<long> numbers)
    {
        FindRange(numbers, out var min, out var max);
        var width = WidthOf(unchecked((ulong)(max - min)));
        var deltaWidth = DeltaWidth(numbers);
        if (deltaWidth < width)
        {
            WritePlanes(target, numbers, (byte)(deltaWidth | DeltaFlag), numbers[0]);
        }
        else
        {
            WritePlanes(target, numbers, (byte)width, min);
        }
    }

    /// <summary>Bytes per number that <see cref="Write"/> would use.</summary>
    public static int Width(ReadOnlySpan<long> numbers)
    {
        FindRange(numbers, out var min, out var max);
        return Math.Min(WidthOf(unchecked((ulong)(max - min))), DeltaWidth(numbers));
    }

    public static void Read(ReadOnlySpan<byte> source, ref int position, Span<long> numbers)
    {
        if (position >= source.Length)
        {
            throw new InvalidDataException("a number sequence runs past the end of its page");
        }

        var header = source[position++];
        var width = header & 0x7F;
        var first = VarInt.UnZigZag(VarInt.Read(source, ref position));
        var count = numbers.Length;
        if (width > 8 || (long)width * count > source.Length - position)
        {
            throw new InvalidDataException("a number sequence runs past the end of its page");
        }

        var planes = source.Slice(position, width * count);
        position += planes.Length;
        switch (width)
        {
            case 0:
                numbers.Fill(0);
                break;
            case 1:
                for (var i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = planes[i];
                }

                break;
            case 2:
                var high = planes[count..];
                for (var i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = planes[i] | ((long)high[i] << 8);
                }

                break;
            default:
                for (var i = 0; i < numbers.Length; i++)
                {
                    ulong value = 0;
                    for (var p = width - 1; p >= 0; p--)
                    {
                        value = (value << 8) | planes[(p * count) + i];
                    }

                    numbers[i] = (long)value;
                }

                break;
        }

        if ((header & DeltaFlag) != 0)
        {
            var value = first;
            for (var i = 0; i < numbers.Length; i++)
            {
                value = unchecked(value + VarInt.UnZigZag((ulong)numbers[i]));
                numbers[i] = value;
            }
        }
        else if (first != 0)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = unchecked(numbers[i] + first);
            }
        }
    }

    public static int WidthOf(ulong value) => value == 0 ? 0 : (BitOperations.Log2(value) / 8) + 1;

    private static int DeltaWidth(ReadOnlySpan<long> numbers)
    {
        ulong steps = 0;
        for (var i = 1; i < numbers.Length; i++)
        {
            steps |= VarInt.ZigZag(unchecked(numbers[i] - numbers[i - 1]));
        }

        return WidthOf(steps);
    }

    private static void FindRange(ReadOnlySpan<long> numbers, out long min, out long max)
    {
        min = long.MaxValue;
        max = long.MinValue;
        foreach (var number in numbers)
        {
            min = Math.Min(min, number);
            max = Math.Max(max, number);
        }
    }

    private static void WritePlanes(ByteBuffer target, ReadOnlySpan<long> numbers, byte header, long first)
    {
        target.Byte(header);
        target.VarInt(VarInt.ZigZag(first));
        var width = header & 0x7F;
        var planes = target.Reserve(width * numbers.Length);
        if (width == 0)
        {
            return;
        }

        var previous = first;
        for (var i = 0; i < numbers.Length; i++)
        {
            ulong value;
            if ((header & DeltaFlag) != 0)
            {
                value = VarInt.ZigZag(unchecked(numbers[i] - previous));
                previous = numbers[i];
            }
            else
            {
                value = unchecked((ulong)(numbers[i] - first));
            }

            WriteValue(planes, i, numbers.Length, width, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteValue(Span<byte> planes, int index, int count, int width, ulong value)
    {
        for (var p = 0; p < width; p++)
        {
            planes[(p * count) + index] = (byte)value;
            value >>= 8;
        }
    }
}
