using System.Buffers;
using System.Text;

namespace Indexer.Cli.Terminal;

/// <summary>
/// Text of events and nodes for a terminal: an event must not be able to move the cursor, colour the screen or send keys.
/// </summary>
internal static class SafeText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([.. Controls()]);

    /// <summary>Keeps line feeds and tabs, and shows other control characters as their escape.</summary>
    public static string Lines(string text) => Escape(text, keepLines: true);

    /// <summary>One line: line feeds and tabs become blanks.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    private static string Escape(string text, bool keepLines)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '\n' or '\t')
            {
                result.Append(keepLines ? c : ' ');
            }
            else if (Unsafe.Contains(c))
            {
                result.Append("\\x").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    // The C0 and C1 sets; 0x9b begins a control sequence as ESC [ does.
    private static IEnumerable<char> Controls()
    {
        for (var c = 0; c < 0xa0; c++)
        {
            if (c is < 0x20 or >= 0x7f)
            {
                yield return (char)c;
            }
        }
    }
}
