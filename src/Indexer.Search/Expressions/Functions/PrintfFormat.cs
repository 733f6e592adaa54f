using System.Globalization;
using System.Text;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>
/// The conversions of C's <c>printf</c>, with the flag <c>'</c> for thousands. A value that is missing or cannot be converted
/// is written as an empty text; a conversion that does not exist stays as it is.
/// </summary>
internal static class PrintfFormat
{
    /// <summary>Bounds what a format can make of little.</summary>
    private const int WidthMax = 1_000;
    private const int PrecisionMax = 50;

    public static string Format(string format, ReadOnlySpan<Value> values)
    {
        var output = new StringBuilder(format.Length + 16);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Append(format[i]);
                continue;
            }

            var start = i++;
            var specification = Specification.Read(format, ref i, values, ref next);
            if (i >= format.Length)
            {
                output.Append(format, start, format.Length - start);
            }
            else if (format[i] == '%')
            {
                output.Append('%');
            }
            else if ("diufFeEgGxXosc".Contains(format[i], StringComparison.Ordinal))
            {
                var value = next < values.Length ? values[next] : Value.Null;
                next++;
                output.Append(specification.Pad(Convert(format[i], specification, value), isNumber: format[i] is not ('s' or 'c')));
            }
            else
            {
                output.Append(format, start, i - start + 1);
            }
        }

        return output.ToString();
    }

    private static string Convert(char conversion, in Specification specification, Value value)
    {
        if (conversion == 's')
        {
            var text = value.AsText();
            return specification.Precision is { } length && length < text.Length ? text[..length] : text;
        }

        if (conversion == 'c')
        {
            return value.AsText() is { Length: > 0 } characters ? characters[..1] : string.Empty;
        }

        if (!value.TryGetNumber(out var number))
        {
            return string.Empty;
        }

        var digits = specification.Precision ?? 6;
        return conversion switch
        {
            'd' or 'i' => specification.Sign(number, Whole(Math.Abs(Math.Truncate(number)), specification)),
            'u' => Whole(Math.Abs(Math.Truncate(number)), specification),
            'x' or 'X' or 'o' => InBase(conversion, number, specification),
            'f' or 'F' => specification.Sign(number, Math.Abs(number).ToString((specification.Thousands ? "N" : "F") + digits, CultureInfo.InvariantCulture)),
            'e' or 'E' => specification.Sign(number, Exponential(conversion, Math.Abs(number), digits)),
            _ => specification.Sign(number, General(conversion, Math.Abs(number), Math.Max(digits, 1))),
        };
    }

    private static string Whole(double number, in Specification specification) =>
        number.ToString(specification.Thousands ? "N0" : "F0", CultureInfo.InvariantCulture).PadLeft(specification.Precision ?? 1, '0');

    private static string InBase(char conversion, double number, in Specification specification)
    {
        if (!(Math.Abs(number) < 9e18))
        {
            return string.Empty;
        }

        var whole = (long)number;
        var digits = conversion switch
        {
            'x' => whole.ToString("x", CultureInfo.InvariantCulture),
            'X' => whole.ToString("X", CultureInfo.InvariantCulture),
            _ => System.Convert.ToString(whole, 8),
        };
        var prefix = !specification.Alternate || whole == 0 ? string.Empty : conversion == 'o' ? "0" : "0" + conversion;
        return prefix + digits.PadLeft(specification.Precision ?? 1, '0');
    }

    private static string Exponential(char conversion, double number, int digits) =>
        number.ToString((digits == 0 ? "0" : "0." + new string('0', digits)) + conversion + "+00", CultureInfo.InvariantCulture);

    // The shorter of fixed and exponential notation, without zeros at the end.
    private static string General(char conversion, double number, int digits)
    {
        var exponent = number == 0 ? 0 : (int)Math.Floor(Math.Log10(number));
        var fits = exponent >= -4 && exponent < digits;
        var text = fits
            ? number.ToString("F" + Math.Max(digits - 1 - exponent, 0), CultureInfo.InvariantCulture)
            : Exponential(conversion == 'g' ? 'e' : 'E', number, digits - 1);
        if (!text.Contains('.', StringComparison.Ordinal))
        {
            return text;
        }

        var end = fits ? text.Length : text.IndexOf(conversion == 'g' ? 'e' : 'E', StringComparison.Ordinal);
        return text[..end].TrimEnd('0').TrimEnd('.') + text[end..];
    }

    private readonly record struct Specification(bool Left, bool Plus, bool Space, bool Zero, bool Alternate, bool Thousands, int Width, int? Precision)
    {
        /// <summary>Reads flags, width and precision; <paramref name="i"/> ends at the conversion.</summary>
        public static Specification Read(string format, ref int i, ReadOnlySpan<Value> values, ref int next)
        {
            bool left = false, plus = false, space = false, zero = false, alternate = false, thousands = false;
            for (; i < format.Length; i++)
            {
                switch (format[i])
                {
                    case '-': left = true; continue;
                    case '+': plus = true; continue;
                    case ' ': space = true; continue;
                    case '0': zero = true; continue;
                    case '#': alternate = true; continue;
                    case '\'': thousands = true; continue;
                }

                break;
            }

            var width = ReadNumber(format, ref i, values, ref next, WidthMax) ?? 0;
            int? precision = null;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Math.Max(ReadNumber(format, ref i, values, ref next, PrecisionMax) ?? 0, 0);
            }

            return new Specification(left || width < 0, plus, space, zero, alternate, thousands, Math.Abs(width), precision);
        }

        public string Sign(double number, string digits) => number < 0 ? "-" + digits : Plus ? "+" + digits : Space ? " " + digits : digits;

        public string Pad(string text, bool isNumber)
        {
            if (Left)
            {
                return text.PadRight(Width);
            }

            if (!Zero || !isNumber || text.Length == 0)
            {
                return text.PadLeft(Width);
            }

            var sign = char.IsAsciiLetterOrDigit(text[0]) ? 0 : 1;
            return text[..sign] + text[sign..].PadLeft(Math.Max(Width - sign, 0), '0');
        }

        private static int? ReadNumber(string format, ref int i, ReadOnlySpan<Value> values, ref int next, int max)
        {
            if (i < format.Length && format[i] == '*')
            {
                i++;
                var value = next < values.Length ? values[next] : Value.Null;
                next++;
                return value.TryGetNumber(out var given) ? (int)Math.Clamp(given, -max, max) : null;
            }

            var start = i;
            var number = 0;
            for (; i < format.Length && char.IsAsciiDigit(format[i]); i++)
            {
                number = Math.Min((number * 10) + (format[i] - '0'), max);
            }

            return i > start ? number : null;
        }
    }
}
