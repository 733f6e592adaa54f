using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>Writes the digits of numbers back into text.</summary>
internal static class NumberText
{
    public const int DigitsMax = 20;

    /// <param name="width">0 for no leading zeros, otherwise the number of digits.</param>
    public static int Write(Span<byte> target, long number, int width)
    {
        if (number < 0 || width > DigitsMax)
        {
            throw new InvalidDataException("a run of digits has a number that it cannot have");
        }

        var digits = width == 0 ? CountDigits((ulong)number) : width;
        var rest = (ulong)number;
        for (var i = digits - 1; i >= 0; i--)
        {
            var next = rest / 10;
            target[i] = (byte)('0' + (int)(rest - (next * 10)));
            rest = next;
        }

        return digits;
    }

    /// <summary>Copies a short text inside <paramref name="arena"/> and returns its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Copy(Span<byte> arena, int from, int length, int to)
    {
        if (length == 1)
        {
            arena[to] = arena[from];
        }
        else if (length > 0)
        {
            arena.Slice(from, length).CopyTo(arena[to..]);
        }

        return length;
    }

    private static int CountDigits(ulong number)
    {
        var digits = 1;
        for (var limit = 10UL; number >= limit && digits < DigitsMax - 1; limit *= 10)
        {
            digits++;
        }

        return digits;
    }
}
