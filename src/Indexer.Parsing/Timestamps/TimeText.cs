using System.Runtime.CompilerServices;

namespace Indexer.Parsing.Timestamps;

/// <summary>Reading of numbers and names at a position in a text. Every method leaves the position alone when it fails.</summary>
internal static class TimeText
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(ReadOnlySpan<byte> text, int position) =>
        (uint)position < (uint)text.Length && (uint)(text[position] - '0') <= 9;

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    /// <summary>Whether a letter, digit or underscore is at <paramref name="position"/>.</summary>
    public static bool IsWord(ReadOnlySpan<byte> text, int position) =>
        (uint)position < (uint)text.Length && (IsLetter(text[position]) || IsDigit(text, position) || text[position] == '_');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryByte(ReadOnlySpan<byte> text, ref int position, byte expected)
    {
        if ((uint)position < (uint)text.Length && text[position] == expected)
        {
            position++;
            return true;
        }

        return false;
    }

    /// <summary>The byte at <paramref name="position"/>, or 0 past the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> text, int position) => (uint)position < (uint)text.Length ? text[position] : (byte)0;

    /// <summary>
    /// A number of <paramref name="digitsMin"/> to <paramref name="digitsMax"/> digits (at most 9) that is not followed by another digit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNumber(ReadOnlySpan<byte> text, ref int position, int digitsMin, int digitsMax, out int value)
    {
        value = 0;
        var p = position;
        while (IsDigit(text, p))
        {
            if (p - position == digitsMax)
            {
                return false;
            }

            value = (value * 10) + text[p++] - '0';
        }

        if (p - position < digitsMin)
        {
            return false;
        }

        position = p;
        return true;
    }

    /// <summary>Exactly <paramref name="digits"/> digits (at most 9), whatever follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFixed(ReadOnlySpan<byte> text, ref int position, int digits, out int value)
    {
        value = 0;
        if (text.Length - position < digits)
        {
            return false;
        }

        for (var i = 0; i < digits; i++)
        {
            var digit = (uint)(text[position + i] - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        position += digits;
        return true;
    }

    /// <summary>One or more digits of a fraction of a second, of which the first nine count.</summary>
    public static bool TryFraction(ReadOnlySpan<byte> text, ref int position, out int nanoseconds)
    {
        nanoseconds = 0;
        var p = position;
        var scale = 100_000_000;
        while (IsDigit(text, p))
        {
            nanoseconds += (text[p++] - '0') * scale;
            scale /= 10;
        }

        if (p == position)
        {
            return false;
        }

        position = p;
        return true;
    }

    public static int DigitRunEnd(ReadOnlySpan<byte> text, int position)
    {
        while (IsDigit(text, position))
        {
            position++;
        }

        return position;
    }

    /// <summary>The number of the English month whose first three letters are at <paramref name="position"/>, in any case; 0 if none.</summary>
    public static int MonthAt(ReadOnlySpan<byte> text, int position)
    {
        if ((uint)position > (uint)(text.Length - 3) || text.Length < 3)
        {
            return 0;
        }

        return ((text[position] | 0x20) << 16 | (text[position + 1] | 0x20) << 8 | text[position + 2] | 0x20) switch
        {
            'j' << 16 | 'a' << 8 | 'n' => 1,
            'f' << 16 | 'e' << 8 | 'b' => 2,
            'm' << 16 | 'a' << 8 | 'r' => 3,
            'a' << 16 | 'p' << 8 | 'r' => 4,
            'm' << 16 | 'a' << 8 | 'y' => 5,
            'j' << 16 | 'u' << 8 | 'n' => 6,
            'j' << 16 | 'u' << 8 | 'l' => 7,
            'a' << 16 | 'u' << 8 | 'g' => 8,
            's' << 16 | 'e' << 8 | 'p' => 9,
            'o' << 16 | 'c' << 8 | 't' => 10,
            'n' << 16 | 'o' << 8 | 'v' => 11,
            'd' << 16 | 'e' << 8 | 'c' => 12,
            _ => 0,
        };
    }

    /// <summary>An English month as a whole word: <c>Sep</c>, <c>Sept</c> or <c>September</c>.</summary>
    public static bool TryMonth(ReadOnlySpan<byte> text, ref int position, out int month)
    {
        month = MonthAt(text, position);
        if (month == 0)
        {
            return false;
        }

        var wordEnd = position + 3;
        while (wordEnd < text.Length && IsLetter(text[wordEnd]))
        {
            wordEnd++;
        }

        if (wordEnd - position > 3 && !IsLongName(text[position..wordEnd], month))
        {
            return false;
        }

        position = wordEnd;
        return true;
    }

    public static int SkipSpaces(ReadOnlySpan<byte> text, int position)
    {
        while ((uint)position < (uint)text.Length && text[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    private static bool IsLongName(ReadOnlySpan<byte> word, int month)
    {
        var name = month switch
        {
            1 => "january"u8,
            2 => "february"u8,
            3 => "march"u8,
            4 => "april"u8,
            6 => "june"u8,
            7 => "july"u8,
            8 => "august"u8,
            9 => "september"u8,
            10 => "october"u8,
            11 => "november"u8,
            12 => "december"u8,
            _ => default,
        };
        return System.Text.Ascii.EqualsIgnoreCase(word, name) || (month == 9 && System.Text.Ascii.EqualsIgnoreCase(word, "sept"u8));
    }
}
