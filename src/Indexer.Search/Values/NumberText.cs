using System.Globalization;

namespace Indexer.Search.Values;

/// <summary>
/// How numbers are written and read. Whole numbers below 10^18 have no fraction and no exponent. Others are the shortest text
/// that reads back as the same number; where that takes 17 digits (the noise of binary arithmetic, as in 0.1 + 0.2) 15 are
/// written.
/// </summary>
public static class NumberText
{
    /// <summary>Most characters that <see cref="Format(double, Span{char})"/> writes.</summary>
    public const int CharsMax = 32;

    private const double WholeMax = 1e18;
    private const int NoiseDigits = 17;

    public static string Format(double number)
    {
        if (IsPlainWhole(number))
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        Span<char> target = stackalloc char[CharsMax];
        return new string(target[..Format(number, target)]);
    }

    /// <summary>Writes to the start of <paramref name="target"/>, which has <see cref="CharsMax"/> characters; returns the length.</summary>
    public static int Format(double number, Span<char> target)
    {
        int length;
        if (IsPlainWhole(number))
        {
            ((long)number).TryFormat(target, out length, default, CultureInfo.InvariantCulture);
            return length;
        }

        number.TryFormat(target, out length, default, CultureInfo.InvariantCulture);
        if (CountDigits(target[..length]) >= NoiseDigits)
        {
            number.TryFormat(target, out length, "G15", CultureInfo.InvariantCulture);
        }

        return length;
    }

    /// <summary>Reads text that is a finite decimal number from its first to its last character, such as <c>-12.5e3</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        // The framework would also take white space, "Infinity" and "NaN".
        if (text.IsEmpty || (!char.IsAsciiDigit(text[^1]) && text[^1] != '.') || (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.')))
        {
            number = 0;
            return false;
        }

        return TryParseShortWhole(text, out number)
            || (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    // Most numbers in logs: at most 15 digits, so that the sum is exact.
    private static bool TryParseShortWhole(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        if (text.Length > 15)
        {
            return false;
        }

        long whole = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            whole = (whole * 10) + (c - '0');
        }

        number = whole;
        return true;
    }

    private static bool IsPlainWhole(double number) => Math.Abs(number) < WholeMax && number == Math.Truncate(number);

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOf('E');
        var mantissa = (exponent < 0 ? text : text[..exponent]).TrimStart("-0.");
        return mantissa.Length - (mantissa.Contains('.') ? 1 : 0);
    }
}
