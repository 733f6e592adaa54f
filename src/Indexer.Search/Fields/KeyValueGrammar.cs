using System.Buffers;

namespace Indexer.Search.Fields;

/// <summary>
/// What <c>key=value</c> means in text. A key is letters, digits, <c>_</c>, <c>.</c>, <c>-</c> and characters beyond ASCII,
/// directly before the equal sign; what stands before its first letter or underscore (as in <c>--user=x</c>) does not count. A
/// value in double quotes may hold anything (<c>\"</c> and <c>\\</c> are escapes); another ends at white space, a quote,
/// <c>, ; &amp; |</c>, or a closing bracket that it did not open. A pair without a value is none.
/// </summary>
internal static class KeyValueGrammar
{
    /// <summary>Longer keys are no keys.</summary>
    public const int KeyBytesMax = 128;

    private static readonly SearchValues<byte> ValueStops = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(b => (byte)b), .. "\",;&|)]}"u8]);

    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create(
        [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"u8, .. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)]);

    public static bool IsKeyByte(byte b) => KeyBytes.Contains(b);

    /// <summary>Whether a key can begin with this byte.</summary>
    public static bool IsKeyStart(byte b) => char.IsAsciiLetter((char)b) || b == (byte)'_' || b >= 0x80;

    /// <summary>Whether a value that is not quoted always ends before this byte.</summary>
    public static bool EndsEveryValue(byte b) => b <= 0x20 || b is (byte)',' or (byte)';' or (byte)'&' or (byte)'|';

    /// <summary>Whether a field name could be a key.</summary>
    public static bool IsKey(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= KeyBytesMax && IsKeyStart(name[0]) && name.IndexOfAnyExcept(KeyBytes) < 0;

    /// <summary>The key that ends before <paramref name="end"/> and begins at or after <paramref name="floor"/>; empty for none.</summary>
    public static ReadOnlySpan<byte> KeyBefore(ReadOnlySpan<byte> text, int floor, int end)
    {
        var run = text[floor..end];
        run = run[(run.LastIndexOfAnyExcept(KeyBytes) + 1)..];
        while (!run.IsEmpty && !IsKeyStart(run[0]))
        {
            run = run[1..];
        }

        return run.Length <= KeyBytesMax ? run : default;
    }

    /// <summary>
    /// Reads the value at <paramref name="start"/>, right after the equal sign.
    /// </summary>
    /// <param name="text">The text of the event.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="escaped">Whether the value holds escapes, to be undone with <see cref="Unescape"/>.</param>
    /// <param name="end">Where the search for more pairs goes on.</param>
    public static ReadOnlySpan<byte> ReadValue(ReadOnlySpan<byte> text, int start, out bool escaped, out int end)
    {
        escaped = false;
        if (start < text.Length && text[start] == (byte)'"')
        {
            return ReadQuoted(text, start + 1, out escaped, out end);
        }

        end = start;
        while (true)
        {
            var stop = text[end..].IndexOfAny(ValueStops);
            if (stop < 0)
            {
                end = text.Length;
                break;
            }

            end += stop;
            if (text[end] is not ((byte)')' or (byte)']' or (byte)'}') || !Opens(text[start..end], text[end]))
            {
                break;
            }

            end++;
        }

        return text[start..end];
    }

    /// <summary>Undoes <c>\"</c> and <c>\\</c>; returns the length of the outcome, which is never longer.</summary>
    public static int Unescape(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == (byte)'\\' && i + 1 < value.Length && value[i + 1] is (byte)'"' or (byte)'\\')
            {
                i++;
            }

            target[length++] = value[i];
        }

        return length;
    }

    // A quote that is never closed reaches to the end of the line.
    private static ReadOnlySpan<byte> ReadQuoted(ReadOnlySpan<byte> text, int start, out bool escaped, out int end)
    {
        escaped = false;
        var position = start;
        while (true)
        {
            var stop = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                var line = text[start..].IndexOf((byte)'\n');
                end = line < 0 ? text.Length : start + line;
                return text[start..end];
            }

            position += stop;
            if (text[position] == (byte)'"')
            {
                end = position + 1;
                return text[start..position];
            }

            escaped = true;
            position = Math.Min(position + 2, text.Length);
        }
    }

    private static bool Opens(ReadOnlySpan<byte> value, byte close)
    {
        var open = close switch
        {
            (byte)')' => (byte)'(',
            (byte)']' => (byte)'[',
            _ => (byte)'{',
        };
        return value.Count(open) > value.Count(close);
    }
}
