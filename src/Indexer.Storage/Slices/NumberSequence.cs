using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Indexer.Model;

namespace Indexer.Storage.Slices;

/// <summary>
/// A sequence of integers as bytes: <c>header, classes, zigzag varint base</c> in the control stream, and byte planes, lowest
/// first, each in the stream of its class. The header holds the width in bytes of what is kept per number (0 to 8) and whether
/// that is the distance to the base or to the number before; the classes are two bits a plane, in one byte or, for more than
/// four planes, two. Planes compress better than numbers one after the other, and better still among their like.
/// </summary>
internal static class NumberSequence
{
    private const byte DeltaFlag = 0x80;
    private const int WidthMax = 8;

    /// <summary>Writes numbers whose order means little, such as lengths and ordinals.</summary>
    public static void WriteSmall(NumberStreams target, ReadOnlySpan<long> numbers)
    {
        FindRange(numbers, out var min, out var max);
        WritePlanes(target, numbers, (byte)WidthOf((ulong)(max - min)), min);
    }

    /// <summary>Writes numbers as they are or as steps, whichever is narrower.</summary>
    public static void Write(NumberStreams target, ReadOnlySpan<long> numbers)
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

    public static void Read(NumberSource source, Span<long> numbers)
    {
        var header = source.Byte();
        var width = header & 0x7F;
        if (width > WidthMax)
        {
            throw new InvalidDataException($"a number sequence has a width of {width} bytes");
        }

        var classes = width == 0 ? 0 : width <= 4 ? source.Byte() : source.Byte() | (source.Byte() << 8);
        var first = VarInt.UnZigZag(source.VarInt());
        numbers.Clear();
        for (var p = 0; p < width; p++)
        {
            var plane = source.Plane((PlaneClass)((classes >> (2 * p)) & 3), numbers.Length);
            for (var i = 0; i < plane.Length; i++)
            {
                numbers[i] |= (long)plane[i] << (8 * p);
            }
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
        var i = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(numbers);
            var all = Vector256<ulong>.Zero;
            for (; i + Vector256<long>.Count <= numbers.Length; i += Vector256<long>.Count)
            {
                var step = Vector256.LoadUnsafe(ref start, (nuint)i) - Vector256.LoadUnsafe(ref start, (nuint)(i - 1));
                all |= ((step << 1) ^ (step >> 63)).AsUInt64();
            }

            steps = all[0] | all[1] | all[2] | all[3];
        }

        for (; i < numbers.Length; i++)
        {
            steps |= VarInt.ZigZag(unchecked(numbers[i] - numbers[i - 1]));
        }

        return WidthOf(steps);
    }

    private static void FindRange(ReadOnlySpan<long> numbers, out long min, out long max)
    {
        min = long.MaxValue;
        max = long.MinValue;
        var i = 0;
        if (Vector256.IsHardwareAccelerated && numbers.Length >= Vector256<long>.Count)
        {
            ref var start = ref MemoryMarshal.GetReference(numbers);
            var least = Vector256.Create(long.MaxValue);
            var most = Vector256.Create(long.MinValue);
            for (; i + Vector256<long>.Count <= numbers.Length; i += Vector256<long>.Count)
            {
                var next = Vector256.LoadUnsafe(ref start, (nuint)i);
                least = Vector256.Min(least, next);
                most = Vector256.Max(most, next);
            }

            for (var lane = 0; lane < Vector256<long>.Count; lane++)
            {
                min = Math.Min(min, least[lane]);
                max = Math.Max(max, most[lane]);
            }
        }

        for (; i < numbers.Length; i++)
        {
            min = Math.Min(min, numbers[i]);
            max = Math.Max(max, numbers[i]);
        }
    }

    private static void WritePlanes(NumberStreams target, ReadOnlySpan<long> numbers, byte header, long first)
    {
        var width = header & 0x7F;
        var control = target.Control;
        control.Byte(header);
        var classesAt = control.Length;
        control.Reserve(width == 0 ? 0 : width <= 4 ? 1 : 2);
        control.VarInt(VarInt.ZigZag(first));
        if (width == 0)
        {
            return;
        }

        var values = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        var plane = ArrayPool<byte>.Shared.Rent(numbers.Length);
        var previous = first;
        for (var i = 0; i < numbers.Length; i++)
        {
            if ((header & DeltaFlag) != 0)
            {
                values[i] = VarInt.ZigZag(unchecked(numbers[i] - previous));
                previous = numbers[i];
            }
            else
            {
                values[i] = unchecked((ulong)(numbers[i] - first));
            }
        }

        var classes = 0;
        for (var p = 0; p < width; p++)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                plane[i] = (byte)(values[i] >> (8 * p));
            }

            classes |= (int)target.Add(plane.AsSpan(0, numbers.Length)) << (2 * p);
        }

        control.Set(classesAt, (byte)classes);
        if (width > 4)
        {
            control.Set(classesAt + 1, (byte)(classes >> 8));
        }

        ArrayPool<ulong>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(plane);
    }
}
