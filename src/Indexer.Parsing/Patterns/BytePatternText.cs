using System.Globalization;
using System.Text;

namespace Indexer.Parsing.Patterns;

/// <summary>The mapping between bytes and the characters that <see cref="BytePattern"/> matches on.</summary>
internal static class BytePatternText
{
    /// <summary>Bytes from 0x80 up are put in a private-use area, which no character class of .NET knows.</summary>
    private const char HighByteBase = '\uF700';

    public static void Widen(ReadOnlySpan<byte> bytes, Span<char> characters)
    {
        Encoding.Latin1.GetChars(bytes, characters);
        if (Ascii.IsValid(bytes))
        {
            return;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] >= 0x80)
            {
                characters[i] = ToCharacter(bytes[i]);
            }
        }
    }

    /// <summary>
    /// Rewrites an expression so that it matches widened bytes: characters beyond ASCII become their UTF-8 bytes, <c>\x80</c> to
    /// <c>\xFF</c> that byte, and the PCRE form <c>(?P&lt;name&gt;</c> the .NET one. Throws <see cref="ArgumentException"/>.
    /// </summary>
    public static string Transcode(string expression)
    {
        var result = new StringBuilder(expression.Length);
        Span<byte> utf8 = stackalloc byte[4];
        var inClass = false;
        for (var i = 0; i < expression.Length; i++)
        {
            var c = expression[i];
            if (c == '\\' && i + 1 < expression.Length)
            {
                i += AppendEscape(result, expression, i);
            }
            else if (!char.IsAscii(c))
            {
                if (inClass)
                {
                    throw new ArgumentException($"the character '{c}' inside [...] stands for more than one byte; write (a|b) instead of [ab]", nameof(expression));
                }

                if (!Rune.TryGetRuneAt(expression, i, out var rune))
                {
                    throw new ArgumentException($"the character at offset {i} is half of a surrogate pair", nameof(expression));
                }

                i += rune.Utf16SequenceLength - 1;
                result.Append("(?:");
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    result.Append(ToCharacter(b));
                }

                result.Append(')');
            }
            else if (!inClass && expression.AsSpan(i).StartsWith("(?P<", StringComparison.Ordinal))
            {
                result.Append("(?<");
                i += 3;
            }
            else
            {
                inClass = c switch
                {
                    '[' when !inClass => true,
                    ']' when inClass && !IsFirstInClass(expression, i) => false,
                    _ => inClass,
                };
                result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>Whether the bracket at <paramref name="index"/> is the first member of its class and therefore literal.</summary>
    public static bool IsFirstInClass(string expression, int index) =>
        (index >= 1 && expression[index - 1] == '[' && !IsEscaped(expression, index - 1))
        || (index >= 2 && expression[index - 1] == '^' && expression[index - 2] == '[' && !IsEscaped(expression, index - 2));

    private static bool IsEscaped(string expression, int index)
    {
        var slashes = 0;
        while (index - slashes - 1 >= 0 && expression[index - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    /// <summary>Appends the escape at <paramref name="index"/> and returns how many characters beyond the backslash it took.</summary>
    private static int AppendEscape(StringBuilder result, string expression, int index)
    {
        if (expression[index + 1] == 'x' && index + 3 < expression.Length
            && byte.TryParse(expression.AsSpan(index + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value >= 0x80)
        {
            result.Append(ToCharacter(value));
            return 3;
        }

        result.Append('\\').Append(expression[index + 1]);
        return 1;
    }

    private static char ToCharacter(byte value) => (char)(HighByteBase + value);
}
