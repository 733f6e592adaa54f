using System.Buffers;
using System.Runtime.CompilerServices;

namespace Indexer.Storage.Terms;

/// <summary>Sorts numbers and what belongs to them: radix sort from the lowest digit, which skips digits that all have in common.</summary>
internal static class KeySort
{
    private const int DigitBits = 8;
    private const int Digits = sizeof(ulong) * 8 / DigitBits;
    private const int DigitValues = 1 << DigitBits;

    // Below this the passes over the digits cost more than comparing.
    private const int RadixMin = 512;

    public static void Sort(Span<ulong> keys, Span<int> items)
    {
        if (keys.Length < RadixMin)
        {
            keys.Sort(items);
            return;
        }

        var otherKeys = ArrayPool<ulong>.Shared.Rent(keys.Length);
        var otherItems = ArrayPool<int>.Shared.Rent(keys.Length);
        SortByDigits(keys, items, otherKeys.AsSpan(0, keys.Length), otherItems.AsSpan(0, keys.Length));
        ArrayPool<ulong>.Shared.Return(otherKeys);
        ArrayPool<int>.Shared.Return(otherItems);
    }

    [SkipLocalsInit]
    private static void SortByDigits(Span<ulong> keys, Span<int> items, Span<ulong> otherKeys, Span<int> otherItems)
    {
        Span<int> counts = stackalloc int[Digits * DigitValues];
        counts.Clear();
        foreach (var key in keys)
        {
            for (var digit = 0; digit < Digits; digit++)
            {
                counts[(digit * DigitValues) + (byte)(key >> (digit * DigitBits))]++;
            }
        }

        var fromKeys = keys;
        var fromItems = items;
        var toKeys = otherKeys;
        var toItems = otherItems;
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.Slice(digit * DigitValues, DigitValues);
            if (places[(byte)(keys[0] >> (digit * DigitBits))] == keys.Length)
            {
                continue;
            }

            var sum = 0;
            for (var value = 0; value < DigitValues; value++)
            {
                (places[value], sum) = (sum, sum + places[value]);
            }

            for (var i = 0; i < fromKeys.Length; i++)
            {
                var place = places[(byte)(fromKeys[i] >> (digit * DigitBits))]++;
                toKeys[place] = fromKeys[i];
                toItems[place] = fromItems[i];
            }

            Swap(ref fromKeys, ref toKeys);
            Swap(ref fromItems, ref toItems);
        }

        if (!Unsafe.AreSame(ref fromItems[0], ref items[0]))
        {
            fromKeys.CopyTo(keys);
            fromItems.CopyTo(items);
        }
    }

    private static void Swap<T>(ref Span<T> a, ref Span<T> b)
    {
        var kept = a;
        a = b;
        b = kept;
    }
}
