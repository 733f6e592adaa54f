using System.Globalization;
using System.Text;

namespace Indexer.Search.Fields;

/// <summary>The escapes of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>
    /// Undoes the escapes and returns the length of the outcome, which is never longer than the source. Half a surrogate pair
    /// becomes U+FFFD; an escape that does not exist stays as it is.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var length = 0;
        while (!source.IsEmpty)
        {
            var backslash = source.IndexOf((byte)'\\');
            var plain = backslash < 0 ? source : source[..backslash];
            plain.CopyTo(target[length..]);
            length += plain.Length;
            source = source[plain.Length..];
            if (source.Length >= 2)
            {
                length += UnescapeOne(ref source, target[length..]);
            }
            else if (!source.IsEmpty)
            {
                target[length++] = source[0];
                source = default;
            }
        }

        return length;
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source[1] == (byte)'u' && TryReadUnit(source, out var unit))
        {
            source = source[6..];
            var rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(unit) && TryReadUnit(source, out var low) && char.IsLowSurrogate(low))
            {
                rune = new Rune(unit, low);
                source = source[6..];
            }
            else if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }

            return rune.EncodeToUtf8(target);
        }

        byte? plain = source[1] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'"' or (byte)'\\' or (byte)'/' => source[1],
            _ => null,
        };
        target[0] = plain ?? source[0];
        source = source[(plain is null ? 1 : 2)..];
        return 1;
    }

    // \uXXXX
    private static bool TryReadUnit(ReadOnlySpan<byte> source, out char unit)
    {
        unit = default;
        if (source.Length < 6 || source[0] != (byte)'\\' || source[1] != (byte)'u'
            || !ushort.TryParse(source.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
