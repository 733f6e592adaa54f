using System.Text;

namespace Indexer.Search.Fields;

/// <summary>
/// Finds the first value of one key, exactly as <see cref="KeyValueScanner"/> would, but looks for the key itself with
/// vectorised search. Where the surroundings leave it open whether a hit is a key (it may be inside a quoted value), the
/// text is scanned.
/// </summary>
internal sealed class KeyValueFinder
{
    private readonly byte[] keyAndEqual;

    public KeyValueFinder(string key)
    {
        keyAndEqual = Encoding.UTF8.GetBytes(key + "=");
    }

    public ReadOnlySpan<byte> Key => keyAndEqual.AsSpan(0, keyAndEqual.Length - 1);

    /// <summary>The value; empty where there is none.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text, out bool escaped)
    {
        escaped = false;
        var from = 0;
        while (true)
        {
            var hit = text[from..].IndexOf(keyAndEqual);
            if (hit < 0)
            {
                return default;
            }

            var start = from + hit;
            from = start + 1;
            if (start > 0)
            {
                var before = text[start - 1];
                if (KeyValueGrammar.IsKeyStart(before))
                {
                    // The end of a longer key.
                    continue;
                }

                if (!KeyValueGrammar.EndsEveryValue(before) || text[..start].Contains((byte)'"'))
                {
                    return Scan(text, out escaped);
                }
            }

            var valueStart = start + keyAndEqual.Length;
            if (valueStart < text.Length && text[valueStart] == (byte)'=')
            {
                continue;
            }

            var value = KeyValueGrammar.ReadValue(text, valueStart, out escaped, out _);
            if (!value.IsEmpty)
            {
                return value;
            }
        }
    }

    private ReadOnlySpan<byte> Scan(ReadOnlySpan<byte> text, out bool escaped)
    {
        var scanner = new KeyValueScanner(text);
        while (scanner.MoveNext())
        {
            if (scanner.Key.SequenceEqual(Key))
            {
                escaped = scanner.Escaped;
                return scanner.Value;
            }
        }

        escaped = false;
        return default;
    }
}
