using System.Text;

namespace Indexer.Model.Text;

/// <summary>
/// Case folding for index and search. Folding keeps the length of the text: ASCII letters, and characters of two UTF-8 bytes
/// (Latin, Greek, Cyrillic, Armenian …) whose lower case has two bytes as well. Other characters stay as they are.
/// </summary>
public static class TextFolding
{
    // Indexed by code point − 0x80, for U+0080 to U+07FF.
    private static readonly ushort[] TwoByteLower = BuildTwoByteLower();

    /// <summary>Writes the folded form of <paramref name="text"/> to the start of <paramref name="target"/>, which must not overlap it.</summary>
    public static void Fold(ReadOnlySpan<byte> text, Span<byte> target)
    {
        // Vectorised; stops at the first non-ASCII byte.
        var done = 0;
        while (done < text.Length)
        {
            Ascii.ToLower(text[done..], target[done..], out var written);
            done += written;
            if (done < text.Length)
            {
                done += FoldNonAscii(text[done..], target[done..]);
            }
        }
    }

    /// <summary>Folds the text where it stands.</summary>
    public static void FoldInPlace(Span<byte> text)
    {
        var done = 0;
        while (done < text.Length)
        {
            Ascii.ToLowerInPlace(text[done..], out var written);
            done += written;
            if (done < text.Length)
            {
                done += FoldNonAscii(text[done..], text[done..]);
            }
        }
    }

    public static byte[] Fold(ReadOnlySpan<byte> text)
    {
        var folded = new byte[text.Length];
        Fold(text, folded);
        return folded;
    }

    public static byte[] Fold(string text) => Fold(Encoding.UTF8.GetBytes(text));

    private static int FoldNonAscii(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var i = 0;
        while (i < text.Length && text[i] >= 0x80)
        {
            if (text[i] is >= 0xC2 and <= 0xDF && i + 1 < text.Length && (text[i + 1] & 0xC0) == 0x80)
            {
                var lower = TwoByteLower[(((text[i] & 0x1F) << 6) | (text[i + 1] & 0x3F)) - 0x80];
                target[i] = (byte)(0xC0 | (lower >> 6));
                target[i + 1] = (byte)(0x80 | (lower & 0x3F));
                i += 2;
            }
            else
            {
                target[i] = text[i];
                i++;
            }
        }

        return i;
    }

    private static ushort[] BuildTwoByteLower()
    {
        var table = new ushort[0x800 - 0x80];
        for (var c = 0x80; c < 0x800; c++)
        {
            var lower = char.ToLowerInvariant((char)c);
            table[c - 0x80] = lower is >= (char)0x80 and < (char)0x800 ? lower : (ushort)c;
        }

        return table;
    }
}
